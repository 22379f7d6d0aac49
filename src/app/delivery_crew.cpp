#include "app/delivery_crew.hpp"

#include <utility>

namespace execassist::app {
namespace {

constexpr std::size_t kFewWaiting = 25;

}  // namespace

DeliveryCrew::~DeliveryCrew() {
  waiting_.clear();
  while (!running_.empty()) advance();
}

void DeliveryCrew::add(std::string lane, Work work) {
  waiting_.push_back({std::move(lane), std::move(work)});
}

bool DeliveryCrew::has_room() const { return waiting_.size() < kFewWaiting; }

void DeliveryCrew::advance() {
  start_what_may();
  if (!running_.empty()) commits_.serve();
  take_note_of_ended();
}

void DeliveryCrew::finish() {
  while (!idle()) advance();
  if (failure_) std::rethrow_exception(failure_);
}

void DeliveryCrew::start_what_may() {
  if (failure_) waiting_.clear();
  for (auto task = waiting_.begin(); task != waiting_.end() && pool_.has_room();) {
    if (!busy_lanes_.insert(task->lane).second) {
      ++task;
      continue;
    }
    const std::size_t ticket = next_ticket_++;
    const Task& started = running_.emplace(ticket, std::move(*task)).first->second;
    task = waiting_.erase(task);
    pool_.start(ticket, [this, ticket, &started] { work_on(ticket, started.work); });
  }
}

void DeliveryCrew::work_on(std::size_t ticket, const Work& work) {
  Ended ended{ticket};
  try {
    work(commits_);
  } catch (...) {
    ended.failure = std::current_exception();
  }
  {
    const std::scoped_lock lock(guard_);
    ended_.push_back(std::move(ended));
  }
  commits_.wake();
}

void DeliveryCrew::take_note_of_ended() {
  std::list<Ended> ended;
  {
    const std::scoped_lock lock(guard_);
    ended.swap(ended_);
  }
  for (Ended& each : ended) {
    if (!failure_) failure_ = each.failure;
    pool_.wait();
    const auto task = running_.find(each.ticket);
    busy_lanes_.erase(task->second.lane);
    running_.erase(task);
  }
}

}  // namespace execassist::app
