#include "app/round_thread.hpp"

#include <atomic>
#include <semaphore>
#include <stdexcept>

#include <doctest/doctest.h>

namespace execassist::app {
namespace {

using std::chrono::milliseconds;

TEST_CASE("it works at its start, when it is rung, and not in between") {
  std::counting_semaphore<> done(0);
  RoundThread thread("test", [&]() -> std::optional<Seconds> {
    done.release();
    return std::nullopt;
  });
  thread.start();
  done.acquire();
  CHECK_FALSE(done.try_acquire_for(milliseconds(100)));
  thread.ring();
  done.acquire();
  CHECK_FALSE(done.try_acquire_for(milliseconds(100)));
  thread.stop(true);
  CHECK_FALSE(done.try_acquire());
}

TEST_CASE("it works again when something is due") {
  std::counting_semaphore<> done(0);
  RoundThread thread("test", [&]() -> std::optional<Seconds> {
    done.release();
    return Seconds{1};
  });
  thread.start();
  done.acquire();
  CHECK(done.try_acquire_for(milliseconds(5000)));
}

TEST_CASE("a ring during a round is not lost, also not at the end") {
  std::counting_semaphore<> begun(0);
  std::counting_semaphore<> go(0);
  std::atomic<int> rounds = 0;
  RoundThread thread("test", [&]() -> std::optional<Seconds> {
    begun.release();
    go.acquire();
    ++rounds;
    return std::nullopt;
  });
  thread.start();
  begun.acquire();
  thread.ring();
  go.release();
  begun.acquire();
  thread.ring();
  std::thread stopper([&] { thread.stop(true); });
  std::this_thread::sleep_for(milliseconds(50));
  go.release(10);
  stopper.join();
  CHECK(rounds == 3);
}

TEST_CASE("a stop without a last round ends after the round in hand") {
  std::counting_semaphore<> begun(0);
  std::counting_semaphore<> go(0);
  std::atomic<int> rounds = 0;
  RoundThread thread("test", [&]() -> std::optional<Seconds> {
    begun.release();
    go.acquire();
    ++rounds;
    return std::nullopt;
  });
  thread.start();
  begun.acquire();
  thread.ring();
  std::thread stopper([&] { thread.stop(false); });
  std::this_thread::sleep_for(milliseconds(50));
  go.release(10);
  stopper.join();
  CHECK(rounds == 1);
}

TEST_CASE("what a round throws is kept until one succeeds") {
  std::counting_semaphore<> done(0);
  std::atomic<bool> broken = true;
  RoundThread thread("test", [&]() -> std::optional<Seconds> {
    done.release();
    if (broken) throw std::runtime_error("no\nluck");
    return std::nullopt;
  });
  thread.start();
  done.acquire();
  for (int i = 0; i < 500 && thread.trouble().empty(); ++i) {
    std::this_thread::sleep_for(milliseconds(10));
  }
  CHECK(thread.trouble() == "no luck");
  broken = false;
  thread.ring();
  done.acquire();
  thread.stop(false);
  CHECK(thread.trouble().empty());
}

}  // namespace
}  // namespace execassist::app
