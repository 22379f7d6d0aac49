#include "contract/token_vault_suite.hpp"

#include "support/error_of.hpp"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::testing {

namespace {

constexpr Instant kNow{Seconds{1795253400}};
const GrantKey kAda{"ada", "google"};
const ProcessIdentity kOne{"boot-1", 4711, 100};
const ProcessIdentity kOther{"boot-1", 4712, 200};

Grant grant_of(const GrantKey& key, const std::string& grant_id) {
  Grant grant;
  grant.key = key;
  grant.grant_id = grant_id;
  grant.account = key.user_id + "@example.com";
  grant.scopes = {"https://www.googleapis.com/auth/calendar.readonly", "openid"};
  grant.granted_at = kNow;
  grant.refresh_token = Secret("1//refresh-" + grant_id);
  grant.access_token = Secret("ya29.access-" + grant_id);
  grant.access_expires_at = kNow + minutes{60};
  grant.refreshed_at = kNow;
  return grant;
}

void check_same(const Grant& found, const Grant& expected) {
  CHECK(found.key == expected.key);
  CHECK(found.grant_id == expected.grant_id);
  CHECK(found.account == expected.account);
  CHECK(found.scopes == expected.scopes);
  CHECK(found.granted_at == expected.granted_at);
  CHECK(found.refresh_token.reveal() == expected.refresh_token.reveal());
  CHECK(found.access_token.reveal() == expected.access_token.reveal());
  CHECK(found.access_expires_at == expected.access_expires_at);
  CHECK(found.refreshed_at == expected.refreshed_at);
  CHECK(found.refused_at == expected.refused_at);
  CHECK(found.refusal == expected.refusal);
}

void check_load(TokenVault& vault, const Grant& expected) {
  const auto found = vault.load(expected.key);
  REQUIRE(found);
  check_same(*found, expected);
}

void check_storing(TokenVaultBench& bench) {
  CHECK_FALSE(bench.vault().load(kAda));
  CHECK(bench.vault().list().empty());

  const Grant first = grant_of(kAda, "g1");
  bench.vault().store(first);
  check_load(bench.vault(), first);
  check_load(bench.elsewhere(), first);

  Grant bare;  // as little as a grant can have
  bare.key = {"bob", "google"};
  bare.grant_id = "g2";
  bare.refresh_token = Secret("1//bare");
  bench.elsewhere().store(bare);
  check_load(bench.vault(), bare);

  const Grant again = grant_of(kAda, "g3");
  bench.elsewhere().store(again);
  check_load(bench.vault(), again);

  bench.vault().remove(kAda);
  CHECK_FALSE(bench.elsewhere().load(kAda));
  bench.vault().remove(kAda);  // once more does no harm
  check_load(bench.vault(), bare);
}

void check_list(TokenVaultBench& bench) {
  const std::vector<GrantKey> keys = {
      {"ada", "google"}, {"ada", "other"}, {"bob", "google"}, {"zoe", "google"}};
  for (const std::size_t at : {2U, 0U, 3U, 1U}) bench.vault().store(grant_of(keys[at], "g"));
  bench.vault().store_refusal(keys[2], "g", "invalid_grant", kNow);
  const std::vector<Grant> listed = bench.elsewhere().list();
  REQUIRE(listed.size() == keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    Grant expected = grant_of(keys[i], "g");
    expected.refresh_token = Secret();
    expected.access_token = Secret();
    if (i == 2) {
      expected.refused_at = kNow;
      expected.refusal = "invalid_grant";
    }
    check_same(listed[i], expected);
  }
}

void check_access(TokenVaultBench& bench) {
  Grant expected = grant_of(kAda, "g1");
  const AccessGrant access{Secret("ya29.next"), kNow + minutes{90}, kNow + minutes{30}};
  CHECK_FALSE(bench.vault().store_access(kAda, "g1", access));
  bench.vault().store(expected);
  CHECK_FALSE(bench.elsewhere().store_access(kAda, "g0", access));
  check_load(bench.vault(), expected);
  CHECK(bench.elsewhere().store_access(kAda, "g1", access));
  expected.access_token = access.access_token;
  expected.access_expires_at = access.expires_at;
  expected.refreshed_at = access.at;
  check_load(bench.vault(), expected);
}

void check_refusal(TokenVaultBench& bench) {
  Grant expected = grant_of(kAda, "g1");
  CHECK_FALSE(bench.vault().store_refusal(kAda, "g1", "invalid_grant", kNow));
  bench.vault().store(expected);
  CHECK_FALSE(bench.elsewhere().store_refusal(kAda, "g0", "invalid_grant", kNow));
  check_load(bench.vault(), expected);
  CHECK(bench.elsewhere().store_refusal(kAda, "g1", "invalid_grant", kNow + minutes{1}));
  expected.refused_at = kNow + minutes{1};
  expected.refusal = "invalid_grant";
  check_load(bench.vault(), expected);

  // Only a new sign-in ends it: also one that was made from what had been loaded.
  Grant next = expected;
  next.grant_id = "g2";
  bench.vault().store(next);
  const auto found = bench.elsewhere().load(kAda);
  REQUIRE(found);
  CHECK_FALSE(found->refused());
  CHECK(found->refusal.empty());
}

void check_lost_key(TokenVaultBench& bench) {
  bench.vault().store(grant_of(kAda, "g1"));
  bench.lose_key();
  CHECK_FALSE(bench.vault().load({"bob", "google"}));
  for (TokenVault* vault : {&bench.vault(), &bench.elsewhere()}) {
    const auto error = error_of([&] { vault->load(kAda); });
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::sign_in_needed);
    CHECK(error->message().find("refresh-g1") == std::string::npos);
    CHECK(error->hint() == "execassist auth login google -u ada");
  }
  REQUIRE(bench.vault().list().size() == 1);
  CHECK(bench.vault().list()[0].account == "ada@example.com");
  CHECK(bench.vault().store_refusal(kAda, "g1", "invalid_grant", kNow));
  const Grant next = grant_of(kAda, "g2");
  bench.vault().store(next);
  check_load(bench.elsewhere(), next);
  bench.lose_key();
  bench.vault().remove(kAda);
  CHECK_FALSE(bench.vault().load(kAda));
}

void check_lease(TokenVaultBench& bench) {
  const Instant until = kNow + Seconds{30};
  CHECK_FALSE(bench.vault().lease_refresh(kAda, kOne, kNow, until));  // nothing to refresh
  bench.vault().store(grant_of(kAda, "g1"));
  bench.vault().store(grant_of({"bob", "google"}, "g2"));
  CHECK(bench.vault().lease_refresh(kAda, kOne, kNow, until));
  CHECK_FALSE(bench.elsewhere().lease_refresh(kAda, kOther, kNow, until));
  CHECK(bench.elsewhere().lease_refresh({"bob", "google"}, kOther, kNow, until));
  CHECK(bench.vault().lease_refresh(kAda, kOne, kNow, until));  // one's own goes on

  bench.elsewhere().release_refresh(kAda, kOther);  // not the holder
  CHECK_FALSE(bench.elsewhere().lease_refresh(kAda, kOther, until - Seconds{1}, until));
  CHECK(bench.elsewhere().lease_refresh(kAda, kOther, until, until + Seconds{30}));
  CHECK_FALSE(bench.vault().lease_refresh(kAda, kOne, until, until + Seconds{30}));
  bench.elsewhere().release_refresh(kAda, kOther);
  CHECK(bench.vault().lease_refresh(kAda, kOne, until, until + Seconds{30}));

  bench.end_process(kOne);
  CHECK(bench.elsewhere().lease_refresh(kAda, kOther, until, until + Seconds{30}));

  // A new sign-in needs no refresh that began before it.
  bench.vault().store(grant_of(kAda, "g3"));
  const ProcessIdentity third{"boot-1", 4713, 300};
  CHECK(bench.vault().lease_refresh(kAda, third, until, until + Seconds{30}));
  bench.vault().remove(kAda);
  bench.vault().release_refresh(kAda, third);
}

void check_race(TokenVaultBench& bench) {
  constexpr int kThreads = 4;
  constexpr int kRounds = 10;
  bench.vault().store(grant_of(kAda, "g1"));
  for (int round = 0; round < kRounds; ++round) {
    const Instant now = kNow + minutes{round};
    std::atomic<int> winners = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&, i] {
        TokenVault& vault = i % 2 == 0 ? bench.vault() : bench.elsewhere();
        const ProcessIdentity holder{"boot-1", 5000 + i, 1};
        if (vault.lease_refresh(kAda, holder, now, now + Seconds{30})) ++winners;
      });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(winners == 1);
  }
}

}  // namespace

void check_token_vault(const std::function<std::unique_ptr<TokenVaultBench>()>& make_bench) {
  const std::unique_ptr<TokenVaultBench> bench = make_bench();
  SUBCASE("keeps one grant for each user and provider") { check_storing(*bench); }
  SUBCASE("lists all without secrets, in order") { check_list(*bench); }
  SUBCASE("takes an access token only for the grant it was made from") { check_access(*bench); }
  SUBCASE("a refusal is a state") { check_refusal(*bench); }
  SUBCASE("a lost key means to sign in again") { check_lost_key(*bench); }
  SUBCASE("one holder refreshes at a time") { check_lease(*bench); }
  SUBCASE("of many at once one gets the lease") { check_race(*bench); }
}

}  // namespace execassist::testing
