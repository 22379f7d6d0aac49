#include "net/stored_access_tokens.hpp"

#include "support/error_of.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_oauth.hpp"
#include "support/fake_processes.hpp"
#include "support/fake_token_vault.hpp"

#include <condition_variable>
#include <thread>

#include <doctest/doctest.h>

namespace execassist::net {
namespace {

using execassist::testing::error_of;
using execassist::testing::FakeClock;
using execassist::testing::FakeOAuth;
using execassist::testing::FakeProcesses;
using execassist::testing::FakeTokenVault;

const GrantKey kAda{"ada", "google"};
const ProcessIdentity kOther{"boot-1", 2000, 7000};

// FakeClock, with a say in what happens while somebody sleeps.
class Waiting final : public Clock {
 public:
  Instant now() const override { return clock.now(); }
  Instant wall() const override { return clock.wall(); }
  bool pretended() const override { return false; }
  void sleep_for(std::chrono::milliseconds length) override {
    clock.sleep_for(length);
    if (during_sleep) during_sleep();
  }

  FakeClock clock;
  std::function<void()> during_sleep;
};

class Tokens {
 public:
  Tokens() {
    Grant grant;
    grant.key = kAda;
    grant.grant_id = "grant-1";
    grant.account = "ada@example.com";
    grant.granted_at = clock.wall() - days{1};
    grant.refresh_token = oauth.issue_refresh_token();
    vault.store(grant);
  }

  Grant grant() { return *vault.peek(kAda); }
  void set_access(const std::string& token, Seconds left) {
    vault.store_access(kAda, grant().grant_id, {Secret(token), clock.wall() + left, clock.wall()});
  }
  std::string token() { return tokens.token_for("ada").reveal(); }

  Waiting clock;
  FakeProcesses processes;
  FakeTokenVault vault{};
  FakeOAuth oauth;
  StoredAccessTokens tokens{"google", vault, oauth, clock, processes};
};

TEST_CASE("an access token is used until a minute before its end, then refreshed once") {
  Tokens t;
  t.set_access("stored", Seconds{61});
  CHECK(t.token() == "stored");
  CHECK(t.oauth.refreshes == 0);
  t.clock.clock.advance(Seconds{1});
  const std::string fresh = t.token();
  CHECK(fresh != "stored");
  CHECK(t.token() == fresh);
  CHECK(t.oauth.refreshes == 1);
  CHECK(t.grant().access_expires_at == t.clock.wall() + Seconds{3600});
  CHECK(t.grant().refreshed_at == t.clock.wall());
  CHECK_FALSE(t.vault.refresh_holder(kAda));
}

TEST_CASE("the life of a token counts from before the call") {
  Tokens t;
  const Instant asked = t.clock.wall();
  t.oauth.during_refresh = [&] { t.clock.clock.advance(Seconds{25}); };
  t.token();
  CHECK(t.grant().access_expires_at == asked + Seconds{3600});
}

TEST_CASE("without a sign-in: which command to type, and no call") {
  Tokens t;
  auto error = error_of([&] { t.tokens.token_for("grace"); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::sign_in_needed);
  CHECK(error->message() == "not signed in to Google");
  CHECK(error->hint() == "execassist auth login google -u grace");
  t.vault.lose_key();
  error = error_of([&] { t.token(); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::sign_in_needed);
  CHECK(t.oauth.refreshes == 0);
}

TEST_CASE("a refused refresh token is stored once, and never asked again") {
  struct Case {
    Seconds age;
    bool advice;
  };
  for (const Case& each :
       {Case{days{1}, false}, Case{days{6} + hours{11}, false}, Case{days{6} + hours{12}, true},
        Case{days{7}, true}, Case{days{8}, true}, Case{days{8} + Seconds{1}, false},
        Case{days{180}, false}}) {
    CAPTURE(each.age.count());
    Tokens t;
    Grant grant = t.grant();
    grant.granted_at = t.clock.wall() - each.age;
    t.vault.store(grant);
    t.oauth.kill(grant.refresh_token);
    for (int i = 0; i < 3; ++i) {
      t.clock.clock.advance(hours{i});
      const auto error = error_of([&] { t.token(); });
      REQUIRE(error);
      CHECK(error->kind() == ErrorKind::sign_in_needed);
      CHECK(error->message() == "Google refuses the stored sign-in: invalid_grant");
      CHECK(error->hint().starts_with("execassist auth login google -u ada"));
      CHECK((error->hint().find("In production") != std::string::npos) == each.advice);
    }
    CHECK(error_of([&] { t.tokens.renewed("ada", Secret("any")); })->kind() ==
          ErrorKind::sign_in_needed);
    CHECK(t.oauth.refreshes == 1);
    CHECK(t.vault.calls_of("store_refusal") == 1);
    CHECK_FALSE(t.vault.refresh_holder(kAda));
  }
}

TEST_CASE("a new sign-in ends the refused state") {
  Tokens t;
  t.oauth.kill(t.grant().refresh_token);
  CHECK(error_of([&] { t.token(); }));
  Grant grant = t.grant();
  grant.grant_id = "grant-2";
  grant.refused_at.reset();
  grant.refresh_token = t.oauth.issue_refresh_token();
  t.vault.store(grant);
  CHECK_FALSE(t.token().empty());
}

TEST_CASE("after a 401: another token from the vault, else one by force") {
  Tokens t;
  t.set_access("first", hours{1});
  t.set_access("second", hours{1});
  CHECK(t.tokens.renewed("ada", Secret("first")).reveal() == "second");
  CHECK(t.oauth.refreshes == 0);
  const Secret third = t.tokens.renewed("ada", Secret("second"));
  CHECK(t.oauth.refreshes == 1);
  CHECK(t.token() == third.reveal());
  CHECK(t.tokens.renewed("ada", Secret("second")).reveal() == third.reveal());
  CHECK(t.oauth.refreshes == 1);
  t.clock.clock.advance(hours{1});  // what the vault holds is another one, but has ended too
  t.tokens.renewed("ada", Secret("second"));
  CHECK(t.oauth.refreshes == 2);
}

TEST_CASE("a network that is down is no refusal") {
  Tokens t;
  t.oauth.refresh_failure.emplace(ErrorKind::try_again, "signing in to Google: no route");
  CHECK(error_of([&] { t.token(); })->kind() == ErrorKind::try_again);
  CHECK_FALSE(t.grant().refused());
  CHECK_FALSE(t.vault.refresh_holder(kAda));
  t.oauth.refresh_failure.reset();
  CHECK_FALSE(t.token().empty());
}

TEST_CASE("a clock that jumps costs at most one refresh") {
  Tokens t;
  const std::string first = t.token();
  t.clock.clock.advance(days{40});
  const std::string second = t.token();
  CHECK(second != first);
  CHECK(t.token() == second);
  CHECK(t.oauth.refreshes == 2);
  t.clock.clock.set_wall(t.clock.wall() - days{80});  // back: the server says 401 when it has ended
  CHECK(t.token() == second);
  const Secret third = t.tokens.renewed("ada", Secret(second));
  CHECK(third.reveal() != second);
  CHECK(t.token() == third.reveal());
  CHECK(t.oauth.refreshes == 3);
}

TEST_CASE("a new refresh token replaces the old one, within the same grant") {
  Tokens t;
  t.oauth.rotates = true;
  const Grant before = t.grant();
  const std::string token = t.token();
  const Grant after = t.grant();
  CHECK_FALSE(same_secret(after.refresh_token, before.refresh_token));
  CHECK(after.grant_id == before.grant_id);
  CHECK(after.granted_at == before.granted_at);
  CHECK(after.access_token.reveal() == token);
  t.clock.clock.advance(hours{2});
  CHECK(t.token() != token);
  CHECK(t.oauth.refreshes == 2);
}

TEST_CASE("a sign-in during the refresh wins: tokens of the old grant are dropped") {
  for (const bool rotates : {false, true}) {
    for (const bool refused : {false, true}) {
      CAPTURE(rotates);
      CAPTURE(refused);
      Tokens t;
      t.oauth.rotates = rotates;
      t.oauth.during_refresh = [&] {
        t.oauth.during_refresh = {};
        Grant grant = t.grant();
        if (refused) t.oauth.kill(grant.refresh_token);
        grant.grant_id = "grant-2";
        grant.access_token = Secret("of the new account");
        grant.access_expires_at = t.clock.wall() + hours{1};
        grant.refresh_token = t.oauth.issue_refresh_token();
        t.vault.store(grant);
      };
      CHECK(t.token() == "of the new account");
      CHECK(t.grant().grant_id == "grant-2");
      CHECK_FALSE(t.grant().refused());
      CHECK(t.oauth.refreshes == 1);
    }
  }
}

TEST_CASE("whoever loses the race takes what the winner got") {
  Tokens t;
  t.processes.living = {kOther};
  int looks = 0;
  t.vault.lease_refresh(kAda, kOther, t.clock.wall(), t.clock.wall() + minutes{2});
  t.clock.during_sleep = [&] {
    if (++looks == 3) t.set_access("of the winner", hours{1});
  };
  CHECK(t.token() == "of the winner");
  CHECK(looks == 3);
  CHECK(t.clock.clock.sleeps().front() == kRefreshPoll);
  CHECK(t.oauth.refreshes == 0);
}

TEST_CASE("a race lost between the look and the lease") {
  Tokens t;
  t.vault.before_lease = [&] { t.set_access("of the winner", hours{1}); };
  CHECK(t.token() == "of the winner");
  CHECK(t.oauth.refreshes == 0);
}

TEST_CASE("a holder that never ends is waited for 35 s; a dead one not at all") {
  Tokens t;
  t.vault.lease_refresh(kAda, kOther, t.clock.wall(), t.clock.wall() + minutes{2});
  const auto error = error_of([&] { t.token(); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::try_again);
  CHECK(t.clock.clock.sleeps().size() == kMostRefreshPolls);
  CHECK(t.oauth.refreshes == 0);
  t.vault.gone = {kOther};
  CHECK_FALSE(t.token().empty());
  CHECK(t.oauth.refreshes == 1);
}

TEST_CASE("two processes over one vault refresh once") {
  Tokens t;
  FakeProcesses others;
  others.me = kOther;
  Waiting clock;
  StoredAccessTokens second("google", t.vault, t.oauth, clock, others);
  std::mutex guard;
  std::condition_variable changed;
  bool waits = false;
  clock.during_sleep = [&] {
    const std::scoped_lock lock(guard);
    waits = true;
    changed.notify_all();
    std::this_thread::yield();
  };
  std::thread loser;
  std::string of_loser;
  t.oauth.during_refresh = [&] {
    t.oauth.during_refresh = {};
    loser = std::thread([&] { of_loser = second.token_for("ada").reveal(); });
    std::unique_lock lock(guard);
    changed.wait_for(lock, std::chrono::seconds{5}, [&] { return waits; });
  };
  const std::string of_winner = t.token();
  loser.join();
  CHECK(waits);
  CHECK(of_loser == of_winner);
  CHECK(t.oauth.refreshes == 1);
}

TEST_CASE("eight threads of one user refresh once; users do not wait for each other") {
  Tokens t;
  Grant grace = t.grant();
  grace.key.user_id = "grace";
  grace.refresh_token = t.oauth.issue_refresh_token();
  t.vault.store(grace);
  std::vector<std::string> got(8);
  std::vector<std::thread> threads;
  std::mutex guard;
  bool first = true;
  t.oauth.during_refresh = [&] {
    {
      const std::scoped_lock lock(guard);
      if (!std::exchange(first, false)) return;
    }
    // While ada is refreshed, the others queue up, and grace gets hers.
    for (std::string& slot : got) {
      threads.emplace_back([&] { slot = t.tokens.token_for("ada").reveal(); });
    }
    t.tokens.token_for("grace");
  };
  const std::string token = t.token();
  for (std::thread& thread : threads) thread.join();
  for (const std::string& each : got) CHECK(each == token);
  CHECK(t.oauth.refreshes == 2);
}

TEST_CASE("threads that waited for a refresh that failed fail with it") {
  Tokens t;
  t.oauth.refresh_failure.emplace(ErrorKind::try_again, "no route");
  std::optional<Error> failure;
  std::thread waiting;
  t.oauth.during_refresh = [&] {
    t.oauth.during_refresh = {};
    waiting = std::thread([&] { failure = error_of([&] { t.tokens.token_for("ada"); }); });
    // Long enough to queue up; were it not, it would refresh by itself and the count would tell.
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  };
  CHECK(error_of([&] { t.token(); }));
  waiting.join();
  REQUIRE(failure);
  CHECK(failure->message() == "no route");
  CHECK(t.oauth.refreshes == 1);
  CHECK(error_of([&] { t.token(); }));
  CHECK(t.oauth.refreshes == 2);
}

}  // namespace
}  // namespace execassist::net
