#include "base/random_source.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/seal.hpp>

#include <sodium.h>

namespace execassist {

namespace {

constexpr std::size_t kKey = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace

Secret new_sealing_key() {
  require_random_source();
  std::string key(kKey, '\0');
  crypto_aead_xchacha20poly1305_ietf_keygen(bytes_of(key));
  return Secret(std::move(key));
}

// The nonce, then the ciphertext with its tag. 192 random bits of nonce do not repeat, so that no
// count of them needs to be kept.
std::string seal(const Secret& key, const Secret& plain, std::string_view context) {
  if (key.reveal().size() != kKey) {
    throw Error(ErrorKind::failed, "sealing: the key has not the length of one");
  }
  require_random_source();
  std::string sealed(kNonce + plain.reveal().size() + kTag, '\0');
  randombytes_buf(bytes_of(sealed), kNonce);
  crypto_aead_xchacha20poly1305_ietf_encrypt(
      bytes_of(sealed) + kNonce, nullptr, bytes_of(std::string_view(plain.reveal())),
      plain.reveal().size(), bytes_of(context), context.size(), nullptr, bytes_of(sealed),
      bytes_of(std::string_view(key.reveal())));
  return sealed;
}

std::optional<Secret> unseal(const Secret& key, std::string_view sealed, std::string_view context) {
  if (key.reveal().size() != kKey || sealed.size() < kNonce + kTag) return std::nullopt;
  const std::string_view nonce = sealed.substr(0, kNonce);
  const std::string_view box = sealed.substr(kNonce);
  std::string plain(box.size() - kTag, '\0');
  const int result = crypto_aead_xchacha20poly1305_ietf_decrypt(
      bytes_of(plain), nullptr, nullptr, bytes_of(box), box.size(), bytes_of(context),
      context.size(), bytes_of(nonce), bytes_of(std::string_view(key.reveal())));
  if (result != 0) return std::nullopt;
  return Secret(std::move(plain));
}

}  // namespace execassist
