// Sealing: what is sealed can be read and changed only by whoever has the key (XChaCha20-Poly1305
// with a random nonce). `context` is not secret but bound to the sealed text: what was sealed for
// one place does not open in another.
#pragma once

#include <execassist/base/secret.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace execassist {

Secret new_sealing_key();  // 32 random bytes

// Bytes. REQUIRES: a key of 32 bytes.
std::string seal(const Secret& key, const Secret& plain, std::string_view context);

// Nothing when it was sealed with another key or for another context, or was changed since.
std::optional<Secret> unseal(const Secret& key, std::string_view sealed, std::string_view context);

}  // namespace execassist
