// What a whole calendar says about itself, read without parsing its events.
#pragma once

#include <execassist/base/instant.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace execassist::calendar {

// A digest of what the calendar says: DTSTAMP, which many servers set anew for each download, does
// not count (RFC 5545 section 3.8.7.2: when this copy was made, unless it comes with a METHOD).
std::string content_hash(std::string_view calendar);

// How long it need not be asked for again: REFRESH-INTERVAL (RFC 7986 section 5.7), else the older
// X-PUBLISHED-TTL. Looked for before the first component; nothing when it is absent or not
// positive.
std::optional<Seconds> refresh_interval(std::string_view calendar);

}  // namespace execassist::calendar
