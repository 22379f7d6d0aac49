// A clock that moves only when told to, or when somebody sleeps on it. It remembers the sleeps.
#pragma once

#include <execassist/ports/clock.hpp>

#include <vector>

namespace execassist::testing {

class FakeClock final : public Clock {
 public:
  explicit FakeClock(Instant start = *parse_rfc3339("2026-11-21T09:30:00Z"))
      : now_(start), wall_(start) {}

  Instant now() const override { return now_; }
  Instant wall() const override { return wall_; }
  bool pretended() const override { return pretended_; }

  // Like the machine: both clocks run on, unless `now` is pretended.
  void sleep_for(std::chrono::milliseconds length) override {
    sleeps_.push_back(length);
    slept_ += length;
    const Seconds whole = std::chrono::duration_cast<Seconds>(slept_);
    slept_ -= whole;
    advance(whole);
  }

  void set(Instant now) { now_ = now; }
  void set_wall(Instant wall) { wall_ = wall; }
  void advance(Seconds length) {
    wall_ += length;
    if (!pretended_) now_ += length;
  }
  void pretend(Instant now) {
    pretended_ = true;
    now_ = now;
  }

  const std::vector<std::chrono::milliseconds>& sleeps() const { return sleeps_; }

 private:
  Instant now_;
  Instant wall_;
  bool pretended_ = false;
  std::chrono::milliseconds slept_{0};
  std::vector<std::chrono::milliseconds> sleeps_;
};

}  // namespace execassist::testing
