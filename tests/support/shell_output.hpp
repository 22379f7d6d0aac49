// What a shell command prints on stdout and stderr, for asking the programs that read what we
// write.
#pragma once

#include <array>
#include <cstddef>
#include <cstdio>
#include <stdexcept>
#include <string>

namespace execassist::testing {

inline std::string shell_output(const std::string& command) {
  FILE* pipe = ::popen(("{ " + command + "\n} 2>&1 </dev/null").c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("popen failed: " + command);
  std::string output;
  std::array<char, 4096> buffer{};
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    output.append(buffer.data(), count);
  }
  ::pclose(pipe);
  return output;
}

inline bool shell_has(const std::string& program) {
  return shell_output("command -v " + program) != "";
}

}  // namespace execassist::testing
