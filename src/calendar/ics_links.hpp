// The address at which a meeting is joined. Only http and https come out, without blanks or control
// characters: it is shown and clicked.
#pragma once

#include <string>
#include <string_view>

namespace execassist::calendar {

// `text` itself when it is one address; else empty.
std::string web_address(std::string_view text);

// The first address in `text` that belongs to a known meeting service; else empty.
std::string find_meeting_link(std::string_view text);

}  // namespace execassist::calendar
