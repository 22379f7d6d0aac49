#include "render/when.hpp"

#include <array>
#include <cstdio>
#include <string_view>

namespace execassist::render {
namespace {

constexpr std::array<std::string_view, 7> kWeekdays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                    "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};

std::string two_digits(long value) {
  std::array<char, 8> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%02ld", value);
  return buffer.data();
}

std::string day_and_month(Date date) {
  const std::chrono::weekday weekday{std::chrono::sys_days{date}};
  return std::string(kWeekdays[weekday.c_encoding()]) + ", " +
         std::string(kMonths[static_cast<unsigned>(date.month()) - 1]) + " " +
         std::to_string(static_cast<unsigned>(date.day()));
}

std::chrono::hh_mm_ss<Seconds> time_of_day(Instant at, const Zone& zone) {
  const LocalSeconds local = zone.to_local(at);
  return std::chrono::hh_mm_ss{local - std::chrono::floor<days>(local)};
}

// "2:00 PM GMT".
std::string twelve_hours(Instant at, const Zone& zone) {
  const auto time = time_of_day(at, zone);
  const long hour = time.hours().count();
  const long twelve = hour % 12 == 0 ? 12 : hour % 12;
  return std::to_string(twelve) + ":" + two_digits(time.minutes().count()) +
         (hour < 12 ? " AM " : " PM ") + zone.abbreviation(at);
}

}  // namespace

std::string spoken_time(Instant at, const Zone& zone) {
  return day_and_month(zone.date_of(at)) + " at " + twelve_hours(at, zone);
}

std::string brief_time(Instant at, const Zone& zone) {
  const Date date = zone.date_of(at);
  const std::chrono::weekday weekday{std::chrono::sys_days{date}};
  return std::string(kWeekdays[weekday.c_encoding()].substr(0, 3)) + ", " +
         std::string(kMonths[static_cast<unsigned>(date.month()) - 1].substr(0, 3)) + " " +
         std::to_string(static_cast<unsigned>(date.day())) + " " + twelve_hours(at, zone);
}

std::string spoken_date(Date date, const Zone& zone, Instant now) {
  std::string text = day_and_month(date);
  if (date.year() != zone.date_of(now).year()) {
    text += ", " + std::to_string(static_cast<int>(date.year()));
  }
  return text;
}

std::string clock_time(Instant at, const Zone& zone) {
  const auto time = time_of_day(at, zone);
  return two_digits(time.hours().count()) + ":" + two_digits(time.minutes().count());
}

std::string stamp(Instant at, const Zone& zone) {
  return format_date(zone.date_of(at)) + " " + clock_time(at, zone) + " " + zone.abbreviation(at);
}

std::string short_stamp(Instant at, const Zone& zone) {
  const Date date = zone.date_of(at);
  return std::string(kMonths[static_cast<unsigned>(date.month()) - 1].substr(0, 3)) + " " +
         two_digits(static_cast<unsigned>(date.day())) + " " + clock_time(at, zone);
}

std::string relative(Instant at, Instant now) {
  const Seconds distance = at - now;
  if (distance > -minutes{1} && distance < minutes{1}) return "now";
  if (distance > Seconds{0}) return "in " + describe_duration(distance);
  return describe_duration(-distance) + " ago";
}

}  // namespace execassist::render
