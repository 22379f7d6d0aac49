#include "render/sign_in.hpp"

#include <doctest/doctest.h>

namespace execassist::render {
namespace {

TEST_CASE("the command that ends the state") {
  CHECK(sign_in_command({"ada", "google"}) == "execassist auth login google -u ada");
  CHECK(provider_name("google") == "Google");
  CHECK(provider_name("") == "");
}

TEST_CASE("only a death near day seven earns the advice") {
  Grant grant;
  grant.key = {"ada", "google"};
  grant.granted_at = *parse_rfc3339("2026-11-01T09:00:00Z");
  CHECK(testing_status_advice(grant).empty());
  const auto advised = [&](Seconds lived) {
    grant.refused_at = grant.granted_at + lived;
    return !testing_status_advice(grant).empty();
  };
  CHECK_FALSE(advised(days{6} + hours{12} - Seconds{1}));
  CHECK(advised(days{6} + hours{12}));
  CHECK(advised(days{7}));
  CHECK(advised(days{8}));
  CHECK_FALSE(advised(days{8} + Seconds{1}));
  CHECK_FALSE(advised(-days{7}));
  grant.key.provider = "microsoft";
  CHECK_FALSE(advised(days{7}));
}

}  // namespace
}  // namespace execassist::render
