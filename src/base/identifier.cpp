#include "base/random_source.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/identifier.hpp>

#include <array>
#include <span>

#include <sodium.h>

namespace execassist {
namespace {

constexpr std::size_t kIdBytes = 10;

std::string base32(std::span<const unsigned char, kIdBytes> bytes) {
  constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
  std::string text;
  unsigned buffer = 0;
  int bits = 0;
  for (const unsigned char byte : bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += kAlphabet[(buffer >> bits) & 31];
    }
  }
  return text;
}

std::array<unsigned char, crypto_hash_sha256_BYTES> sha256(std::string_view bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size());
  return digest;
}

}  // namespace

std::string random_id() {
  require_random_source();
  std::array<unsigned char, kIdBytes> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return base32(bytes);
}

std::string derived_id(std::string_view input) {
  const auto digest = sha256(input);
  return base32(std::span(digest).first<kIdBytes>());
}

std::string sha256_hex(std::string_view bytes) {
  const auto digest = sha256(bytes);
  std::string hex(digest.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
  hex.pop_back();
  return hex;
}

}  // namespace execassist
