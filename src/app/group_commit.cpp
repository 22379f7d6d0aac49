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

}  // namespace

struct GroupCommit::Order {
  const Work& work;
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
  std::deque<Order*> group = next_group();
  if (!group.empty()) carry_out(group);
}

void GroupCommit::wake() {
  {
    const std::scoped_lock lock(mutex_);
    woken_ = true;
  }
  came_.notify_one();
}

std::deque<GroupCommit::Order*> GroupCommit::next_group() {
  std::unique_lock lock(mutex_);
  came_.wait(lock, [this] { return woken_ || !waiting_.empty(); });
  woken_ = false;
  std::deque<Order*> group;
  while (!waiting_.empty() && group.size() < kLargestGroup) {
    group.push_back(waiting_.front());
    waiting_.pop_front();
  }
  return group;
}

void GroupCommit::carry_out(std::deque<Order*>& group) {
  std::exception_ptr failure;
  try {
    auto transaction = database_.begin();
    for (Order* order : group) {
      try {
        store::Savepoint part(database_, transaction);
        if (order->work(transaction)) part.keep();
      } catch (...) {
        order->failure = std::current_exception();
      }
    }
    transaction.commit();
  } catch (...) {
    failure = std::current_exception();
  }
  for (Order* order : group) {
    if (!order->failure) order->failure = failure;
    order->done.release();
  }
}

}  // namespace execassist::app
