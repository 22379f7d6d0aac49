#include "channels/email_address.hpp"

#include <execassist/base/encoding.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <vector>

namespace execassist::channels {
namespace {

constexpr std::size_t kLongestLocalPart = 64;  // RFC 5321 4.5.3.1, as the next
constexpr std::size_t kLongestAddress = 254;
constexpr std::size_t kLongestName = 400;  // bytes

constexpr const char* kWordStart = "=?UTF-8?B?";
constexpr const char* kWordEnd = "?=";
constexpr std::size_t kMostWordBytes = 45;  // 60 digits of base64: 72 characters with both ends

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }
bool in_local_part(char c) {
  return is_alphanumeric(c) ||
         std::string_view("!#$%&'*+-/=?^_`{|}~.").find(c) != std::string::npos;
}
bool in_domain(char c) { return is_alphanumeric(c) || c == '-' || c == '.'; }

bool is_domain(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), in_domain) &&
         is_alphanumeric(text.front()) && is_alphanumeric(text.back()) &&
         text.find("..") == std::string_view::npos;
}

// The start of `text` that takes at most so many bytes, of whole characters.
std::string_view whole_characters(std::string_view text, std::size_t most) {
  std::size_t end = 0;
  while (end < text.size()) {
    const std::size_t next = end + decode_character(text, end).size;
    if (next > most) break;
    end = next;
  }
  return text.substr(0, end);
}

std::string encoded_words(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::string_view part = whole_characters(text, kMostWordBytes);
    words.push_back(kWordStart + base64(part) + kWordEnd);
    text.remove_prefix(part.size());
  }
  return join(words, " ");
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

}  // namespace

std::string address_objection(std::string_view address) {
  if (address.empty()) return "is empty";
  if (!std::all_of(address.begin(), address.end(), is_ascii)) {
    return "holds letters that e-mail by SES cannot reach: before the @ only ASCII, after it the "
           "domain's form xn--...";
  }
  const auto at = address.find('@');
  const std::string_view local = address.substr(0, at);
  const bool good = at != std::string_view::npos && !local.empty() &&
                    local.size() <= kLongestLocalPart && address.size() <= kLongestAddress &&
                    std::all_of(local.begin(), local.end(), in_local_part) &&
                    local.find("=?") == std::string_view::npos && is_domain(address.substr(at + 1));
  return good ? "" : "is not one plain address such as ada@example.com";
}

std::string mailbox(std::string_view name, std::string_view address) {
  const std::string line = one_line(name);
  const std::string_view shown = trim(whole_characters(line, kLongestName));
  if (shown.empty()) return std::string(address);
  // Readers decode what looks like an encoded word wherever it stands.
  const bool plain = std::all_of(shown.begin(), shown.end(), is_ascii) &&
                     shown.find("=?") == std::string_view::npos;
  return (plain ? quoted(shown) : encoded_words(shown)) + " <" + std::string(address) + ">";
}

}  // namespace execassist::channels
