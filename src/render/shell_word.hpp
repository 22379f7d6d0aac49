// A word for a shell: as it stands where that is safe, else in quotes.
#pragma once

#include <string>
#include <string_view>

namespace execassist::render {

std::string shell_word(std::string_view text);

}  // namespace execassist::render
