#include "calendar/recurrence_rule.hpp"

#include "calendar/content_line.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>
#include <utility>

namespace execassist::calendar {
namespace {

constexpr int kShownColumns = 60;
constexpr std::size_t kMostDigits = 18;  // so that it fits, also when it is added to a time

std::optional<std::int64_t> positive_number(std::string_view digits) {
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  if (digits.empty() || digits.size() > kMostDigits) return std::nullopt;
  std::int64_t out = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    out = out * 10 + (c - '0');
  }
  return out;
}

// "20", "+1", "-3"; nothing beyond +-999.
std::optional<int> small_number(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || text.size() > 3) return std::nullopt;
  int out = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    out = out * 10 + (c - '0');
  }
  return negative ? -out : out;
}

struct Bounds {
  int least = 1;
  int most = 0;
  bool from_the_end = false;  // -1 is the last one
};

bool read_numbers(std::string_view value, Bounds bounds, std::vector<int>& out) {
  std::set<int> found;
  for (const std::string& entry : split(value, ',')) {
    const auto number = small_number(trim(entry));
    if (!number) return false;
    const int size = bounds.from_the_end && *number < 0 ? -*number : *number;
    if (size < bounds.least || size > bounds.most) return false;
    found.insert(*number);
  }
  out.assign(found.begin(), found.end());
  return true;
}

std::optional<std::chrono::weekday> weekday_of(std::string_view name) {
  constexpr std::array<std::string_view, 7> kNames{"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return std::chrono::weekday{static_cast<unsigned>(found - kNames.begin())};
}

bool read_weekdays(std::string_view value, std::vector<RuleWeekday>& out) {
  std::set<std::pair<int, unsigned>> found;
  for (const std::string& entry : split(value, ',')) {
    const std::string_view text = trim(entry);
    if (text.size() < 2) return false;
    const auto day = weekday_of(text.substr(text.size() - 2));
    const std::string_view prefix = text.substr(0, text.size() - 2);
    const auto ordinal = prefix.empty() ? std::optional<int>(0) : small_number(prefix);
    if (!day || !ordinal || *ordinal < -53 || *ordinal > 53) return false;
    if (!prefix.empty() && *ordinal == 0) return false;
    found.emplace(*ordinal, day->c_encoding());
  }
  out.clear();
  for (const auto& [ordinal, day] : found) out.push_back({std::chrono::weekday{day}, ordinal});
  return true;
}

bool read_frequency(std::string_view value, Frequency& out) {
  constexpr std::array<std::pair<std::string_view, Frequency>, 5> kNames{{
      {"YEARLY", Frequency::yearly},
      {"MONTHLY", Frequency::monthly},
      {"WEEKLY", Frequency::weekly},
      {"DAILY", Frequency::daily},
      {"HOURLY", Frequency::hourly},
  }};
  for (const auto& [name, frequency] : kNames) {
    if (name != value) continue;
    out = frequency;
    return true;
  }
  return false;
}

bool read_skip(std::string_view value, MissingDay& out) {
  if (value == "OMIT") out = MissingDay::omitted;
  if (value == "BACKWARD") out = MissingDay::backward;
  if (value == "FORWARD") out = MissingDay::forward;
  return value == "OMIT" || value == "BACKWARD" || value == "FORWARD";
}

bool read_list(std::string_view name, std::string_view value, RecurrenceRule& rule) {
  if (name == "BYSECOND") return read_numbers(value, {0, 60, false}, rule.seconds);
  if (name == "BYMINUTE") return read_numbers(value, {0, 59, false}, rule.minutes);
  if (name == "BYHOUR") return read_numbers(value, {0, 23, false}, rule.hours);
  if (name == "BYMONTHDAY") return read_numbers(value, {1, 31, true}, rule.month_days);
  if (name == "BYYEARDAY") return read_numbers(value, {1, 366, true}, rule.year_days);
  if (name == "BYWEEKNO") return read_numbers(value, {1, 53, true}, rule.week_numbers);
  if (name == "BYMONTH") return read_numbers(value, {1, 12, false}, rule.months);
  if (name == "BYSETPOS") return read_numbers(value, {1, 366, true}, rule.positions);
  if (name == "BYDAY") return read_weekdays(value, rule.weekdays);
  return name.starts_with("X-");
}

// Reads one "NAME=VALUE"; false when it makes no sense.
bool read_part(std::string_view name, std::string_view value, RecurrenceRule& rule) {
  if (name == "FREQ") return read_frequency(value, rule.frequency);
  if (name == "UNTIL") return (rule.until = parse_ics_time(value, {})).has_value();
  if (name == "COUNT") return (rule.count = positive_number(value)).has_value();
  if (name == "INTERVAL") {
    const auto interval = positive_number(value);
    rule.interval = interval.value_or(1);
    return interval.has_value();
  }
  if (name == "WKST") {
    const auto day = weekday_of(value);
    rule.week_start = day.value_or(std::chrono::Monday);
    return day.has_value();
  }
  if (name == "SKIP") return read_skip(value, rule.missing_day);
  return read_list(name, value, rule);
}

bool never_happens(const RecurrenceRule& rule) {
  if (rule.missing_day != MissingDay::omitted) return false;
  if (rule.months.empty() || rule.month_days.empty()) return false;
  for (const int month : rule.months) {
    const bool short_month = month == 4 || month == 6 || month == 9 || month == 11;
    const int longest = month == 2 ? 29 : short_month ? 30 : 31;
    for (const int day : rule.month_days) {
      if (std::abs(day) <= longest) return false;
    }
  }
  return true;
}

// What RFC 5545 forbids, and what would have to be guessed.
bool contradicts_itself(const RecurrenceRule& rule) {
  const Frequency frequency = rule.frequency;
  const bool with_days_of_year = frequency == Frequency::yearly || frequency == Frequency::hourly;
  return (!rule.week_numbers.empty() && frequency != Frequency::yearly) ||
         (!rule.year_days.empty() && !with_days_of_year) ||
         (!rule.month_days.empty() && frequency == Frequency::weekly);
}

void ignore_times(RecurrenceRule& rule) {
  rule.hours.clear();
  rule.minutes.clear();
  rule.seconds.clear();
}

}  // namespace

RuleReading read_rule(std::string_view text, bool all_day) {
  const std::string shown = "\"" + fit_width(one_line(text), kShownColumns) + "\"";
  const RuleReading unreadable{{}, "the recurrence " + shown + " cannot be read"};
  RecurrenceRule rule;
  std::set<std::string, std::less<>> names;
  for (const std::string& entry : split(upper_ascii(trim(text)), ';')) {
    const std::string_view part = trim(entry);
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) return unreadable;
    const std::string_view name = trim(part.substr(0, equals));
    const std::string_view value = trim(part.substr(equals + 1));
    if (!names.emplace(name).second) return unreadable;
    if (name == "FREQ" && (value == "SECONDLY" || value == "MINUTELY")) {
      return {{}, "a recurrence every second or minute is refused"};
    }
    if (name == "RSCALE") {
      if (value == "GREGORIAN") continue;
      return {{}, "the recurrence " + shown + " follows a calendar that is not supported"};
    }
    if (!read_part(name, value, rule)) return unreadable;
  }
  if (!names.contains("FREQ") || contradicts_itself(rule)) return unreadable;
  if (all_day && rule.frequency == Frequency::hourly) {
    return {{}, "an hourly recurrence of an all-day entry makes no sense"};
  }
  if (never_happens(rule)) return {{}, "the recurrence " + shown + " never happens"};
  if (all_day) ignore_times(rule);
  return {std::move(rule), {}};
}

}  // namespace execassist::calendar
