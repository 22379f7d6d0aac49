// Works that wait for the network, many at a time, on threads of their own; the store stays with
// the thread that advances the crew. Works of one lane follow each other in the order in which they
// were added, so that a person's messages come in their order.
#pragma once

#include "app/group_commit.hpp"
#include "app/worker_pool.hpp"

#include <cstddef>
#include <exception>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <set>
#include <string>

namespace execassist::app {

class DeliveryCrew {
 public:
  using Work = std::function<void(GroupCommit&)>;

  explicit DeliveryCrew(store::Database& database) : commits_(database) {}
  DeliveryCrew(const DeliveryCrew&) = delete;
  DeliveryCrew& operator=(const DeliveryCrew&) = delete;
  ~DeliveryCrew();  // lets what runs come to its end; what waits is dropped

  void add(std::string lane, Work work);

  // Few enough wait that more may be added.
  bool has_room() const;
  bool idle() const { return waiting_.empty() && running_.empty(); }

  // Starts what may start, and does what the running ones want done in the store, once. Nothing
  // starts any more after a work has thrown.
  void advance();

  // Advances until idle, then throws what the first failing work threw.
  void finish();
  bool failed() const { return failure_ != nullptr; }

 private:
  struct Task {
    std::string lane;
    Work work;
  };

  void start_what_may();
  void take_note_of_ended();
  void work_on(std::size_t ticket, const Work& work);

  GroupCommit commits_;
  std::list<Task> waiting_;
  std::map<std::size_t, Task> running_;
  std::set<std::string> busy_lanes_;
  std::size_t next_ticket_ = 0;
  std::exception_ptr failure_;

  struct Ended {
    std::size_t ticket = 0;
    std::exception_ptr failure{};
  };
  std::mutex guard_;
  std::list<Ended> ended_;

  static constexpr std::size_t kWidth = 50;  // calls in flight
  WorkerPool pool_{kWidth};                  // last: its threads end before what they use
};

}  // namespace execassist::app
