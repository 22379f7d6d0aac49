// What addresses look like: enough to catch a slip of the pen, not a proof that they exist. Pure.
#pragma once

#include <optional>
#include <string_view>

namespace execassist::yaml {

bool is_email(std::string_view text);  // "ada@example.com", nothing around it

// "127.0.0.1:8080", "localhost:0" or "[::1]:8080": a host and a port from 0 to 65535.
bool is_listening_address(std::string_view text);

struct AddressParts {
  std::string_view scheme;
  std::string_view host;  // without brackets, user name and port

  bool loopback() const;
};

// Nothing when there is no scheme or host, or a blank, a control character or a backslash inside.
std::optional<AddressParts> split_address(std::string_view url);

}  // namespace execassist::yaml
