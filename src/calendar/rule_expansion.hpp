// A rule → wall-clock times. Periods before the range are skipped where no COUNT needs them, none
// behind it is looked at, and every day and time looked at is a step that is counted: a hostile
// rule costs little, whatever it says.
#pragma once

#include "calendar/recurrence_rule.hpp"

#include <execassist/base/instant.hpp>

#include <cstddef>
#include <functional>
#include <vector>

namespace execassist::calendar {

struct RuleStart {
  LocalSeconds local{};
  bool date = false;
};

struct RuleRange {
  LocalSeconds from{};  // what begins before it is left out
  LocalSeconds to{};    // inclusive
};

constexpr int kStepsPerRule = 1'000'000;        // some 50 ms
constexpr std::size_t kStartsPerRule = 50'000;  // five years of every hour

struct RuleExpansion {
  std::vector<LocalSeconds> starts;  // sorted
  bool cut = false;                  // the budget was used up, or that of this rule
};

// What the rule itself gives from its start on; the start is among that, and counted by COUNT, only
// where it is in step with the rule (RFC 5545 section 3.8.5.3 leaves the rest undefined).
// `to_instant` places a time in the zone of the start, for an UNTIL in UTC. `budget` shrinks by the
// steps taken.
RuleExpansion expand_rule(const RecurrenceRule& rule, RuleStart start, RuleRange range,
                          const std::function<Instant(LocalSeconds)>& to_instant, int& budget);

}  // namespace execassist::calendar
