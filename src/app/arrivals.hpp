// Accepted is not arrived: channels that can tell are asked two, ten and sixty minutes after. What
// did not arrive is owed again, and the next channel follows.
#pragma once

#include "app/delivery_crew.hpp"
#include "app/scope.hpp"

#include <execassist/model/notification.hpp>

#include <vector>

namespace execassist::app {

inline constexpr Seconds kFirstLook = minutes{2};

// Of those kinds; empty: all. Runs to its end on the crew.
void ask_about_arrivals(const Scope& scope, DeliveryCrew& crew,
                        const std::vector<NotificationKind>& kinds);

void ask_about_arrivals(const Scope& scope);  // of all kinds

}  // namespace execassist::app
