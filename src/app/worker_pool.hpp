// A bounded number of threads for calls that wait for the network. Work is handed out under a
// ticket; the owner's thread learns which ticket has ended and does the rest itself, so that the
// store and the report stay with one thread.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace execassist::app {

class WorkerPool {
 public:
  explicit WorkerPool(std::size_t width) : width_(width) {}
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;
  ~WorkerPool();  // waits for what has begun; what has not is dropped

  bool has_room() const { return out_ < width_; }

  // REQUIRES: has_room(); `work` throws nothing. Threads are made as they are needed.
  void start(std::size_t ticket, std::function<void()> work);

  // The next ticket that has ended. REQUIRES: something was started and not yet waited for.
  std::size_t wait();

 private:
  void serve();

  const std::size_t width_;
  std::size_t out_ = 0;  // started and not yet waited for; the owner's alone
  std::mutex mutex_;
  std::condition_variable work_came_;
  std::condition_variable work_ended_;
  std::deque<std::pair<std::size_t, std::function<void()>>> waiting_;
  std::deque<std::size_t> ended_;
  bool closing_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace execassist::app
