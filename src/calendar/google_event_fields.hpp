// Members of Google's JSON, as text that may be stored: valid UTF-8, bounded, one safe line. What
// is missing or of another type is empty.
#pragma once

#include "wire/json.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace execassist::calendar {

inline constexpr std::size_t kLongestLine = 4096;

// Null when the member is missing or no string.
const std::string* text_field(const wire::Json& object, std::string_view key);

std::string line_field(const wire::Json& object, std::string_view key);

// Empty when the member is missing or no array.
const wire::Json::Array& items_field(const wire::Json& object, std::string_view key);

bool flag_field(const wire::Json& object, std::string_view key);

// Cut to `limit` bytes at a character boundary.
std::string shortened(std::string text, std::size_t limit);

}  // namespace execassist::calendar
