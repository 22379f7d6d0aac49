#include "calendar/rule_days.hpp"

#include <algorithm>
#include <utility>

namespace execassist::calendar {
namespace {

using std::chrono::weekday;
using std::chrono::year;
using std::chrono::year_month;

bool listed(const std::vector<int>& list, std::int64_t value) {
  return std::binary_search(list.begin(), list.end(), value);
}

// The `place`-th of `size`, counted from 1, or from the end below 0.
bool listed(const std::vector<int>& list, std::int64_t place, std::int64_t size) {
  return listed(list, place) || listed(list, place - size - 1);
}

int length_of(year_month month) {
  return static_cast<int>(static_cast<unsigned>((month / std::chrono::last).day()));
}

LocalDays week_of(LocalDays day, weekday week_start) { return day - (weekday{day} - week_start); }

year_month month_number(std::int64_t number) {
  return year{static_cast<int>(number / 12)} /
         std::chrono::month{static_cast<unsigned>(number % 12 + 1)};
}

std::int64_t number_of(year_month month) {
  return std::int64_t{static_cast<int>(month.year())} * 12 + static_cast<unsigned>(month.month()) -
         1;
}

}  // namespace

RuleDays::RuleDays(const RecurrenceRule& rule, LocalDays start)
    : rule_(rule),
      by_week_(!rule.week_numbers.empty()),
      ordinals_of_year_(rule.frequency == Frequency::yearly && rule.months.empty()),
      ordinals_matter_(rule.frequency <= Frequency::monthly && rule.week_numbers.empty()),
      months_(rule.months),
      month_days_(rule.month_days),
      weekdays_(rule.weekdays) {
  const Date date{start};
  const bool open = weekdays_.empty() && month_days_.empty() && rule.year_days.empty();
  if (!open) return;
  if (by_week_ || rule.frequency == Frequency::weekly) {
    weekdays_ = {{weekday{start}, 0}};
  } else if (rule.frequency <= Frequency::monthly) {
    month_days_ = {static_cast<int>(static_cast<unsigned>(date.day()))};
    if (rule.frequency == Frequency::yearly && months_.empty()) {
      months_ = {static_cast<int>(static_cast<unsigned>(date.month()))};
    }
  }
}

LocalDays RuleDays::first_week_of(int number) const {
  // Week 1 is the first with four days or more in its year: the one of 4 January.
  return week_of(LocalDays{year{number} / 1 / 4}, rule_.week_start);
}

std::int64_t RuleDays::period_of(LocalDays day) const {
  const Date date{day};
  switch (rule_.frequency) {
    case Frequency::yearly: {
      const int calendar_year = static_cast<int>(date.year());
      if (!by_week_) return calendar_year;
      if (day < first_week_of(calendar_year)) return calendar_year - 1;
      return day < first_week_of(calendar_year + 1) ? calendar_year : calendar_year + 1;
    }
    case Frequency::monthly:
      return number_of(date.year() / date.month());
    case Frequency::weekly:
      // Any Monday serves as the first; weeks are counted from its own beginning.
      return (week_of(day, rule_.week_start) - week_of(LocalDays{}, rule_.week_start)).count() / 7;
    default:
      return day.time_since_epoch().count();
  }
}

LocalDays RuleDays::first_of(std::int64_t period) const {
  switch (rule_.frequency) {
    case Frequency::yearly:
      return by_week_ ? first_week_of(static_cast<int>(period))
                      : LocalDays{year{static_cast<int>(period)} / 1 / 1};
    case Frequency::monthly:
      return LocalDays{month_number(period) / 1};
    case Frequency::weekly:
      return week_of(LocalDays{}, rule_.week_start) + days{7 * period};
    default:
      return LocalDays{days{period}};
  }
}

bool RuleDays::of_week(LocalDays day) const {
  if (!by_week_) return true;
  const int number = static_cast<int>(period_of(day));
  const LocalDays first = first_week_of(number);
  const auto weeks = (first_week_of(number + 1) - first).count() / 7;
  return listed(rule_.week_numbers, (day - first).count() / 7 + 1, weeks);
}

bool RuleDays::of_weekday(LocalDays day) const {
  if (weekdays_.empty()) return true;
  const Date date{day};
  std::int64_t place = static_cast<unsigned>(date.day());
  std::int64_t size = length_of(date.year() / date.month());
  if (ordinals_of_year_) {
    place = (day - LocalDays{date.year() / 1 / 1}).count() + 1;
    size = date.year().is_leap() ? 366 : 365;
  }
  const std::int64_t from_start = (place - 1) / 7 + 1;
  const std::int64_t from_end = -((size - place) / 7 + 1);
  return std::any_of(weekdays_.begin(), weekdays_.end(), [&](const RuleWeekday& each) {
    if (each.day != weekday{day}) return false;
    return each.ordinal == 0 || !ordinals_matter_ || each.ordinal == from_start ||
           each.ordinal == from_end;
  });
}

bool RuleDays::accepts(LocalDays day) const {
  const Date date{day};
  const auto month = static_cast<unsigned>(date.month());
  if (!months_.empty() && !listed(months_, month)) return false;
  if (!month_days_.empty() && !listed(month_days_, static_cast<unsigned>(date.day()),
                                      length_of(date.year() / date.month()))) {
    return false;
  }
  if (!rule_.year_days.empty()) {
    const auto place = (day - LocalDays{date.year() / 1 / 1}).count() + 1;
    if (!listed(rule_.year_days, place, date.year().is_leap() ? 366 : 365)) return false;
  }
  return of_weekday(day) && of_week(day);
}

void RuleDays::append_run(LocalDays from, LocalDays to, std::vector<LocalDays>& out,
                          std::int64_t& steps) const {
  for (LocalDays day = from; day < to; day += days{1}) {
    ++steps;
    if (accepts(day)) out.push_back(day);
  }
}

// A day that the month lacks, moved to its end or to the next month's beginning.
void RuleDays::append_displaced(year_month month, std::vector<LocalDays>& out) const {
  const int length = length_of(month);
  if (month_days_.empty() || month_days_.back() <= length) return;
  const LocalDays first{month / 1};
  const bool back = rule_.missing_day == MissingDay::backward;
  const LocalDays day = first + days{back ? length - 1 : length};
  const bool there = std::find(out.begin(), out.end(), day) != out.end();
  if (!there && of_weekday(day)) out.push_back(day);
}

void RuleDays::append_month(year_month month, std::vector<LocalDays>& out,
                            std::int64_t& steps) const {
  ++steps;
  if (!months_.empty() && !listed(months_, static_cast<unsigned>(month.month()))) return;
  const LocalDays first{month / 1};
  append_run(first, first + days{length_of(month)}, out, steps);
  if (rule_.missing_day != MissingDay::omitted) append_displaced(month, out);
}

std::vector<LocalDays> RuleDays::in_period(std::int64_t period, std::int64_t& steps) const {
  std::vector<LocalDays> out;
  if (rule_.frequency == Frequency::yearly && !by_week_) {
    for (int month = 0; month < 12; ++month) {
      append_month(month_number(period * 12 + month), out, steps);
    }
  } else if (rule_.frequency == Frequency::monthly) {
    append_month(month_number(period), out, steps);
  } else {
    append_run(first_of(period), first_of(period + 1), out, steps);
  }
  // A day displaced forward may be one of the next month as well.
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace execassist::calendar
