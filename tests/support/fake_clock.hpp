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

  Instant now() const override;
  Instant wall() const override;
  bool pretended() const override { return pretended_; }

  // Like the machine: both clocks run on, unless `now` is pretended.
  void sleep_for(std::chrono::milliseconds length) override;

  void set(Instant now);
  void set_wall(Instant wall);
  void advance(Seconds length);
  void pretend(Instant now);

  const std::vector<std::chrono::milliseconds>& sleeps() const { return sleeps_; }

 private:
  void move(Seconds length);

  mutable std::mutex guard_;
  Instant now_;
  Instant wall_;
  bool pretended_ = false;
  std::chrono::milliseconds slept_{0};
  std::vector<std::chrono::milliseconds> sleeps_;
};

}  // namespace execassist::testing
