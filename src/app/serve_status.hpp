// What those who watch `serve` are told: /readyz and /metrics.
#pragma once

#include "app/serve_counts.hpp"
#include "store/database.hpp"

#include <functional>
#include <string>
#include <vector>

namespace execassist::app {

// A connection of its own, which waits for a busy store no longer than that.
using OpenStore = std::function<store::Database(Seconds busy)>;

// Why the store cannot be written within a second; empty: it can.
std::string store_objection(const OpenStore& open);

// Prometheus' text format, version 0.0.4.
std::string metrics_text(store::Database& database, const ServeCounts& counts);

}  // namespace execassist::app
