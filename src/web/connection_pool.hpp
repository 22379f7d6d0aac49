// A bounded number of threads, one for each connection that is being served. When all are busy and
// many connections wait, the next ones stay in the kernel's queue.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace execassist::web {

class ConnectionPool {
 public:
  static constexpr std::chrono::seconds kPatience{2};

  ConnectionPool(std::size_t threads, std::size_t waiting)
      : most_threads_(threads), most_waiting_(waiting) {}
  ConnectionPool(const ConnectionPool&) = delete;
  ConnectionPool& operator=(const ConnectionPool&) = delete;
  ~ConnectionPool() { close(); }

  // Waits while too many wait. REQUIRES: `work` throws nothing. After `close` it is dropped.
  void add(std::function<void()> work);

  // From any thread, any number of times. Returns when all that was added is done; what has not
  // begun within `patience` is dropped.
  void close(std::chrono::milliseconds patience = kPatience);

 private:
  void serve();
  void make_thread();

  const std::size_t most_threads_;
  const std::size_t most_waiting_;
  std::mutex mutex_;
  std::condition_variable work_came_;
  std::condition_variable room_came_;
  std::condition_variable all_begun_;
  std::deque<std::function<void()>> waiting_;
  std::size_t free_ = 0;  // threads that wait for work
  bool closing_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace execassist::web
