// One RRULE over wall-clock times. The only file besides zones' Windows names that names a
// calendar library: libical's iterator is asked without any zone, because with one it shifts
// occurrences around a spring gap. SECONDLY and MINUTELY are refused, iterations are counted
// against a budget, and every rule ends with the range: a hostile rule costs little.
#pragma once

#include "calendar/ics_time.hpp"

#include <execassist/base/instant.hpp>

#include <functional>
#include <string>
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

constexpr int kIterationsPerRule = 200'000;

struct RuleExpansion {
  std::vector<LocalSeconds> starts;
  bool cut = false;  // the budget, or that of this rule, was used up
};

// Why a rule cannot be followed, in words; empty when it can.
std::string why_rule_refused(const std::string& rule, RuleStart start);

// REQUIRES: the rule is not refused. `to_wall_clock` reads a UTC UNTIL in the zone of `start`.
RuleExpansion expand_rule(const std::string& rule, RuleStart start, RuleRange range,
                          const std::function<LocalSeconds(Instant)>& to_wall_clock, int& budget);

}  // namespace execassist::calendar
