#include "unit/cli/auth_fixture.hpp"

#include <doctest/doctest.h>

namespace execassist::cli {
namespace {

using testing::Auth;
using testing::Called;
using testing::contains;
using testing::FakeOAuth;
using testing::LogCapture;
using testing::parsed;
using testing::text;

TEST_CASE("auth logout: revoke, forget, and the warning about the whole project") {
  Auth auth;
  auth.sign_in("ada");
  const std::vector<std::string> words{"auth", "logout", "google", "-u", "ada"};
  const auto with = [&](const std::string& more) {
    auto all = words;
    all.push_back(more);
    return auth.call(all);
  };
  Called called = with("--dry-run");
  CHECK(called.code == 0);
  CHECK(called.out == "would sign out ada (ada@example.com): revoked at Google\n");
  CHECK(auth.signed_in("ada"));

  auth.oauth.revoke_failure.emplace(ErrorKind::try_again, "no route");
  called = auth.call(words);
  CHECK(called.code == 75);
  CHECK(contains(called.err, "hint: nothing was removed; execassist auth logout google --local"));
  CHECK(auth.signed_in("ada"));
  auth.oauth.revoke_failure.reset();

  called = auth.call(words);
  CHECK(called.code == 0);
  CHECK(called.out == "signed out: ada (ada@example.com)\n");
  CHECK(contains(called.err, "the whole Cloud project"));
  CHECK_FALSE(auth.signed_in("ada"));
  called = with("--json");
  CHECK(called.code == 6);
  CHECK(contains(called.out, "\"kind\": \"not_found\""));

  auth.sign_in("ada");
  called = with("--local");
  CHECK(called.code == 0);
  CHECK(called.out == "forgotten here, not revoked at Google: ada (ada@example.com)\n");
  CHECK_FALSE(contains(called.err, "project"));
  CHECK(auth.oauth.revocations == 2);
}

TEST_CASE("auth status: 0 when all are signed in, 3 when some, 4 when none") {
  Auth auth;
  CHECK(auth.call({"auth", "status"}).code == 4);
  auth.sign_in("ada");
  CHECK(auth.call({"auth", "status"}).code == 3);
  CHECK(auth.call({"auth", "status", "-u", "ada"}).code == 0);
  CHECK(auth.call({"auth", "status", "-u", "grace"}).code == 4);
  CHECK(auth.call({"auth", "status", "-u", "alan"}).code == 0);
  CHECK(auth.call({"auth", "status", "-u", "nobody"}).code == 6);
  auth.sign_in("grace");
  CHECK(auth.call({"auth", "status"}).code == 0);
  auth.sign_in("alan");
  auth.refuse("alan");  // nothing of the configuration needs it
  CHECK(auth.call({"auth", "status"}).code == 0);
  auth.refuse("ada");
  auth.refuse("grace");
  CHECK(auth.call({"auth", "status"}).code == 4);
  auth.configure(auth.config);
  const Called called = auth.call({"auth", "status", "-u", "ada"});
  CHECK(called.code == 0);
}

TEST_CASE("auth status: as a table and as JSON, without secrets") {
  const LogCapture log;
  Auth auth;
  auth.sign_in("ada");
  const Instant wall = auth.edges.clock().wall();
  auth.edges.fake_vault().store_access({"ada", "google"}, "grant-of-ada",
                                       {Secret("hush"), wall + minutes{31}, wall - minutes{29}});
  auth.sign_in("grace");
  auth.refuse("grace");
  Called called = auth.call({"auth", "status"});
  CHECK(called.out ==
        "ada    google  ada@example.com    signed in 3 d ago, refreshed in 30 min; may use "
        "calendar.readonly\n"
        "grace  google  grace@example.com  sign-in needed\n"
        "  Google refuses the stored sign-in: invalid_grant\n"
        "  execassist auth login google -u grace\n");
  CHECK(called.err.empty());
  called = auth.call({"auth", "status", "--json"});
  const wire::Json json = parsed(called.out);
  REQUIRE(json.as_array());
  REQUIRE(json.as_array()->size() == 2);
  const wire::Json& ada = json.as_array()->at(0);
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"user_id", "ada"},
      {"provider", "google"},
      {"state", "signed_in"},
      {"account", "ada@example.com"},
      {"scopes", "[\"" + std::string(FakeOAuth::kScope) + "\"]"},
      {"signed_in_at", "2026-11-18T09:30:00Z"},
      {"age_seconds", "259200"},
      {"last_refresh_at", "2026-11-21T09:01:00Z"},
      {"access_token_expires_at", "2026-11-21T10:01:00Z"},
      {"next_refresh_at", "2026-11-21T10:00:00Z"},
      {"refused_at", "null"},
      {"reason", "null"},
      {"hint", "null"},
      {"needed", "true"}};
  for (const auto& [key, value] : expected) CHECK(text(ada, key) == value);
  const wire::Json& grace = json.as_array()->at(1);
  CHECK(text(grace, "state") == "sign_in_needed");
  CHECK(text(grace, "refused_at") == "2026-11-21T09:30:00Z");
  CHECK(text(grace, "reason") == "Google refuses the stored sign-in: invalid_grant");
  CHECK(text(grace, "hint") == "execassist auth login google -u grace");
  CHECK_FALSE(contains(called.out, "hush"));
  auth.check_no_secret(called, log);

  auth.configure(auth.config);  // no Google calendar at all
  auth.edges.fake_vault().remove({"ada", "google"});
  auth.edges.fake_vault().remove({"grace", "google"});
  called = auth.call({"auth", "status"});
  CHECK(called.code == 0);
  CHECK(called.out.empty());
  CHECK(contains(called.err, "nobody needs to sign in"));
  CHECK(auth.call({"auth", "status", "--json"}).out == "[]\n");
}

}  // namespace
}  // namespace execassist::cli
