#include "app/group_commit.hpp"

#include "store/channel_repository.hpp"

#include <execassist/base/error.hpp>

#include <atomic>
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

}  // namespace
}  // namespace execassist::app
