#include "yaml/address_shape.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace execassist::yaml {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_blank_or_control(char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F; }

}  // namespace

bool is_email(std::string_view text) {
  const auto at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || text.size() > 254) return false;
  const std::string_view domain = text.substr(at + 1);
  if (domain.empty() || domain.front() == '.' || domain.front() == '-' || domain.back() == '.' ||
      domain.find("..") != std::string_view::npos) {
    return false;
  }
  constexpr std::string_view kForbidden = "@<>()[],;:\\\"";
  const auto forbidden = [&](char c) {
    return is_blank_or_control(c) || kForbidden.find(c) != std::string_view::npos;
  };
  return std::none_of(domain.begin(), domain.end(), forbidden) &&
         std::none_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), forbidden);
}

bool is_listening_address(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  std::string_view host = text.substr(0, colon);
  const std::string_view port = text.substr(colon + 1);
  unsigned number = 65536;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
  if (error != std::errc{} || end != port.data() + port.size() || number > 65535) return false;
  constexpr std::string_view kHexAndColon = "0123456789abcdefABCDEF:.";
  if (host.starts_with('[')) {
    if (!host.ends_with(']') || host.size() < 4) return false;
    host = host.substr(1, host.size() - 2);
    return host.find_first_not_of(kHexAndColon) == std::string_view::npos &&
           host.find(':') != std::string_view::npos;
  }
  return std::all_of(host.begin(), host.end(), [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-';
  });
}

bool AddressParts::loopback() const {
  if (host == "localhost" || host == "::1") return true;
  // All of 127.0.0.0/8, but not a name that only begins like it.
  return host.starts_with("127.") && host.size() <= 15 &&
         std::count(host.begin(), host.end(), '.') == 3 && is_digit(host.back()) &&
         std::all_of(host.begin(), host.end(), [](char c) { return is_digit(c) || c == '.'; });
}

std::optional<AddressParts> split_address(std::string_view url) {
  const auto forbidden = [](char c) { return is_blank_or_control(c) || c == '\\'; };
  if (std::any_of(url.begin(), url.end(), forbidden)) return std::nullopt;
  const auto separator = url.find("://");
  if (separator == std::string_view::npos || separator == 0) return std::nullopt;
  AddressParts parts{url.substr(0, separator), url.substr(separator + 3)};
  parts.host = parts.host.substr(0, parts.host.find_first_of("/?#"));
  if (const auto at = parts.host.rfind('@'); at != std::string_view::npos) {
    parts.host.remove_prefix(at + 1);
  }
  if (parts.host.starts_with('[')) {
    const auto end = parts.host.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    parts.host = parts.host.substr(1, end - 1);
  } else {
    parts.host = parts.host.substr(0, parts.host.find(':'));
  }
  if (parts.host.empty()) return std::nullopt;
  return parts;
}

}  // namespace execassist::yaml
