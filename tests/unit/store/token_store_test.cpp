#include "store/token_store.hpp"

#include "sample_rows.hpp"
#include "support/error_of.hpp"
#include "support/fake_processes.hpp"
#include "support/scratch_folder.hpp"

#include <execassist/base/encoding.hpp>
#include <execassist/base/seal.hpp>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

namespace execassist::store::testing {

using execassist::testing::content_of;
using execassist::testing::error_of;
using execassist::testing::FakeProcesses;
using execassist::testing::ScratchFolder;

namespace {

const GrantKey kAda{"ada", "google"};
const GrantKey kBob{"bob", "google"};
const std::string kRefreshText = "1//0refresh-token-of-ada";
const std::string kAccessText = "ya29.access-token-of-ada";

// The key file, as the store sees it.
struct KeyRing {
  std::optional<Secret> key;
  int made = 0;

  TokenStore::SealingKey lend() {
    return [this](bool make) {
      if (!key && make) {
        key = new_sealing_key();
        ++made;
      }
      return key;
    };
  }
};

Grant grant_of(const GrantKey& key, const std::string& grant_id = "g1") {
  Grant grant;
  grant.key = key;
  grant.grant_id = grant_id;
  grant.account = key.user_id + "@example.com";
  grant.scopes = {"calendar.readonly", "openid"};
  grant.granted_at = kNow;
  grant.refresh_token = Secret(kRefreshText);
  grant.access_token = Secret(kAccessText);
  grant.access_expires_at = kNow + hours{1};
  grant.refreshed_at = kNow;
  return grant;
}

struct Fixture {
  ScratchFolder folder;
  std::string path = folder.at("store/a.db");
  FakeProcesses processes;
  KeyRing ring;
  TokenStore tokens{Database::open(path, OpenMode::read_write), ring.lend(), processes};
  TokenStore elsewhere{Database::open(path, OpenMode::read_write), ring.lend(), processes};

  void exec(const std::string& sql) const {
    SQLite::Database raw(path, SQLite::OPEN_READWRITE, 1000);
    REQUIRE(raw.exec(sql) > 0);
  }

  std::string text(const std::string& sql) const {
    SQLite::Database raw(path, SQLite::OPEN_READONLY, 1000);
    return raw.execAndGet(sql).getString();
  }

  void check_unopened(const std::string& why) {
    const auto error = error_of([&] { tokens.load(kAda); });
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::sign_in_needed);
    CHECK(error->message().find(why) != std::string::npos);
    CHECK(error->hint() == "execassist auth login google -u ada");
    CHECK(tokens.list().size() >= 1);
  }
};

bool occurs(const std::string& needle, const std::string& folder) {
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
    if (file.is_regular_file() && content_of(file.path()).find(needle) != std::string::npos) {
      return true;
    }
  }
  return false;
}

}  // namespace

TEST_CASE("tokens: no secret stands in any file of the store, in whatever form") {
  Fixture f;
  f.tokens.store(grant_of(kAda));
  f.tokens.store_access(kAda, "g1", {Secret("ya29.second-access"), kNow + hours{2}, kNow});
  f.tokens.store_refusal(kAda, "g1", "invalid_grant", kNow);
  const std::string folder = f.folder.path();
  CHECK(occurs("ada@example.com", folder));  // the search finds what is there
  REQUIRE(std::filesystem::exists(f.path + "-wal"));
  for (const std::string& secret :
       {kRefreshText, kAccessText, std::string("ya29.second-access"), f.ring.key->reveal()}) {
    CHECK_FALSE(occurs(secret, folder));
    // Without the last digits, which depend on what follows.
    const std::string encoded = base64url(secret);
    CHECK_FALSE(occurs(encoded.substr(0, encoded.size() - 4), folder));
  }
  SQLite::Database(f.path, SQLite::OPEN_READWRITE).exec("PRAGMA wal_checkpoint(TRUNCATE)");
  CHECK(occurs("ada@example.com", f.path.substr(0, f.path.rfind('/'))));
  CHECK_FALSE(occurs(kRefreshText, folder));
  CHECK_FALSE(occurs(kAccessText, folder));
}

TEST_CASE("tokens: without a key a grant does not open, but is listed and may be refused") {
  Fixture f;
  f.tokens.store(grant_of(kAda));
  CHECK(f.ring.made == 1);
  f.ring.key.reset();
  f.check_unopened("missing");
  const auto error = error_of([&] {
    f.tokens.store_access(kAda, "g1", {Secret("x"), kNow, kNow});
  });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::sign_in_needed);
  CHECK_FALSE(f.tokens.store_access(kAda, "g0", {Secret("x"), kNow, kNow}));
  CHECK(f.tokens.store_refusal(kAda, "g1", "invalid_grant", kNow));
  CHECK(f.tokens.list()[0].refused());
  CHECK(f.ring.made == 1);  // nobody but a new sign-in makes one
  f.tokens.store(grant_of(kAda, "g2"));
  CHECK(f.ring.made == 2);
  CHECK(f.elsewhere.load(kAda)->refresh_token.reveal() == kRefreshText);
}

TEST_CASE("tokens: with another key a grant does not open") {
  Fixture f;
  f.tokens.store(grant_of(kAda));
  f.ring.key = new_sealing_key();
  f.check_unopened("another key");
  f.ring.key = Secret("not a key");
  f.check_unopened("another key");
}

TEST_CASE("tokens: a key that cannot be had is an error of its own, and nothing is stored") {
  const Error bad(ErrorKind::configuration, "the key: mode 0644 lets others read it", "chmod");
  const FakeProcesses processes;
  TokenStore tokens(
      Database::in_memory(), [&](bool) -> std::optional<Secret> { throw bad; }, processes);
  const auto error = error_of([&] { tokens.store(grant_of(kAda)); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::configuration);
  CHECK(tokens.list().empty());
  TokenStore keyless(
      Database::in_memory(), [](bool) { return std::optional<Secret>(); }, processes);
  CHECK(error_of([&] { keyless.store(grant_of(kAda)); }));
  CHECK(keyless.list().empty());
  keyless.remove(kAda);  // the failures left no transaction open
}

TEST_CASE("tokens: what was changed, moved or taken from an older grant does not open") {
  const char* const cases[] = {
      "UPDATE tokens SET refresh_token = access_token WHERE user_id = 'ada'",
      "UPDATE tokens SET access_token = refresh_token WHERE user_id = 'ada'",
      "UPDATE tokens SET refresh_token = (SELECT refresh_token FROM tokens WHERE user_id = 'bob') "
      "WHERE user_id = 'ada'",
      "UPDATE tokens SET grant_id = 'g0' WHERE user_id = 'ada'",
      "UPDATE tokens SET refresh_token = '' WHERE user_id = 'ada'",
      "UPDATE tokens SET refresh_token = 'not base64url!' WHERE user_id = 'ada'",
      "UPDATE tokens SET refresh_token = '1//0refresh-token-of-ada' WHERE user_id = 'ada'",
      "UPDATE tokens SET refresh_token = refresh_token || 'AAAA' WHERE user_id = 'ada'",
      "UPDATE tokens SET access_token = substr(access_token, 5) WHERE user_id = 'ada'",
      "UPDATE tokens SET refresh_token = replace(refresh_token, substr(refresh_token, 40, 1), "
      "CASE substr(refresh_token, 40, 1) WHEN 'A' THEN 'B' ELSE 'A' END) WHERE user_id = 'ada'",
  };
  Fixture f;
  f.tokens.store(grant_of(kBob));
  for (const char* sql : cases) {
    CAPTURE(sql);
    f.tokens.store(grant_of(kAda));
    REQUIRE(f.tokens.load(kAda));
    f.exec(sql);
    f.check_unopened("changed");
    CHECK(f.tokens.load(kBob));
  }
}

TEST_CASE("tokens: each is sealed anew and for its own place") {
  Fixture f;
  Grant grant = grant_of(kAda);
  grant.access_token = grant.refresh_token;
  f.tokens.store(grant);
  const std::string first = f.text("SELECT refresh_token FROM tokens");
  CHECK(first != f.text("SELECT access_token FROM tokens"));
  f.tokens.store(grant);
  CHECK(first != f.text("SELECT refresh_token FROM tokens"));
  CHECK(f.text("SELECT count(*) FROM tokens") == "1");
}

TEST_CASE("tokens: strange names, tokens and scopes come back as they were") {
  Fixture f;
  Grant grant = grant_of({"a'; DROP TABLE tokens; --", "\xf0\x9f\x97\x9d"});
  grant.refresh_token = Secret(std::string("\0\xff'\n", 4) + std::string(10000, 'x'));
  grant.access_token = Secret();
  grant.scopes.clear();
  grant.access_expires_at.reset();
  grant.refreshed_at.reset();
  f.tokens.store(grant);
  const auto found = f.elsewhere.load(grant.key);
  REQUIRE(found);
  CHECK(found->key == grant.key);
  CHECK(found->refresh_token.reveal() == grant.refresh_token.reveal());
  CHECK(found->access_token.empty());
  CHECK(found->scopes.empty());
  CHECK_FALSE(found->access_expires_at);
}

TEST_CASE("tokens: a refresh outlives neither its lease nor its holder") {
  Fixture f;
  const ProcessIdentity one{"boot-1", 1, 1};
  const ProcessIdentity used_again{"boot-1", 1, 2};  // the same pid, another process
  f.processes.living = {one, used_again};
  f.tokens.store(grant_of(kAda));
  REQUIRE(f.tokens.lease_refresh(kAda, one, kNow, kNow + Seconds{30}));
  CHECK_FALSE(f.elsewhere.lease_refresh(kAda, used_again, kNow, kNow + Seconds{30}));
  f.elsewhere.release_refresh(kAda, used_again);
  CHECK_FALSE(f.elsewhere.lease_refresh(kAda, used_again, kNow, kNow + Seconds{30}));
  f.processes.living = {used_again};
  CHECK(f.elsewhere.lease_refresh(kAda, used_again, kNow, kNow + Seconds{30}));
  f.tokens.release_refresh(kAda, one);  // late: it is not its own any more
  CHECK(f.text("SELECT holder_started FROM tokens") == "2");
  f.elsewhere.release_refresh(kAda, used_again);
  CHECK(f.text("SELECT count(*) FROM tokens WHERE lease_until IS NULL") == "1");
}

TEST_CASE("tokens: of many threads on several connections one gets the lease") {
  constexpr int kConnections = 4;
  constexpr int kThreads = 8;
  Fixture f;
  std::vector<std::unique_ptr<TokenStore>> stores;
  for (int i = 0; i < kConnections; ++i) {
    stores.push_back(std::make_unique<TokenStore>(Database::open(f.path, OpenMode::read_write),
                                                  f.ring.lend(), f.processes));
  }
  for (int i = 0; i < kThreads; ++i) f.processes.living.push_back({"boot-1", 100 + i, 1});
  f.tokens.store(grant_of(kAda));
  std::atomic<int> winners = 0;
  std::atomic<int> loads = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      TokenStore& mine = *stores[static_cast<std::size_t>(i % kConnections)];
      const ProcessIdentity me = f.processes.living[static_cast<std::size_t>(i)];
      for (int tries = 0; tries < 5; ++tries) {
        if (mine.lease_refresh(kAda, me, kNow, kNow + Seconds{30}) && tries == 0) ++winners;
        if (mine.load(kAda)->refresh_token.reveal() == kRefreshText) ++loads;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(winners == 1);
  CHECK(loads == kThreads * 5);
  CHECK(f.text("SELECT count(*) FROM tokens WHERE holder_pid >= 100") == "1");
}

TEST_CASE("tokens: a store that stays locked means to try again") {
  const ScratchFolder folder;
  const std::string path = folder.at("a.db");
  const FakeProcesses processes;
  KeyRing ring;
  TokenStore tokens(Database::open(path, OpenMode::read_write, Seconds{0}), ring.lend(), processes);
  tokens.store(grant_of(kAda));
  Database other = Database::open(path, OpenMode::read_write);
  const Transaction held = other.begin();
  const auto error = error_of([&] { tokens.lease_refresh(kAda, processes.me, kNow, kNow); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::try_again);
  CHECK(tokens.load(kAda));  // readers wait for nobody
}

TEST_CASE("tokens: a dry run keeps what it stores to itself") {
  Fixture f;
  f.tokens.store(grant_of(kAda));
  TokenStore copy(Database::open(f.path, OpenMode::dry_run), f.ring.lend(), f.processes);
  REQUIRE(copy.load(kAda));
  CHECK(copy.store_refusal(kAda, "g1", "invalid_grant", kNow));
  copy.remove(kAda);
  REQUIRE(f.tokens.load(kAda));
  CHECK_FALSE(f.tokens.load(kAda)->refused());
}

}  // namespace execassist::store::testing
