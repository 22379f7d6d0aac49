// The map under `context:`: where context for meetings comes from, by name. Each has exactly one of
// `path`, `command` and `url`, and only the keys that go with it.
#pragma once

#include "yaml/cursor.hpp"
#include "yaml/reference.hpp"

#include <execassist/settings/settings.hpp>

#include <vector>

namespace execassist::yaml {

std::vector<ContextSettings> load_context(const Cursor& map, const References& references);

}  // namespace execassist::yaml
