// Proof Key for Code Exchange, method S256 (RFC 7636 section 4.2).
#pragma once

#include <execassist/base/secret.hpp>

#include <string>

namespace execassist::wire {

std::string pkce_challenge(const Secret& verifier);

}  // namespace execassist::wire
