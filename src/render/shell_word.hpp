// A word for a shell: as it stands where that is safe, else in quotes. What would not survive the
// way to the person (control characters, and the backtick, which ends code in Slack) is escaped.
#pragma once

#include <string>
#include <string_view>

namespace execassist::render {

std::string shell_word(std::string_view text);

}  // namespace execassist::render
