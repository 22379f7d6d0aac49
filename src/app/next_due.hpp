// When a run could next have anything to do, as long as nothing changes from outside: neither the
// calendars nor the people. Runs before that do nothing, so that days ahead are imagined quickly.
#pragma once

#include "app/scope.hpp"

#include <execassist/base/instant.hpp>

#include <optional>

namespace execassist::app {

// The first such moment after now, nothing when there is none up to `limit`. It errs on the early
// side: a run at that moment may turn out to have nothing to do. What a run does that nobody is
// told of (a meeting is over, materials are cleared away) may wait for the next one, and does not
// count.
std::optional<Instant> next_due(const Scope& scope, Instant limit);

}  // namespace execassist::app
