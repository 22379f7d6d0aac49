#include "app/delivery_crew.hpp"

#include <execassist/base/error.hpp>

#include <atomic>
#include <chrono>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::app {
namespace {

using std::chrono::milliseconds;

struct Journal {
  std::mutex guard;
  std::vector<std::string> lines;

  void add(const std::string& line) {
    const std::scoped_lock lock(guard);
    lines.push_back(line);
  }
};

TEST_CASE("works of one lane follow each other, those of different lanes do not wait") {
  store::Database database = store::Database::in_memory();
  Journal journal;
  DeliveryCrew crew(database);
  std::atomic<bool> release{false};
  crew.add("slow", [&](GroupCommit&) {
    while (!release) std::this_thread::sleep_for(milliseconds(1));
    journal.add("slow 1");
  });
  crew.add("slow", [&](GroupCommit&) { journal.add("slow 2"); });
  crew.add("quick", [&](GroupCommit& commits) {
    commits.run([](store::Transaction&) { return true; });
    journal.add("quick");
    release = true;
  });
  crew.finish();
  CHECK(journal.lines == std::vector<std::string>{"quick", "slow 1", "slow 2"});
  CHECK(crew.idle());
}

TEST_CASE("at most fifty are out at once") {
  store::Database database = store::Database::in_memory();
  DeliveryCrew crew(database);
  std::atomic<int> out{0};
  std::atomic<int> most{0};
  for (int i = 0; i < 120; ++i) {
    crew.add(std::to_string(i), [&](GroupCommit&) {
      const int now = ++out;
      for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
      }
      std::this_thread::sleep_for(milliseconds(5));
      --out;
    });
  }
  CHECK_FALSE(crew.has_room());
  crew.finish();
  CHECK(most > 10);
  CHECK(most <= 50);
}

TEST_CASE("a work that throws ends it: what runs is let to its end, what waits is dropped") {
  store::Database database = store::Database::in_memory();
  Journal journal;
  DeliveryCrew crew(database);
  std::atomic<bool> release{false};
  crew.add("a", [&](GroupCommit&) {
    while (!release) std::this_thread::sleep_for(milliseconds(1));
    journal.add("a");
  });
  crew.add("b", [&](GroupCommit&) {
    release = true;
    throw Error(ErrorKind::failed, "broken");
  });
  crew.add("b", [&](GroupCommit&) { journal.add("b after"); });
  CHECK_THROWS_WITH_AS(crew.finish(), "broken", Error);
  CHECK(journal.lines == std::vector<std::string>{"a"});
}

TEST_CASE("going away it lets what runs finish its business with the store") {
  store::Database database = store::Database::in_memory();
  std::atomic<bool> stored{false};
  {
    DeliveryCrew crew(database);
    crew.add("a", [&](GroupCommit& commits) {
      std::this_thread::sleep_for(milliseconds(5));
      commits.run([&](store::Transaction&) { return stored = true; });
    });
    crew.add("b",
             [](GroupCommit& commits) { commits.run([](store::Transaction&) { return true; }); });
    crew.advance();
  }
  CHECK(stored);
}

}  // namespace
}  // namespace execassist::app
