#include "wire/url.hpp"

namespace execassist::wire {

namespace {

constexpr std::string_view kUnreserved =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

void append_encoded(std::string& encoded, std::string_view text) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  for (const char each : text) {
    if (kUnreserved.find(each) != std::string_view::npos) {
      encoded += each;
    } else {
      const auto byte = static_cast<unsigned char>(each);
      encoded += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
    }
  }
}

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10U;
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10U;
  return std::nullopt;
}

std::optional<char> escaped_byte(std::string_view rest) {
  if (rest.size() < 3) return std::nullopt;
  const auto high = hex_digit(rest[1]);
  const auto low = hex_digit(rest[2]);
  if (!high || !low) return std::nullopt;
  return static_cast<char>(static_cast<unsigned char>(*high << 4U | *low));
}

std::string decoded(std::string_view text, bool plus_is_blank) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '+' && plus_is_blank) {
      plain += ' ';
      continue;
    }
    const auto byte = text[at] == '%' ? escaped_byte(text.substr(at)) : std::nullopt;
    plain += byte.value_or(text[at]);
    if (byte) at += 2;
  }
  return plain;
}

}  // namespace

std::string percent_encode(std::string_view text) {
  std::string encoded;
  encoded.reserve(text.size());
  append_encoded(encoded, text);
  return encoded;
}

std::string percent_decode(std::string_view text) { return decoded(text, false); }

std::string file_url(std::string_view path) {
  std::string url = "file://";
  while (!path.empty()) {
    const std::size_t end = path.find('/');
    append_encoded(url, path.substr(0, end));
    if (end == std::string_view::npos) break;
    url += '/';
    path.remove_prefix(end + 1);
  }
  return url;
}

std::string encode_fields(const Fields& fields) {
  std::string encoded;
  for (const auto& [name, value] : fields) {
    if (!encoded.empty()) encoded += '&';
    append_encoded(encoded, name);
    encoded += '=';
    append_encoded(encoded, value);
  }
  return encoded;
}

Fields decode_fields(std::string_view query) {
  Fields fields;
  while (!query.empty()) {
    const std::string_view piece = query.substr(0, query.find('&'));
    query.remove_prefix(piece.size() < query.size() ? piece.size() + 1 : piece.size());
    if (piece.empty()) continue;
    const std::size_t equals = piece.find('=');
    const bool valued = equals != std::string_view::npos;
    fields.emplace_back(decoded(piece.substr(0, equals), true),
                        valued ? decoded(piece.substr(equals + 1), true) : std::string());
  }
  return fields;
}

std::optional<std::string> field(const Fields& fields, std::string_view name) {
  for (const auto& [each, value] : fields) {
    if (each == name) return value;
  }
  return std::nullopt;
}

std::string_view query_of(std::string_view url) {
  url = url.substr(0, url.find('#'));
  const std::size_t mark = url.find('?');
  return mark == std::string_view::npos ? std::string_view() : url.substr(mark + 1);
}

}  // namespace execassist::wire
