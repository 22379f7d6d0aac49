// One unfolded line of an iCalendar file: NAME;PARAMETER="value":value (RFC 5545 section 3.1, with
// the ^-escapes of RFC 6868). Bytes are kept as they are; whoever shows them makes them UTF-8. A
// line without a name or a colon is none.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace execassist::calendar {

struct ContentLine {
  std::string name;                                             // upper case
  std::vector<std::pair<std::string, std::string>> parameters;  // names in upper case
  std::string value;

  // The first parameter of that name; empty when there is none.
  std::string parameter(std::string_view wanted) const;
};

std::optional<ContentLine> parse_content_line(std::string_view line);

// The upper-case name of a line, without parsing the rest; empty when it has none.
std::string content_line_name(std::string_view line);

// A TEXT value: \n, \N, \\, \; and \, resolved.
std::string unescape_text(std::string_view value);

std::string upper_ascii(std::string_view text);
std::string lower_ascii(std::string_view text);

}  // namespace execassist::calendar
