#include "web/connection_pool.hpp"

#include <system_error>
#include <utility>

namespace execassist::web {

void ConnectionPool::add(std::function<void()> work) {
  std::unique_lock lock(mutex_);
  room_came_.wait(lock, [this] { return closing_ || waiting_.size() < most_waiting_; });
  if (closing_) return;
  waiting_.push_back(std::move(work));
  if (waiting_.size() > free_ && threads_.size() < most_threads_) make_thread();
  work_came_.notify_one();
}

// Under the lock. A machine that is short of threads serves with those that there are.
void ConnectionPool::make_thread() {
  try {
    threads_.emplace_back([this] { serve(); });
  } catch (const std::system_error&) {
    if (threads_.empty()) throw;
  }
}

void ConnectionPool::close(std::chrono::milliseconds patience) {
  std::vector<std::thread> threads;
  {
    std::unique_lock lock(mutex_);
    closing_ = true;
    threads.swap(threads_);
    work_came_.notify_all();
    room_came_.notify_all();
    all_begun_.wait_for(lock, patience, [this] { return waiting_.empty(); });
    waiting_.clear();
  }
  for (std::thread& each : threads) each.join();
}

void ConnectionPool::serve() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ++free_;
    work_came_.wait(lock, [this] { return closing_ || !waiting_.empty(); });
    --free_;
    if (waiting_.empty()) return;
    const std::function<void()> work = std::move(waiting_.front());
    waiting_.pop_front();
    if (waiting_.empty()) all_begun_.notify_all();
    lock.unlock();
    room_came_.notify_one();
    work();
    lock.lock();
  }
}

}  // namespace execassist::web
