#include "app/worker_pool.hpp"

namespace execassist::app {

WorkerPool::~WorkerPool() {
  {
    const std::scoped_lock lock(mutex_);
    closing_ = true;
    waiting_.clear();
  }
  work_came_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void WorkerPool::start(std::size_t ticket, std::function<void()> work) {
  {
    const std::scoped_lock lock(mutex_);
    waiting_.emplace_back(ticket, std::move(work));
  }
  ++out_;
  if (threads_.size() < out_) threads_.emplace_back([this] { serve(); });
  work_came_.notify_one();
}

std::size_t WorkerPool::wait() {
  std::unique_lock lock(mutex_);
  work_ended_.wait(lock, [this] { return !ended_.empty(); });
  const std::size_t ticket = ended_.front();
  ended_.pop_front();
  --out_;
  return ticket;
}

void WorkerPool::serve() {
  std::unique_lock lock(mutex_);
  for (;;) {
    work_came_.wait(lock, [this] { return closing_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    auto [ticket, work] = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    work();
    lock.lock();
    ended_.push_back(ticket);
    work_ended_.notify_one();
  }
}

}  // namespace execassist::app
