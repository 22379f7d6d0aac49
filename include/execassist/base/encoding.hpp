// Bytes as text, and digests as bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace execassist {

// RFC 4648 section 4, with padding.
std::string base64(std::string_view bytes);

// RFC 4648 section 5, without padding.
std::string base64url(std::string_view bytes);
// Nothing when it is not exactly that. Padding is accepted.
std::optional<std::string> from_base64url(std::string_view text);

std::string hex(std::string_view bytes);  // lower case

std::string sha256_bytes(std::string_view bytes);  // 32 bytes

// RFC 2104, with a key of any length. 32 bytes.
std::string hmac_sha256(std::string_view key, std::string_view bytes);

}  // namespace execassist
