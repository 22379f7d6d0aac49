// Text for Markdown (CommonMark and GitHub's tables, task lists and links). Untrusted text can
// begin no heading, list, quote, rule, code or table, add no emphasis, link, image, entity, HTML or
// task box, and end no table cell. (Nothing can keep some viewers from making a mail address a link
// to itself.) Of an ordinary title hardly a character changes.
#pragma once

#include <string>
#include <string_view>

namespace execassist::render {

// One safe line (one_line of base/text.hpp), escaped; right at the start of a line as well as
// within one. Not for the inside of code.
std::string markdown_text(std::string_view line);

// The library of templates leaves an empty line for each section that is not shown: one at most
// stays between two blocks, and none between two items of a list, which would become loose.
std::string without_gaps(std::string_view markdown);

}  // namespace execassist::render
