#include "app/worker_pool.hpp"

#include <atomic>
#include <chrono>
#include <set>

#include <doctest/doctest.h>

namespace execassist::app {
namespace {

TEST_CASE("the pool runs everything once, never more than its width at a time") {
  constexpr std::size_t kWidth = 4;
  constexpr std::size_t kJobs = 200;
  std::atomic<int> running{0};
  std::atomic<int> most{0};
  std::set<std::size_t> ended;
  WorkerPool pool(kWidth);
  std::size_t started = 0;
  while (ended.size() < kJobs) {
    while (started < kJobs && pool.has_room()) {
      pool.start(started++, [&] {
        const int now = ++running;
        int before = most.load();
        while (now > before && !most.compare_exchange_weak(before, now)) {
        }
        std::this_thread::sleep_for(std::chrono::microseconds{200});
        --running;
      });
    }
    CHECK(ended.insert(pool.wait()).second);
  }
  CHECK(most > 1);
  CHECK(most <= static_cast<int>(kWidth));
}

TEST_CASE("a pool that is left early waits for what has begun") {
  std::atomic<bool> finished{false};
  {
    WorkerPool pool(1);
    std::atomic<bool> begun{false};
    pool.start(0, [&] {
      begun = true;
      std::this_thread::sleep_for(std::chrono::milliseconds{20});
      finished = true;
    });
    while (!begun) std::this_thread::yield();
  }
  CHECK(finished);
}

TEST_CASE("a pool of which nothing was asked ends at once") {
  const WorkerPool pool(8);
  CHECK(pool.has_room());
}

}  // namespace
}  // namespace execassist::app
