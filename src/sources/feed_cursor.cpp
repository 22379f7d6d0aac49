#include "sources/feed_cursor.hpp"

#include <execassist/base/encoding.hpp>
#include <execassist/base/text.hpp>

#include <charconv>
#include <cstdint>
#include <optional>
#include <vector>

namespace execassist::sources {
namespace {

constexpr std::string_view kVersion = "feed1";
constexpr std::size_t kFields = 7;
constexpr std::size_t kHashDigits = 64;

std::optional<std::int64_t> number_in(const std::string& text) {
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return number;
}

}  // namespace

std::string FeedCursor::text() const {
  return join(
      {std::string(kVersion), address, body, std::to_string(asked.time_since_epoch().count()),
       std::to_string(fresh.count()), base64url(etag), base64url(last_modified)},
      ":");
}

FeedCursor parse_feed_cursor(std::string_view text) {
  const std::vector<std::string> fields = split(text, ':');
  if (fields.size() != kFields || fields[0] != kVersion || fields[2].size() != kHashDigits) {
    return {};
  }
  const auto asked = number_in(fields[3]);
  const auto fresh = number_in(fields[4]);
  auto etag = from_base64url(fields[5]);
  auto last_modified = from_base64url(fields[6]);
  if (!asked || !fresh || !etag || !last_modified) return {};
  return {fields[1],
          fields[2],
          std::move(*etag),
          std::move(*last_modified),
          Instant{Seconds{*asked}},
          Seconds{*fresh}};
}

}  // namespace execassist::sources
