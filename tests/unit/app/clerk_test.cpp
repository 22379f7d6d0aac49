#include "app/clerk.hpp"

#include "store/savepoint.hpp"
#include "support/error_of.hpp"
#include "support/scratch_folder.hpp"
#include "support/test_edges.hpp"
#include "unit/app/app_fixture.hpp"

#include <execassist/base/error.hpp>

#include <atomic>
#include <map>
#include <semaphore>
#include <set>
#include <stdexcept>

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>
#include <sqlite3.h>

namespace execassist::app {
namespace {

using execassist::testing::TestEdges;

Inbound a_click(const std::string& id, const std::string& value = "m1") {
  Inbound inbound;
  inbound.delivery_id = id;
  inbound.kind = InboundKind::action;
  inbound.slack_user = "U1";
  inbound.action = "start_prep";
  inbound.value = value;
  inbound.response_url = "https://hooks.slack.com/x";
  return inbound;
}

struct Bench {
  TestEdges edges;
  Settings settings;
  Rules rules;
  store::Database database;
  store::InboxRepository inbox{database};
  std::atomic<int> acts = 0;
  std::atomic<int> failures = 0;
  std::map<std::string, int> acts_of;  // by delivery
  std::set<std::string> poisonous;     // deliveries that throw
  std::vector<SlackAnswer> answers;
  Clerk clerk{{settings, rules, database, edges, std::nullopt, false, {}},
              [this](const Scope& scope, store::Transaction&, const Inbound& inbound) {
                ++acts;
                ++acts_of[inbound.delivery_id];
                scope.database.connection().exec("INSERT INTO facts VALUES ('" +
                                                 inbound.delivery_id + "', '')");
                if (poisonous.contains(inbound.delivery_id)) throw std::runtime_error("bad\nluck");
                return InteractionResult{"started", inbound.value};
              },
              [this](std::vector<SlackAnswer> said) {
                for (SlackAnswer& each : said) answers.push_back(std::move(each));
              },
              [this](const store::Database&) { ++failures; }};

  explicit Bench(store::Database opened = store::Database::in_memory())
      : database(std::move(opened)) {}

  void hand_in(Inbound inbound) {
    inbound.received_at = inbound.next_attempt_at = edges.clock().now();
    clerk.commits().run([&](store::Transaction& transaction) {
      inbox.insert(transaction, inbound);
      return true;
    });
  }
  // Before the clerk starts.
  void leave(Inbound inbound) {
    inbound.received_at = inbound.next_attempt_at = edges.clock().now();
    auto transaction = database.begin();
    inbox.insert(transaction, inbound);
    transaction.commit();
  }
  long long facts() {
    return database.connection().execAndGet("SELECT count(*) FROM facts").getInt64();
  }
};

TEST_CASE("what comes in is acted on once, and its answer handed on") {
  Bench bench;
  bench.clerk.start();
  bench.hand_in(a_click("a"));
  bench.hand_in(a_click("a"));
  bench.hand_in(a_click("b", ""));
  bench.clerk.stop();
  CHECK(bench.acts == 2);
  CHECK(bench.inbox.load("a")->state == InboundState::done);
  CHECK(bench.inbox.load("a")->outcome == "started");
  CHECK(bench.inbox.load("a")->response_url.empty());
  REQUIRE(bench.answers.size() == 1);
  CHECK(bench.answers[0].said == "m1");
  CHECK(bench.answers[0].response_url.reveal() == "https://hooks.slack.com/x");
  CHECK(bench.clerk.trouble().empty());
}

TEST_CASE("what an earlier run left is acted on at the start, whatever its number") {
  Bench bench;
  for (int i = 0; i < 105; ++i) bench.leave(a_click(std::to_string(i)));
  bench.clerk.start();
  bench.clerk.stop();
  CHECK(bench.acts == 105);
  CHECK_FALSE(bench.inbox.next_due());
}

TEST_CASE("fifty at once are all durable, and each is acted on once") {
  Bench bench;
  bench.clerk.start();
  std::vector<std::thread> threads;
  for (int i = 0; i < 50; ++i) {
    threads.emplace_back([&bench, i] {
      for (int j = 0; j < 10; ++j) bench.hand_in(a_click(std::to_string(j % 2 == 0 ? j : i * j)));
    });
  }
  for (std::thread& each : threads) each.join();
  bench.clerk.stop();
  for (const auto& [id, count] : bench.acts_of) CHECK_MESSAGE(count == 1, id);
  CHECK_FALSE(bench.inbox.next_due());
}

TEST_CASE("one that fails undoes its own part alone, is tried five times, then given up") {
  Bench bench;
  bench.poisonous = {"bad"};
  bench.leave(a_click("before"));
  bench.leave(a_click("bad"));
  bench.leave(a_click("after"));
  for (int attempt = 1; attempt <= 6; ++attempt) {
    Clerk clerk(
        bench.clerk.scope(),
        [&](const Scope&, store::Transaction&, const Inbound& inbound) -> InteractionResult {
          ++bench.acts_of[inbound.delivery_id];
          bench.database.connection().exec("INSERT INTO facts VALUES ('" + inbound.delivery_id +
                                           "', '')");
          if (inbound.delivery_id == "bad") throw std::runtime_error("bad\nluck");
          return {"done", ""};
        },
        [](std::vector<SlackAnswer>) {}, [](const store::Database&) {});
    clerk.start();
    clerk.stop();
    const auto bad = bench.inbox.load("bad");
    CHECK(bad->attempts == std::min(attempt, 5));
    CHECK((bad->state == InboundState::failed) == (attempt >= 5));
    CHECK(bad->outcome == "bad luck");
    CHECK(bad->response_url.empty() == (attempt >= 5));
    bench.edges.fake_clock().advance(minutes{1});
  }
  CHECK(bench.acts_of["bad"] == 5);
  CHECK(bench.acts_of["before"] == 1);
  CHECK(bench.acts_of["after"] == 1);
  CHECK(bench.facts() == 2);
}

TEST_CASE("a row that was put off is tried again when its time has come, without being rung") {
  Bench bench;
  bench.poisonous = {"bad"};
  bench.clerk.start();
  bench.hand_in(a_click("bad"));
  for (int i = 0; i < 500 && bench.acts < 1; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  bench.edges.fake_clock().advance(minutes{1});
  for (int i = 0; i < 800 && bench.acts < 2; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  bench.clerk.stop();
  CHECK(bench.acts == 2);
}

TEST_CASE("a store that cannot be written is told to who hands in, and found out by the clerk") {
  Bench bench;
  bench.database.connection().exec("PRAGMA user_version = 99");
  bench.clerk.start();
  const auto error = execassist::testing::error_of([&] { bench.hand_in(a_click("a")); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::try_again);
  bench.clerk.doubt_store(error->message());
  for (int i = 0; i < 500 && bench.failures == 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  CHECK(bench.failures > 0);
  CHECK_FALSE(bench.clerk.trouble().empty());
  bench.clerk.stop();
  CHECK(bench.acts == 0);
}

// As on a full disk: transactions begin, and no commit works.
TEST_CASE("what cannot be written is the clerk's trouble until a write has worked, logged once") {
  std::atomic<bool> full = true;  // outlives the connection
  testing::LogCapture log;
  Bench bench;
  sqlite3_commit_hook(
      bench.database.connection().getHandle(),
      [](void* is_full) { return *static_cast<std::atomic<bool>*>(is_full) ? 1 : 0; }, &full);
  bench.clerk.start();
  for (int i = 0; i < 3; ++i) {
    const auto error = execassist::testing::error_of([&] { bench.hand_in(a_click("a")); });
    REQUIRE(error);
    const int failures = bench.failures;
    bench.clerk.doubt_store(error->message());
    for (int j = 0; j < 500 && bench.failures == failures; ++j) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    CHECK_FALSE(bench.clerk.trouble().empty());
  }
  full = false;
  bench.clerk.doubt_store(bench.clerk.trouble());
  for (int i = 0; i < 500 && !bench.clerk.trouble().empty(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  CHECK(bench.clerk.trouble().empty());
  bench.hand_in(a_click("a"));
  bench.clerk.stop();
  CHECK(bench.acts == 1);
  CHECK(log.lines.size() == 1);
}

TEST_CASE("a store that others hold does not keep the clerk from those at the door") {
  const execassist::testing::ScratchFolder folder;
  const auto open = [&] {
    return store::Database::open(folder.at("a.db"), store::OpenMode::read_write, Seconds{60});
  };
  store::Database other = open();
  Bench bench(open());
  bench.leave(a_click("left"));
  {
    const auto held = other.begin();
    bench.clerk.start();
    for (int i = 0; i < 2; ++i) {
      const auto began = std::chrono::steady_clock::now();
      CHECK(execassist::testing::error_of([&] { bench.hand_in(a_click("a")); }));
      CHECK(std::chrono::steady_clock::now() - began < std::chrono::milliseconds(3500));
    }
    CHECK(bench.acts == 0);
  }
  bench.hand_in(a_click("a"));
  bench.clerk.stop();
  CHECK(bench.acts == 2);
  CHECK(bench.clerk.trouble().empty());
}

}  // namespace
}  // namespace execassist::app
