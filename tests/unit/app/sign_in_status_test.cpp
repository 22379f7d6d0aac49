#include "app/sign_in.hpp"
#include "support/error_of.hpp"
#include "support/fake_oauth.hpp"
#include "support/test_edges.hpp"

#include <doctest/doctest.h>

namespace execassist::app {
namespace {

using execassist::testing::error_of;
using execassist::testing::FakeOAuth;
using execassist::testing::TestEdges;

class Accounts {
 public:
  Accounts() {
    edges.oauth = &oauth;
    add_user("ada", "google");
    add_user("grace", "google");
    add_user("alan", "ics");
  }

  void add_user(const std::string& id, const std::string& kind) {
    UserSettings& user = settings.users.emplace_back();
    user.user.id = id;
    user.calendars.emplace_back().kind = kind;
  }
  Grant sign_in(const std::string& user_id) {
    Grant grant;
    grant.key = {user_id, "google"};
    grant.grant_id = "grant-of-" + user_id;
    grant.account = user_id + "@example.com";
    grant.granted_at = edges.clock().wall();
    grant.refresh_token = oauth.issue_refresh_token();
    edges.fake_vault().store(grant);
    return grant;
  }
  bool signed_in(const std::string& user_id) {
    return edges.fake_vault().peek({user_id, "google"}).has_value();
  }
  SignInScope as(const std::string& user_id) { return {settings, edges, user_id}; }

  TestEdges edges;
  FakeOAuth oauth;
  Settings settings;
  SignInScope scope{settings, edges, std::nullopt};
};

TEST_CASE("the user: -u, else the only one") {
  Accounts accounts;
  CHECK(user_to_sign_in(accounts.as("grace")).user.id == "grace");
  CHECK(error_of([&] { user_to_sign_in(accounts.scope); })->kind() == ErrorKind::usage);
  CHECK(error_of([&] { user_to_sign_in(accounts.as("nobody")); })->kind() == ErrorKind::not_found);
  accounts.settings.users.resize(1);
  CHECK(user_to_sign_in(accounts.scope).user.id == "ada");
}

TEST_CASE("signing out: revoked at Google, then forgotten") {
  Accounts accounts;
  const Grant grant = accounts.sign_in("ada");
  const SignedOut out = sign_out(accounts.as("ada"), SignOutMode::revoke);
  CHECK(out.user_id == "ada");
  CHECK(out.account == "ada@example.com");
  CHECK(out.revoked);
  CHECK(accounts.oauth.refresh(grant.refresh_token).refusal == "invalid_grant");
  CHECK_FALSE(accounts.signed_in("ada"));
  const auto error = error_of([&] { sign_out(accounts.as("ada"), SignOutMode::revoke); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::not_found);
  CHECK(accounts.oauth.revocations == 1);
}

TEST_CASE("what cannot be revoked stays, and --local is named") {
  Accounts accounts;
  accounts.sign_in("ada");
  const auto fails_with = [&] {
    const auto error = error_of([&] { sign_out(accounts.as("ada"), SignOutMode::revoke); });
    REQUIRE(error);
    CHECK(error->hint().find("execassist auth logout google --local -u ada") != std::string::npos);
    CHECK(accounts.signed_in("ada"));
    return error->kind();
  };
  accounts.oauth.revoke_failure.emplace(ErrorKind::try_again, "no route");
  CHECK(fails_with() == ErrorKind::try_again);
  accounts.oauth.revoke_failure.reset();
  accounts.oauth.takes_back = false;
  CHECK(fails_with() == ErrorKind::failed);
  accounts.edges.fake_vault().lose_key();
  CHECK(fails_with() == ErrorKind::sign_in_needed);
}

TEST_CASE("--local calls nobody and needs no key; telling changes nothing") {
  Accounts accounts;
  accounts.sign_in("ada");
  accounts.edges.fake_vault().lose_key();
  CHECK_FALSE(sign_out(accounts.as("ada"), SignOutMode::tell).revoked);
  CHECK(accounts.signed_in("ada"));
  CHECK_FALSE(sign_out(accounts.as("ada"), SignOutMode::local).revoked);
  CHECK_FALSE(accounts.signed_in("ada"));
  CHECK(accounts.oauth.revocations == 0);
}

TEST_CASE("somebody who has left the configuration can still be signed out") {
  Accounts accounts;
  accounts.sign_in("edsger");
  CHECK(sign_out(accounts.as("edsger"), SignOutMode::revoke).user_id == "edsger");
  CHECK(error_of([&] { sign_out(accounts.as("edsger"), SignOutMode::revoke); })->kind() ==
        ErrorKind::not_found);
}

TEST_CASE("status: who has a Google calendar or a grant") {
  Accounts accounts;
  Grant grant = accounts.sign_in("ada");
  const Instant wall = accounts.edges.clock().wall();
  accounts.edges.fake_vault().store_access(grant.key, grant.grant_id,
                                           {Secret("t"), wall + hours{1}, wall});
  accounts.sign_in("edsger");
  const auto all = sign_in_status(accounts.scope);
  REQUIRE(all.size() == 3);
  CHECK(all[0].key.user_id == "ada");
  CHECK(all[0].state == SignInState::signed_in);
  CHECK(all[0].wanted);
  CHECK(all[0].next_refresh_at == wall + hours{1} - Seconds{60});
  CHECK(all[0].reason.empty());
  CHECK(all[1].key.user_id == "grace");
  CHECK(all[1].state == SignInState::not_signed_in);
  CHECK(all[1].hint == "execassist auth login google -u grace");
  CHECK(all[2].key.user_id == "edsger");
  CHECK_FALSE(all[2].wanted);

  REQUIRE(sign_in_status(accounts.as("grace")).size() == 1);
  REQUIRE(sign_in_status(accounts.as("edsger")).size() == 1);
  CHECK(sign_in_status(accounts.as("alan")).empty());
  CHECK(error_of([&] { sign_in_status(accounts.as("nobody")); })->kind() == ErrorKind::not_found);
  CHECK(accounts.oauth.account_calls + accounts.oauth.refreshes == 0);
}

TEST_CASE("status: a refused grant, its reason and the advice of day seven; a lost key") {
  Accounts accounts;
  const Grant grant = accounts.sign_in("ada");
  accounts.edges.fake_vault().store_refusal(grant.key, grant.grant_id, "invalid_grant",
                                            grant.granted_at + days{7} + hours{1});
  SignInStatus status = sign_in_status(accounts.as("ada")).front();
  CHECK(status.state == SignInState::sign_in_needed);
  CHECK(status.reason == "Google refuses the stored sign-in: invalid_grant");
  CHECK(status.hint.find("execassist auth login google -u ada") == 0);
  CHECK(status.hint.find("In production") != std::string::npos);
  CHECK_FALSE(status.next_refresh_at);

  accounts.sign_in("ada");
  accounts.edges.fake_vault().lose_key();
  status = sign_in_status(accounts.as("ada")).front();
  CHECK(status.state == SignInState::sign_in_needed);
  CHECK(status.reason.find("cannot be opened") != std::string::npos);
  CHECK(status.hint == "execassist auth login google -u ada");
}

}  // namespace
}  // namespace execassist::app
