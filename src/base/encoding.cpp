#include <execassist/base/encoding.hpp>

#include <sodium.h>

namespace execassist {

namespace {

constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
constexpr const char* kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string encoded(std::string_view bytes, int variant) {
  std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes_of(bytes), bytes.size(), variant);
  text.pop_back();  // the library ends it with a NUL
  return text;
}

// Padding fills the last group of four, or is not there at all.
std::optional<std::string_view> without_padding(std::string_view text) {
  const std::size_t end = text.find('=');
  if (end == std::string_view::npos) return text;
  const std::size_t padding = text.size() - end;
  const bool right = text.size() % 4 == 0 && padding <= 2 &&
                     text.find_first_not_of('=', end) == std::string_view::npos;
  if (!right) return std::nullopt;
  return text.substr(0, end);
}

}  // namespace

std::string base64(std::string_view bytes) {
  return encoded(bytes, sodium_base64_VARIANT_ORIGINAL);
}

std::string base64url(std::string_view bytes) { return encoded(bytes, kVariant); }

std::optional<std::string> from_base64url(std::string_view text) {
  const auto digits = without_padding(text);
  // The library takes some bytes above 0x7F for digits.
  if (!digits || digits->find_first_not_of(kDigits) != std::string_view::npos) return std::nullopt;
  std::string bytes(digits->size() / 4 * 3 + 3, '\0');
  std::size_t length = 0;
  // It refuses spare bits that are not zero: there is one text for each value.
  const int result =
      sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(),
                        digits->data(), digits->size(), nullptr, &length, nullptr, kVariant);
  if (result != 0) return std::nullopt;
  bytes.resize(length);
  return bytes;
}

std::string hex(std::string_view bytes) {
  std::string text(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes_of(bytes), bytes.size());
  text.pop_back();  // the library ends it with a NUL
  return text;
}

std::string sha256_bytes(std::string_view bytes) {
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(digest.data()), bytes_of(bytes),
                     bytes.size());
  return digest;
}

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, bytes_of(key), key.size());
  crypto_auth_hmacsha256_update(&state, bytes_of(bytes), bytes.size());
  std::string digest(crypto_auth_hmacsha256_BYTES, '\0');
  crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(digest.data()));
  sodium_memzero(&state, sizeof state);
  return digest;
}

}  // namespace execassist
