// Group commit: many threads, one writer. Worker threads hand in what they want done in the store;
// the thread that owns the connection does what has come in one transaction and lets them go on
// once it is durable. So fifty messages in flight do not cost fifty waits for the disk, and no
// thread but the owner touches the store.
#pragma once

#include "store/database.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace execassist::app {

class GroupCommit {
 public:
  // False: undo it. What others had done in the same transaction stands.
  using Work = std::function<bool(store::Transaction&)>;

  // `patience`: how long a work waits for a store that others hold; then all fail that wait by
  // that time, because somebody waits for each of them. Without it each group waits by itself, for
  // as long as the connection does: what has been sent should be stored whenever that is possible.
  explicit GroupCommit(store::Database& database,
                       std::optional<std::chrono::milliseconds> patience = {})
      : database_(database), patience_(patience) {}

  // For any thread but the owner's. Returns when the work is durable, or undone. Throws what the
  // work threw (it is undone then), or why the transaction could not be had or committed.
  void run(const Work& work);

  // For the owner's thread: waits until something has come, does it (some ten works at most, to
  // keep transactions short), and returns. Also returns when it was woken.
  void serve();
  // The same, but waits no longer than that; 0: only what has come.
  void serve_for(std::chrono::milliseconds longest);
  void wake();  // from any thread

 private:
  struct Order;

  std::deque<Order*> next_group(std::optional<std::chrono::milliseconds> longest);
  void carry_out(std::deque<Order*>& group);
  std::unique_ptr<store::Transaction> begin_for(std::deque<Order*>& group);
  void count_wait(std::deque<Order*>& group);
  void add_all_that_wait(std::deque<Order*>& group);

  store::Database& database_;
  const std::optional<std::chrono::milliseconds> patience_;
  std::mutex mutex_;
  std::condition_variable came_;
  std::deque<Order*> waiting_;
  bool woken_ = false;
};

}  // namespace execassist::app
