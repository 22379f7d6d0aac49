#include "wire/pkce.hpp"

#include <execassist/base/encoding.hpp>

namespace execassist::wire {

std::string pkce_challenge(const Secret& verifier) {
  return base64url(sha256_bytes(verifier.reveal()));
}

}  // namespace execassist::wire
