#include "web/connection_pool.hpp"

#include <atomic>
#include <semaphore>

#include <doctest/doctest.h>

namespace execassist::web {
namespace {

TEST_CASE("closing waits for all that was added") {
  std::atomic<int> done = 0;
  ConnectionPool pool(4, 1000);
  for (int i = 0; i < 500; ++i) pool.add([&] { ++done; });
  pool.close();
  CHECK(done == 500);
  pool.add([&] { ++done; });
  pool.close();
  CHECK(done == 500);
}

TEST_CASE("what has not begun when its patience ends is dropped") {
  std::binary_semaphore begun(0);
  std::binary_semaphore go(0);
  std::atomic<int> done = 0;
  ConnectionPool pool(1, 1000);
  pool.add([&] {
    begun.release();
    go.acquire();
    ++done;
  });
  begun.acquire();
  pool.add([&] { ++done; });
  std::thread closing([&] { pool.close(std::chrono::milliseconds(50)); });
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  go.release();
  closing.join();
  CHECK(done == 1);
}

TEST_CASE("as many run at once as there are threads, the rest waits its turn") {
  std::counting_semaphore<> begun(0);
  std::counting_semaphore<> go(0);
  std::atomic<int> running = 0;
  std::atomic<int> most = 0;
  ConnectionPool pool(3, 1);
  std::thread adder([&] {
    for (int i = 0; i < 8; ++i) {
      pool.add([&] {
        const int now = ++running;
        int before = most;
        while (now > before && !most.compare_exchange_weak(before, now)) {
        }
        begun.release();
        go.acquire();
        --running;
      });
    }
  });
  for (int i = 0; i < 3; ++i) begun.acquire();
  CHECK(running == 3);
  CHECK_FALSE(begun.try_acquire_for(std::chrono::milliseconds(100)));
  go.release(8);
  adder.join();
  pool.close();
  CHECK(most == 3);
}

}  // namespace
}  // namespace execassist::web
