// Draws sent messages anew from the stored state, so that none shows what is not true any more.
#pragma once

#include "app/scope.hpp"

#include <execassist/base/instant.hpp>

#include <optional>

namespace execassist::app {

// All that is due and that the channel has room for; what fails is tried again later (1 min, 2 min
// ... 1 h; given up after a day). What two processes drew at once is drawn once more: nobody knows
// whose words came last. Returns how many were drawn.
int redraw_due(const Scope& scope);

// When the next one is due, if any waits.
std::optional<Instant> next_redraw(const Scope& scope);

}  // namespace execassist::app
