#include "calendar/ics_hints.hpp"

#include "calendar/content_line.hpp"
#include "calendar/ics_time.hpp"

#include <execassist/base/encoding.hpp>
#include <execassist/base/identifier.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>

namespace execassist::calendar {
namespace {

constexpr std::string_view kStamp = "DTSTAMP";
constexpr int kMostHeaderLines = 200;

// The next physical line with its end.
std::string_view take_line(std::string_view& rest) {
  const auto end = rest.find('\n');
  const std::string_view line = rest.substr(0, end == std::string_view::npos ? end : end + 1);
  rest.remove_prefix(line.size());
  return line;
}

bool is_stamp(std::string_view line) {
  if (line.size() <= kStamp.size()) return false;
  const char after = line[kStamp.size()];
  return (after == ':' || after == ';') && upper_ascii(line.substr(0, kStamp.size())) == kStamp;
}

}  // namespace

std::string content_hash(std::string_view calendar) {
  std::string digests;  // of each stretch between two stamps
  std::string_view rest = calendar;
  std::size_t begin = 0;
  while (!rest.empty()) {
    const std::size_t at = calendar.size() - rest.size();
    if (!is_stamp(take_line(rest))) continue;
    digests += sha256_bytes(calendar.substr(begin, at - begin));
    begin = calendar.size() - rest.size();
  }
  digests += sha256_bytes(calendar.substr(begin));
  return sha256_hex(digests);
}

std::optional<Seconds> refresh_interval(std::string_view calendar) {
  std::optional<Seconds> published;
  for (int number = 0; number < kMostHeaderLines && !calendar.empty(); ++number) {
    const auto line = parse_content_line(trim(take_line(calendar)));
    if (!line) continue;
    if (line->name == "BEGIN" && upper_ascii(trim(line->value)) != "VCALENDAR") break;
    const bool standard = line->name == "REFRESH-INTERVAL";
    if (!standard && line->name != "X-PUBLISHED-TTL") continue;
    const auto length = parse_ics_duration(trim(line->value));
    if (!length || length->nominal + length->exact <= Seconds{0}) continue;
    published = length->nominal + length->exact;
    if (standard) break;
  }
  return published;
}

}  // namespace execassist::calendar
