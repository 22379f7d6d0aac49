// Which days a rule means (RFC 5545 section 3.3.10, the table of BYxxx parts): each part lets a day
// pass or not, and what the rule leaves open is taken from its start. Years are those of the
// calendar, except with BYWEEKNO: there a year begins with its first week.
#pragma once

#include "calendar/recurrence_rule.hpp"

#include <execassist/base/instant.hpp>

#include <vector>

namespace execassist::calendar {

using LocalDays = std::chrono::local_days;

class RuleDays {
 public:
  // `rule` is lent and outlives this.
  RuleDays(const RecurrenceRule& rule, LocalDays start);

  // The number of the period (year, month, week or day, of any epoch) that a day lies in, and what
  // passes in one, sorted. `steps` grows by one for each day and each month looked at.
  std::int64_t period_of(LocalDays day) const;
  std::vector<LocalDays> in_period(std::int64_t period, std::int64_t& steps) const;

  // The first day of a period, which may lie behind all years that can be written.
  LocalDays first_of(std::int64_t period) const;

  bool accepts(LocalDays day) const;

 private:
  bool of_week(LocalDays day) const;
  bool of_weekday(LocalDays day) const;
  LocalDays first_week_of(int year) const;
  void append_month(std::chrono::year_month month, std::vector<LocalDays>& out,
                    std::int64_t& steps) const;
  void append_displaced(std::chrono::year_month month, std::vector<LocalDays>& out) const;
  void append_run(LocalDays from, LocalDays to, std::vector<LocalDays>& out,
                  std::int64_t& steps) const;

  const RecurrenceRule& rule_;
  bool by_week_ = false;           // years of whole weeks
  bool ordinals_of_year_ = false;  // "20MO" counts within the year, else within the month
  bool ordinals_matter_ = false;
  std::vector<int> months_;
  std::vector<int> month_days_;
  std::vector<RuleWeekday> weekdays_;
};

}  // namespace execassist::calendar
