// A clock that moves only when told to, or when somebody sleeps on it. It remembers the sleeps. It
// may be used from several threads.
#pragma once

#include <execassist/ports/clock.hpp>

#include <mutex>
#include <vector>

namespace execassist::testing {

class FakeClock final : public Clock {
 public:
  explicit FakeClock(Instant start = *parse_rfc3339("2026-11-21T09:30:00Z"))
      : now_(start), wall_(start) {}

  Instant now() const override {
    const std::scoped_lock lock(guard_);
    return now_;
  }
  Instant wall() const override {
    const std::scoped_lock lock(guard_);
    return wall_;
  }
  bool pretended() const override { return pretended_; }

  // Like the machine: both clocks run on, unless `now` is pretended.
  void sleep_for(std::chrono::milliseconds length) override {
    const std::scoped_lock lock(guard_);
    sleeps_.push_back(length);
    slept_ += length;
    const Seconds whole = std::chrono::duration_cast<Seconds>(slept_);
    slept_ -= whole;
    move(whole);
  }

  void set(Instant now) {
    const std::scoped_lock lock(guard_);
    now_ = now;
  }
  void set_wall(Instant wall) {
    const std::scoped_lock lock(guard_);
    wall_ = wall;
  }
  void advance(Seconds length) {
    const std::scoped_lock lock(guard_);
    move(length);
  }
  void pretend(Instant now) {
    pretended_ = true;
    now_ = now;
  }

  const std::vector<std::chrono::milliseconds>& sleeps() const { return sleeps_; }

 private:
  void move(Seconds length) {
    wall_ += length;
    if (!pretended_) now_ += length;
  }

  mutable std::mutex guard_;
  Instant now_;
  Instant wall_;
  bool pretended_ = false;
  std::chrono::milliseconds slept_{0};
  std::vector<std::chrono::milliseconds> sleeps_;
};

}  // namespace execassist::testing
