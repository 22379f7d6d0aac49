#include "calendar/ics_time.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <cstdio>

namespace execassist::calendar {
namespace {

constexpr int kEarliestYear = 1582;

std::optional<int> number(std::string_view digits) {
  if (digits.empty() || digits.size() > 9) return std::nullopt;
  int out = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    out = out * 10 + (c - '0');
  }
  return out;
}

std::optional<LocalSeconds> parse_day(std::string_view text) {
  if (text.size() != 8) return std::nullopt;
  const auto year = number(text.substr(0, 4));
  const auto month = number(text.substr(4, 2));
  const auto day = number(text.substr(6, 2));
  if (!year || !month || !day || *year < kEarliestYear) return std::nullopt;
  const Date date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                  std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return LocalSeconds{std::chrono::local_days{date}};
}

// HHMM or HHMMSS; 24:00:00 is the next midnight, and a leap second counts as the one before it.
std::optional<Seconds> parse_time_of_day(std::string_view text) {
  if (text.size() != 6 && text.size() != 4) return std::nullopt;
  const auto hour = number(text.substr(0, 2));
  const auto minute = number(text.substr(2, 2));
  const auto second = text.size() == 6 ? number(text.substr(4, 2)) : std::optional<int>(0);
  if (!hour || !minute || !second || *minute > 59 || *second > 60) return std::nullopt;
  if (*hour > 24 || (*hour == 24 && *minute + *second > 0)) return std::nullopt;
  return hours{*hour} + minutes{*minute} + Seconds{std::min(*second, 59)};
}

// Adds `amount` of `unit`; false when the unit does not belong where it stands.
bool add_part(IcsDuration& length, char unit, int amount, bool in_time) {
  if (!in_time && unit == 'W') {
    length.nominal += days{7 * std::int64_t{amount}};
  } else if (!in_time && unit == 'D') {
    length.nominal += days{amount};
  } else if (in_time && unit == 'H') {
    length.exact += hours{amount};
  } else if (in_time && unit == 'M') {
    length.exact += minutes{amount};
  } else if (in_time && unit == 'S') {
    length.exact += Seconds{amount};
  } else {
    return false;
  }
  return true;
}

}  // namespace

std::optional<IcsTime> parse_ics_time(std::string_view value, const std::string& tzid) {
  value = trim(value);
  IcsTime out;
  const auto day = parse_day(value.substr(0, 8));
  if (!day) return std::nullopt;
  out.local = *day;
  value.remove_prefix(8);
  if (value.empty()) {
    out.date = true;
    return out;
  }
  if (value.front() != 'T' && value.front() != 't') return std::nullopt;
  value.remove_prefix(1);
  if (value.ends_with('Z') || value.ends_with('z')) {
    out.utc = true;
    value.remove_suffix(1);
  }
  const auto time = parse_time_of_day(value);
  if (!time) return std::nullopt;
  out.local += *time;
  if (!out.utc) out.tzid = trim(tzid);
  return out;
}

std::optional<IcsDuration> parse_ics_duration(std::string_view value) {
  value = trim(value);
  const bool negative = value.starts_with('-');
  if (negative || value.starts_with('+')) value.remove_prefix(1);
  if (!value.starts_with('P') || value.size() < 3) return std::nullopt;
  value.remove_prefix(1);
  IcsDuration out;
  bool in_time = false;
  while (!value.empty()) {
    if (value.front() == 'T' && !in_time) {
      in_time = true;
      value.remove_prefix(1);
      continue;
    }
    const std::size_t digits = value.find_first_not_of("0123456789");
    if (digits == std::string_view::npos) return std::nullopt;
    const auto amount = number(value.substr(0, digits));
    if (!amount || !add_part(out, value[digits], *amount, in_time)) return std::nullopt;
    value.remove_prefix(digits + 1);
  }
  if (out.nominal + out.exact > days{36525}) return std::nullopt;
  if (negative) out = {-out.nominal, -out.exact};
  return out;
}

std::optional<Seconds> parse_utc_offset(std::string_view value) {
  value = trim(value);
  if (value.size() != 5 && value.size() != 7) return std::nullopt;
  if (value.front() != '+' && value.front() != '-') return std::nullopt;
  const auto size = parse_time_of_day(value.substr(1));
  if (!size) return std::nullopt;
  return value.front() == '-' ? -*size : *size;
}

std::string basic_form(LocalSeconds local, bool date) {
  const auto day = std::chrono::floor<days>(local);
  const Date ymd{day};
  const std::chrono::hh_mm_ss<Seconds> time{local - day};
  char out[80];
  if (date) {
    std::snprintf(out, sizeof out, "%04d%02u%02u", static_cast<int>(ymd.year()),
                  static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
  } else {
    std::snprintf(out, sizeof out, "%04d%02u%02uT%02d%02d%02d", static_cast<int>(ymd.year()),
                  static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()));
  }
  return out;
}

}  // namespace execassist::calendar
