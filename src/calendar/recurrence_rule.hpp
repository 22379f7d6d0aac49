// One RRULE as RFC 5545 section 3.3.10 writes it, checked but not yet expanded (rule_expansion).
// Where a writer breaks the letter and can mean one thing only, that is taken: a BYDAY with an
// ordinal where none belongs counts without it, COUNT and UNTIL together both end the rule.
#pragma once

#include "calendar/ics_time.hpp"

#include <execassist/base/instant.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace execassist::calendar {

enum class Frequency { yearly, monthly, weekly, daily, hourly };

// What becomes of a day that its month lacks (RFC 7529 section 4.1), such as the 31st.
enum class MissingDay { omitted, backward, forward };

struct RuleWeekday {  // "FR", "-1FR"
  std::chrono::weekday day;
  int ordinal = 0;  // 0: each of them
};

struct RecurrenceRule {
  Frequency frequency = Frequency::daily;
  std::int64_t interval = 1;
  std::optional<std::int64_t> count;
  std::optional<IcsTime> until;
  std::chrono::weekday week_start = std::chrono::Monday;
  MissingDay missing_day = MissingDay::omitted;
  // The BYxxx lists, each sorted and without repetitions; empty: not given.
  std::vector<int> months;
  std::vector<int> week_numbers;
  std::vector<int> year_days;
  std::vector<int> month_days;
  std::vector<int> hours;
  std::vector<int> minutes;
  std::vector<int> seconds;
  std::vector<int> positions;
  std::vector<RuleWeekday> weekdays;
};

struct RuleReading {
  std::optional<RecurrenceRule> rule;
  std::string refusal;  // why there is none, in words
};

// `all_day`: of an event of whole days, where BYHOUR, BYMINUTE and BYSECOND are ignored.
RuleReading read_rule(std::string_view text, bool all_day);

}  // namespace execassist::calendar
