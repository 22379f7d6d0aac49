#include "app/group_commit.hpp"

#include "store/channel_repository.hpp"
#include "support/scratch_folder.hpp"

#include <execassist/base/error.hpp>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::app {
namespace {

struct Bench {
  store::Database database = store::Database::in_memory();
  store::ChannelRepository channels{database};
  GroupCommit commits{database};

  GroupCommit::Work marking(const std::string& name, bool keep = true) {
    return [this, name, keep](store::Transaction& transaction) {
      channels.mark_dead(transaction, name, {Instant{}, "x"});
      return keep;
    };
  }

  // Runs each on a thread of its own, and serves them from this one.
  void serve(const std::vector<std::function<void()>>& works) {
    std::atomic<std::size_t> ended{0};
    std::vector<std::thread> threads;
    for (const auto& work : works) {
      threads.emplace_back([&] {
        work();
        ++ended;
        commits.wake();
      });
    }
    while (ended < works.size()) commits.serve();
    for (std::thread& thread : threads) thread.join();
  }
};

TEST_CASE("many threads write through one connection") {
  Bench bench;
  const std::thread::id owner = std::this_thread::get_id();
  std::atomic<int> elsewhere{0};
  std::vector<std::function<void()>> works;
  for (int i = 0; i < 60; ++i) {
    works.push_back([&, i] {
      bench.commits.run([&](store::Transaction& transaction) {
        if (std::this_thread::get_id() != owner) ++elsewhere;
        bench.channels.mark_dead(transaction, std::to_string(i), {Instant{}, "x"});
        return true;
      });
    });
  }
  bench.serve(works);
  CHECK(elsewhere == 0);
  for (int i = 0; i < 60; ++i) CHECK(bench.channels.death_of(std::to_string(i)));
}

TEST_CASE("what is taken back or throws is undone, and nothing else") {
  Bench bench;
  std::string said;
  bench.serve({[&] { bench.commits.run(bench.marking("good")); },
               [&] { bench.commits.run(bench.marking("taken back", false)); },
               [&] {
                 try {
                   bench.commits.run([&](store::Transaction& transaction) -> bool {
                     bench.channels.mark_dead(transaction, "thrown", {Instant{}, "x"});
                     throw Error(ErrorKind::failed, "no");
                   });
                 } catch (const Error& error) {
                   said = error.message();
                 }
               },
               [&] { bench.commits.run(bench.marking("also good")); }});
  CHECK(bench.channels.death_of("good"));
  CHECK(bench.channels.death_of("also good"));
  CHECK_FALSE(bench.channels.death_of("taken back"));
  CHECK_FALSE(bench.channels.death_of("thrown"));
  CHECK(said == "no");
}

TEST_CASE("when the transaction cannot be had, everybody hears it") {
  Bench bench;
  std::atomic<int> failures{0};
  const auto try_it = [&] {
    try {
      bench.commits.run(bench.marking("never"));
    } catch (const Error&) {
      ++failures;
    }
  };
  {
    auto taken = bench.database.begin();  // a second one cannot begin on this connection
    bench.serve({try_it, try_it, try_it});
  }
  CHECK(failures == 3);
  CHECK_FALSE(bench.channels.death_of("never"));
}

// Sixty are five groups, and the ten that come late would be a sixth.
TEST_CASE("while others hold the store, all that wait fail when the first one's patience ends") {
  const execassist::testing::ScratchFolder folder;
  const auto open = [&] {
    return store::Database::open(folder.at("a.db"), store::OpenMode::read_write, Seconds{60});
  };
  store::Database other = open();
  store::Database database = open();
  GroupCommit commits(database, std::chrono::milliseconds(1000));
  const auto held = other.begin();
  const auto began = std::chrono::steady_clock::now();
  std::atomic<int> failures{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 70; ++i) {
    threads.emplace_back([&, late = i >= 60] {
      if (late) std::this_thread::sleep_for(std::chrono::milliseconds(400));
      try {
        commits.run([](store::Transaction&) { return true; });
      } catch (const Error& failure) {
        CHECK(failure.kind() == ErrorKind::try_again);
        ++failures;
      }
    });
  }
  while (failures < 70) commits.serve_for(std::chrono::milliseconds(100));
  for (std::thread& thread : threads) thread.join();
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::milliseconds(2500));
}

TEST_CASE("with patience, what others hold for a moment is waited for") {
  const execassist::testing::ScratchFolder folder;
  const auto open = [&] {
    return store::Database::open(folder.at("a.db"), store::OpenMode::read_write, Seconds{60});
  };
  store::Database other = open();
  store::Database database = open();
  GroupCommit commits(database, std::chrono::seconds(60));
  std::atomic<bool> done{false};
  std::thread worker;
  std::thread releasing;
  {
    auto held = other.begin();
    worker = std::thread([&] { commits.run([&](store::Transaction&) { return done = true; }); });
    releasing = std::thread([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(300));
      held.commit();
    });
    while (!done) commits.serve();
    releasing.join();
  }
  worker.join();
  CHECK(done);
}

TEST_CASE("an owner that has other work to do waits no longer than it says") {
  store::Database database = store::Database::in_memory();
  GroupCommit commits(database);
  commits.serve_for(std::chrono::milliseconds(0));
  commits.serve_for(std::chrono::milliseconds(20));
  commits.wake();
  commits.serve_for(std::chrono::hours(1));
  bool done = false;
  std::thread worker([&] { commits.run([&](store::Transaction&) { return done = true; }); });
  while (!done) commits.serve_for(std::chrono::hours(1));
  worker.join();
  CHECK(done);
}

}  // namespace
}  // namespace execassist::app
