// What a file held, a program printed or a server answered, as lines or a table. Pure; nothing of
// the bytes gets into a problem.
#pragma once

#include <execassist/model/context_item.hpp>

#include <string>
#include <string_view>

namespace execassist::context {

inline constexpr std::string_view kNoFormat = "none";
inline constexpr std::string_view kIsEmpty = "is empty";  // the problem of what holds nothing

// "csv", "yaml", "json" or "text", by the end of a file's name.
std::string format_of_name(std::string_view name);

// Of a media type ("application/json"); empty when it says nothing, kNoFormat when it is something
// else, such as a picture or a web page.
std::string format_of_type(std::string_view media_type);

// Sets table, lines and left_out, or the problem. Without a format it is JSON if it reads as a JSON
// object or list, else text.
void read_as(std::string_view bytes, std::string format, ContextItem& item);

// "256 KiB", "1 MiB", "300 bytes".
std::string size_in_words(std::size_t bytes);

}  // namespace execassist::context
