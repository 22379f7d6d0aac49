// An HTML description as plain text. Only known tags are taken for tags, and only whole entities
// for entities, so that text without any comes out as it went in ("a < b", "<ada@example.com>").
// Breaks, paragraphs and list items become lines; a link keeps its text, with its address behind it
// where they differ and it is one of the web or of mail. Takes linear time on any input; the result
// may hold any character, as any text from outside.
#pragma once

#include <string>
#include <string_view>

namespace execassist::calendar {

std::string description_text(std::string_view html);

}  // namespace execassist::calendar
