#include "app/group_commit.hpp"

#include "store/savepoint.hpp"

#include <algorithm>
#include <exception>
#include <semaphore>

namespace execassist::app {
namespace {

// Enough to share the wait for a slow disk; few enough that the first need not wait long for the
// last.
constexpr std::size_t kLargestGroup = 12;
// A wait is cut into such pieces, and who waits counts them: those who come during another's wait
// are not to wait for longer than the other.
constexpr std::chrono::milliseconds kPiece{100};
constexpr std::chrono::milliseconds kNoWait{0};

}  // namespace

struct GroupCommit::Order {
  const Work& work;
  std::chrono::milliseconds waited{0};  // for a store that others held
  std::exception_ptr failure{};
  std::binary_semaphore done{0};
};

void GroupCommit::run(const Work& work) {
  Order order{work};
  {
    const std::scoped_lock lock(mutex_);
    waiting_.push_back(&order);
  }
  came_.notify_one();
  order.done.acquire();
  if (order.failure) std::rethrow_exception(order.failure);
}

void GroupCommit::serve() {
  std::deque<Order*> group = next_group(std::nullopt);
  if (!group.empty()) carry_out(group);
}

void GroupCommit::serve_for(std::chrono::milliseconds longest) {
  std::deque<Order*> group = next_group(longest);
  if (!group.empty()) carry_out(group);
}

void GroupCommit::wake() {
  {
    const std::scoped_lock lock(mutex_);
    woken_ = true;
  }
  came_.notify_one();
}

std::deque<GroupCommit::Order*> GroupCommit::next_group(
    std::optional<std::chrono::milliseconds> longest) {
  std::unique_lock lock(mutex_);
  const auto something = [this] { return woken_ || !waiting_.empty(); };
  if (longest) {
    came_.wait_for(lock, *longest, something);
  } else {
    came_.wait(lock, something);
  }
  woken_ = false;
  std::deque<Order*> group;
  while (!waiting_.empty() && group.size() < kLargestGroup) {
    group.push_back(waiting_.front());
    waiting_.pop_front();
  }
  return group;
}

// When patience has ended, a last attempt finds the words for all of them, or has luck.
std::unique_ptr<store::Transaction> GroupCommit::begin_for(std::deque<Order*>& group) {
  using store::Transaction;
  if (!patience_) return std::unique_ptr<Transaction>(new Transaction(database_.begin()));
  while (group.front()->waited < *patience_) {
    if (auto transaction = database_.try_begin(kPiece)) return transaction;
    count_wait(group);
  }
  add_all_that_wait(group);
  return std::unique_ptr<Transaction>(new Transaction(database_.begin(kNoWait)));
}

void GroupCommit::count_wait(std::deque<Order*>& group) {
  const std::scoped_lock lock(mutex_);
  for (Order* order : group) order->waited += kPiece;
  for (Order* order : waiting_) order->waited += kPiece;
}

void GroupCommit::add_all_that_wait(std::deque<Order*>& group) {
  const std::scoped_lock lock(mutex_);
  group.insert(group.end(), waiting_.begin(), waiting_.end());
  waiting_.clear();
}

void GroupCommit::carry_out(std::deque<Order*>& group) {
  std::exception_ptr failure;
  try {
    const auto transaction = begin_for(group);
    for (Order* order : group) {
      try {
        store::Savepoint part(database_, *transaction);
        if (order->work(*transaction)) part.keep();
      } catch (...) {
        order->failure = std::current_exception();
      }
    }
    transaction->commit();
  } catch (...) {
    failure = std::current_exception();
  }
  for (Order* order : group) {
    if (!order->failure) order->failure = failure;
    order->done.release();
  }
}

}  // namespace execassist::app
