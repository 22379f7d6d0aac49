// Group commit: many threads, one writer. Worker threads hand in what they want done in the store;
// the thread that owns the connection does what has come in one transaction and lets them go on
// once it is durable. So fifty messages in flight do not cost fifty waits for the disk, and no
// thread but the owner touches the store.
#pragma once

#include "store/database.hpp"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>

namespace execassist::app {

class GroupCommit {
 public:
  // False: undo it. What others had done in the same transaction stands.
  using Work = std::function<bool(store::Transaction&)>;

  explicit GroupCommit(store::Database& database) : database_(database) {}

  // For any thread but the owner's. Returns when the work is durable, or undone. Throws what the
  // work threw (it is undone then), or why the transaction could not be had or committed.
  void run(const Work& work);

  // For the owner's thread: waits until something has come, does it (some ten works at most, to
  // keep transactions short), and returns. Also returns when it was woken.
  void serve();
  void wake();  // from any thread

 private:
  struct Order;

  std::deque<Order*> next_group();
  void carry_out(std::deque<Order*>& group);

  store::Database& database_;
  std::mutex mutex_;
  std::condition_variable came_;
  std::deque<Order*> waiting_;
  bool woken_ = false;
};

}  // namespace execassist::app
