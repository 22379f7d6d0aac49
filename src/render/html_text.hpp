// Text for HTML, as the content of an element or as the value of a quoted attribute. Untrusted text
// can open no tag, entity or comment and end no attribute; what could hide or reorder text around
// it (control characters, bidirectional overrides) never passes.
#pragma once

#include <string>
#include <string_view>

namespace execassist::render {

// One safe line (one_line of base/text.hpp), with & < > " ' as entities.
std::string html_text(std::string_view line);

// Safe lines, each escaped likewise, with <br> between them. For content only.
std::string html_lines(std::string_view text);

}  // namespace execassist::render
