#include "platform/file_descriptor.hpp"

#include <system_error>

namespace execassist::platform {

std::string errno_text(int error) {
  std::string text = std::generic_category().message(error);
  // "No such file" but "RPC ..." stays.
  const bool word = text.size() > 1 && text[1] >= 'a' && text[1] <= 'z';
  if (word && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

}  // namespace execassist::platform
