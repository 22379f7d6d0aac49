#include "calendar/recurrence_rule.hpp"

#include "calendar/content_line.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>

#include <libical/ical.h>

namespace execassist::calendar {
namespace {

using Iterator = std::unique_ptr<icalrecur_iterator, void (*)(icalrecur_iterator*)>;

// The library promises nothing about threads, and sources are fetched by several.
std::mutex& library_mutex() {
  static std::mutex mutex;
  return mutex;
}

// Owns what the library allocates inside the plain struct.
class ParsedRule {
 public:
  explicit ParsedRule(const std::string& text)
      : rule(icalrecurrencetype_from_string(std::string(trim(text)).c_str())) {}
  ~ParsedRule() {
    if (rule.rscale) icalmemory_free_buffer(rule.rscale);
  }
  ParsedRule(const ParsedRule&) = delete;
  ParsedRule& operator=(const ParsedRule&) = delete;

  icalrecurrencetype rule;
};

icaltimetype to_library(LocalSeconds local, bool date) {
  const auto day = std::chrono::floor<days>(local);
  const Date ymd{day};
  const std::chrono::hh_mm_ss<Seconds> time{local - day};
  icaltimetype out = icaltime_null_time();
  out.year = static_cast<int>(ymd.year());
  out.month = static_cast<int>(static_cast<unsigned>(ymd.month()));
  out.day = static_cast<int>(static_cast<unsigned>(ymd.day()));
  out.is_date = date ? 1 : 0;
  if (date) return out;
  out.hour = static_cast<int>(time.hours().count());
  out.minute = static_cast<int>(time.minutes().count());
  out.second = static_cast<int>(time.seconds().count());
  return out;
}

LocalSeconds from_library(const icaltimetype& time) {
  const Date date{std::chrono::year{time.year},
                  std::chrono::month{static_cast<unsigned>(time.month)},
                  std::chrono::day{static_cast<unsigned>(time.day)}};
  return LocalSeconds{std::chrono::local_days{date}} + hours{time.hour} + minutes{time.minute} +
         Seconds{time.second};
}

std::vector<short> listed(const short* values, std::size_t most) {
  const short* end = std::find(values, values + most, short{ICAL_RECURRENCE_ARRAY_MAX});
  return {values, end};
}

// The library searches some of these through 500 years.
bool never_happens(const icalrecurrencetype& rule) {
  const std::vector<short> months = listed(rule.by_month, ICAL_BY_MONTH_SIZE);
  const std::vector<short> month_days = listed(rule.by_month_day, ICAL_BY_MONTHDAY_SIZE);
  if (rule.rscale || months.empty() || month_days.empty()) return false;
  for (const short month : months) {
    const int longest = month == 2                                              ? 29
                        : month == 4 || month == 6 || month == 9 || month == 11 ? 30
                                                                                : 31;
    for (const short day : month_days) {
      if ((day < 0 ? -day : day) <= longest) return false;
    }
  }
  return true;
}

// UNTIL on the wall clock of the event. As a date on timed events it takes in that whole day.
std::optional<LocalSeconds> until_of(const icalrecurrencetype& rule, bool date,
                                     const std::function<LocalSeconds(Instant)>& to_wall_clock) {
  if (icaltime_is_null_time(rule.until)) return std::nullopt;
  const LocalSeconds written = from_library(rule.until);
  if (date) return LocalSeconds{std::chrono::floor<days>(written)};
  if (rule.until.is_date) return written + days{1} - Seconds{1};
  if (icaltime_is_utc(rule.until)) return to_wall_clock(Instant{written.time_since_epoch()});
  return written;
}

// Moves the start of a rule that has run for long close to the range: whole periods of a rule
// without COUNT may be skipped, because each of them begins anew.
LocalSeconds skip_ahead(const icalrecurrencetype& rule, RuleStart start, RuleRange range) {
  if (rule.count > 0 || rule.rscale) return start.local;
  Seconds period{0};
  if (rule.freq == ICAL_HOURLY_RECURRENCE) period = hours{1};
  if (rule.freq == ICAL_DAILY_RECURRENCE) period = days{1};
  if (rule.freq == ICAL_WEEKLY_RECURRENCE) period = days{7};
  period *= rule.interval;
  if (period <= Seconds{0}) return start.local;
  const auto whole = (range.from - start.local) / period - 2;
  return whole > 0 ? start.local + whole * period : start.local;
}

// The library takes BYHOUR of an HOURLY rule with an interval for a list of hours of every day; it
// limits (RFC 5545 section 3.3.10), so it is taken out and applied here.
std::vector<short> take_hour_limit(icalrecurrencetype& rule) {
  if (rule.freq != ICAL_HOURLY_RECURRENCE || rule.interval == 1) return {};
  std::vector<short> out = listed(rule.by_hour, ICAL_BY_HOUR_SIZE);
  rule.by_hour[0] = ICAL_RECURRENCE_ARRAY_MAX;
  return out;
}

bool within_hours(LocalSeconds at, const std::vector<short>& limit) {
  const auto hour = std::chrono::duration_cast<hours>(at - std::chrono::floor<days>(at)).count();
  return limit.empty() || std::find(limit.begin(), limit.end(), hour) != limit.end();
}

// A rule whose parts contradict each other is searched through to the year 2582 inside the library,
// whatever its UNTIL: up to two seconds, where an iteration takes a microsecond.
constexpr int kCostOfVainSearch = 700'000;

}  // namespace

std::string why_rule_refused(const std::string& text, RuleStart start) {
  const std::string shown = "\"" + fit_width(one_line(text), 60) + "\"";
  const std::lock_guard lock(library_mutex());
  icalerror_set_errors_are_fatal(0);
  const ParsedRule parsed(upper_ascii(text));
  switch (parsed.rule.freq) {
    case ICAL_NO_RECURRENCE:
      return "the recurrence " + shown + " cannot be read";
    case ICAL_SECONDLY_RECURRENCE:
    case ICAL_MINUTELY_RECURRENCE:
      return "a recurrence every second or minute is refused";
    default:
      break;
  }
  if (start.date && parsed.rule.freq == ICAL_HOURLY_RECURRENCE) {
    return "an hourly recurrence of an all-day entry makes no sense";
  }
  if (never_happens(parsed.rule)) return "the recurrence " + shown + " never happens";
  return {};
}

RuleExpansion expand_rule(const std::string& text, RuleStart start, RuleRange range,
                          const std::function<LocalSeconds(Instant)>& to_wall_clock, int& budget) {
  const std::lock_guard lock(library_mutex());
  ParsedRule parsed(upper_ascii(text));
  icalrecurrencetype& rule = parsed.rule;
  RuleExpansion out;
  const auto until = until_of(rule, start.date, to_wall_clock);
  const LocalSeconds last = until ? std::min(*until, range.to) : range.to;
  const LocalSeconds first = skip_ahead(rule, start, range);
  if (last < first) return out;
  // Without an end the library looks for the next occurrence of an impossible rule until 2582.
  rule.until = to_library(last, start.date);
  if (budget <= 0) {
    out.cut = true;
    return out;
  }
  const std::vector<short> hour_limit = take_hour_limit(rule);
  int left = rule.count > 0 ? rule.count : std::numeric_limits<int>::max();
  if (!hour_limit.empty()) rule.count = 0;
  const Iterator iterator(icalrecur_iterator_new(rule, to_library(first, start.date)),
                          icalrecur_iterator_free);
  if (!iterator) {
    budget -= kCostOfVainSearch;
    return out;
  }
  for (int steps = 0; left > 0; ++steps) {
    const icaltimetype next = icalrecur_iterator_next(iterator.get());
    if (icaltime_is_null_time(next)) {
      if (steps == 0) budget -= kCostOfVainSearch;
      return out;
    }
    const LocalSeconds at = from_library(next);
    if (at > last) return out;
    if (steps == kIterationsPerRule || budget-- <= 0) {
      out.cut = true;
      return out;
    }
    if (!within_hours(at, hour_limit)) continue;
    --left;
    if (at >= range.from) out.starts.push_back(at);
  }
  return out;
}

}  // namespace execassist::calendar
