#include <execassist/base/instant.hpp>

#include <array>
#include <cstdint>
#include <cstdio>
#include <span>

namespace execassist {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;

// Reads digits and punctuation from the front of a text; every step fails for good once one has
// failed.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  int number(std::size_t digits) {
    if (rest_.size() < digits) return fail();
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      if (rest_[i] < '0' || rest_[i] > '9') return fail();
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(digits);
    return value;
  }

  bool one_of(std::string_view allowed) {
    if (rest_.empty() || allowed.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void need(std::string_view allowed) {
    if (!one_of(allowed)) fail();
  }

  bool next_is(char c) const { return !rest_.empty() && rest_.front() == c; }

  // Which of the words comes next, from 0.
  std::optional<unsigned> word(std::span<const std::string_view> words) {
    for (unsigned i = 0; i < words.size(); ++i) {
      if (!rest_.starts_with(words[i])) continue;
      rest_.remove_prefix(words[i].size());
      return i;
    }
    return std::nullopt;
  }

  bool next_is_digit() const { return !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9'; }

  void skip_digits() {
    if (rest_.empty() || rest_.front() < '0' || rest_.front() > '9') fail();
    while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9') rest_.remove_prefix(1);
  }

  bool failed() const { return failed_; }
  bool finished() const { return !failed_ && rest_.empty(); }

 private:
  int fail() {
    failed_ = true;
    rest_ = {};
    return 0;
  }

  std::string_view rest_;
  bool failed_ = false;
};

std::optional<Date> scan_date(Scanner& scanner) {
  const int y = scanner.number(4);
  scanner.need("-");
  const int m = scanner.number(2);
  scanner.need("-");
  const int d = scanner.number(2);
  const Date date{year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
  if (scanner.failed() || y < 1970 || !date.ok()) return std::nullopt;
  return date;
}

// "14:30" or "14:30:05", and a leap second counts as the one before it.
std::optional<Seconds> scan_time_of_day(Scanner& scanner, bool seconds_needed) {
  const int hour = scanner.number(2);
  scanner.need(":");
  const int minute = scanner.number(2);
  int second = 0;
  if (seconds_needed || scanner.next_is(':')) {
    scanner.need(":");
    second = scanner.number(2);
    if (scanner.one_of(".")) scanner.skip_digits();
  }
  if (scanner.failed() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  if (second == 60) second = 59;
  return hours{hour} + minutes{minute} + Seconds{second};
}

// "21 Nov 2026", the day with one digit or two.
std::optional<Date> scan_mail_date(Scanner& scanner) {
  static constexpr std::array<std::string_view, 12> kMonths{
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  int d = scanner.number(1);
  if (scanner.next_is_digit()) d = d * 10 + scanner.number(1);
  scanner.need(" ");
  const auto m = scanner.word(kMonths);
  scanner.need(" ");
  const int y = scanner.number(4);
  if (scanner.failed() || !m || y < 1970) return std::nullopt;
  const Date date{year{y}, month{*m + 1}, day{static_cast<unsigned>(d)}};
  if (!date.ok()) return std::nullopt;
  return date;
}

// "+0100".
std::optional<Seconds> scan_mail_offset(Scanner& scanner) {
  static constexpr std::array<std::string_view, 4> kUtc{"GMT", "UTC", "UT", "Z"};
  if (scanner.word(kUtc)) return Seconds{0};
  const bool west = scanner.next_is('-');
  scanner.need("+-");
  const int hour = scanner.number(2);
  const int minute = scanner.number(2);
  if (scanner.failed() || hour > 23 || minute > 59) return std::nullopt;
  const Seconds offset = hours{hour} + minutes{minute};
  return west ? -offset : offset;
}

std::string padded(std::int64_t value, int width) {
  std::array<char, 24> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%0*lld", width, static_cast<long long>(value));
  return buffer.data();
}

}  // namespace

std::string format_date(Date date) {
  return padded(static_cast<int>(date.year()), 4) + "-" +
         padded(static_cast<unsigned>(date.month()), 2) + "-" +
         padded(static_cast<unsigned>(date.day()), 2);
}

std::string format_rfc3339(Instant at) {
  const auto midnight = std::chrono::floor<days>(at);
  const std::chrono::hh_mm_ss time{at - midnight};
  return format_date(Date{midnight}) + "T" + padded(time.hours().count(), 2) + ":" +
         padded(time.minutes().count(), 2) + ":" + padded(time.seconds().count(), 2) + "Z";
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
  Scanner scanner(text);
  const auto date = scan_date(scanner);
  scanner.need("Tt ");
  const auto time = scan_time_of_day(scanner, true);
  if (!date || !time) return std::nullopt;
  Seconds offset{0};
  if (!scanner.one_of("Zz")) {
    const bool west = scanner.next_is('-');
    scanner.need("+-");
    const int hour = scanner.number(2);
    scanner.need(":");
    const int minute = scanner.number(2);
    if (hour > 23 || minute > 59) return std::nullopt;
    offset = hours{hour} + minutes{minute};
    if (west) offset = -offset;
  }
  if (!scanner.finished()) return std::nullopt;
  const Instant at = sys_days{*date} + *time - offset;
  // The offset may carry it over either end of the range.
  if (at < Instant{} || Date{std::chrono::floor<days>(at)}.year() > year{9999}) return std::nullopt;
  return at;
}

std::optional<Instant> parse_rfc2822(std::string_view text) {
  static constexpr std::array<std::string_view, 7> kWeekdays{"Mon, ", "Tue, ", "Wed, ", "Thu, ",
                                                             "Fri, ", "Sat, ", "Sun, "};
  Scanner scanner(text);
  scanner.word(kWeekdays);
  const auto date = scan_mail_date(scanner);
  scanner.need(" ");
  const auto time = scan_time_of_day(scanner, false);
  scanner.need(" ");
  const auto offset = scan_mail_offset(scanner);
  if (!date || !time || !offset || !scanner.finished()) return std::nullopt;
  const Instant at = sys_days{*date} + *time - *offset;
  if (at < Instant{}) return std::nullopt;
  return at;
}

std::optional<LocalSeconds> parse_local_time(std::string_view text) {
  Scanner scanner(text);
  const auto date = scan_date(scanner);
  if (!date) return std::nullopt;
  const LocalSeconds midnight = std::chrono::local_days{*date};
  if (scanner.finished()) return midnight;
  scanner.need("Tt ");
  const auto time = scan_time_of_day(scanner, false);
  if (!time || !scanner.finished()) return std::nullopt;
  return midnight + *time;
}

std::optional<Date> parse_date(std::string_view text) {
  Scanner scanner(text);
  const auto date = scan_date(scanner);
  if (!date || !scanner.finished()) return std::nullopt;
  return date;
}

std::optional<Seconds> parse_duration(std::string_view text) {
  constexpr Seconds kLongest = days{3653};
  Seconds total{0};
  Seconds last_unit = Seconds::max();
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    std::int64_t value = 0;
    std::size_t digits = 0;
    while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') {
      if (digits == 10) return std::nullopt;
      value = value * 10 + (text[digits++] - '0');
    }
    if (digits == 0 || digits == text.size()) return std::nullopt;
    Seconds unit{0};
    switch (text[digits]) {
      case 's':
        unit = Seconds{1};
        break;
      case 'm':
        unit = minutes{1};
        break;
      case 'h':
        unit = hours{1};
        break;
      case 'd':
        unit = days{1};
        break;
      case 'w':
        unit = std::chrono::weeks{1};
        break;
      default:
        return std::nullopt;
    }
    if (unit >= last_unit || value > kLongest / unit) return std::nullopt;
    last_unit = unit;
    total += value * unit;
    text.remove_prefix(digits + 1);
  }
  if (total > kLongest) return std::nullopt;
  return total;
}

std::string describe_duration(Seconds length) {
  if (length < Seconds{0}) return "-" + describe_duration(-length);
  struct Unit {
    Seconds size;
    const char* name;
  };
  constexpr std::array kUnits{Unit{days{1}, "d"}, Unit{hours{1}, "h"}, Unit{minutes{1}, "min"},
                              Unit{Seconds{1}, "s"}};
  for (std::size_t i = 0; i < kUnits.size(); ++i) {
    if (length < kUnits[i].size) continue;
    std::string text = std::to_string(length / kUnits[i].size) + " " + kUnits[i].name;
    const Seconds rest = length % kUnits[i].size;
    if (i + 1 < kUnits.size() && rest >= kUnits[i + 1].size) {
      text += " " + std::to_string(rest / kUnits[i + 1].size) + " " + kUnits[i + 1].name;
    }
    return text;
  }
  return "0 s";
}

}  // namespace execassist
