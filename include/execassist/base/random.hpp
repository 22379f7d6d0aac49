// Chance: for spreading retries, and for what nobody must guess.
#pragma once

#include <execassist/base/secret.hpp>

namespace execassist {

double random_spread();  // uniform in [-1, 1)

// 256 random bits as 43 characters of base64url: a PKCE verifier (RFC 7636 section 4.1), an OAuth
// state.
Secret random_token();

}  // namespace execassist
