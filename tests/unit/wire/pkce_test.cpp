#include "wire/pkce.hpp"

#include <execassist/base/random.hpp>

#include <doctest/doctest.h>

using execassist::random_token;
using execassist::Secret;
using execassist::wire::pkce_challenge;

TEST_CASE("pkce: the example of RFC 7636 appendix B") {
  CHECK(pkce_challenge(Secret("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")) ==
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

TEST_CASE("pkce: a challenge is 43 characters and does not give its verifier away") {
  const Secret one = random_token();
  const Secret other = random_token();
  CHECK(pkce_challenge(one).size() == 43);
  CHECK(pkce_challenge(one) == pkce_challenge(one));
  CHECK(pkce_challenge(one) != pkce_challenge(other));
  CHECK(pkce_challenge(one) != one.reveal());
}
