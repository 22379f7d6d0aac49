#include "support/fake_clock.hpp"

namespace execassist::testing {

Instant FakeClock::now() const {
  const std::scoped_lock lock(guard_);
  return now_;
}

Instant FakeClock::wall() const {
  const std::scoped_lock lock(guard_);
  return wall_;
}

void FakeClock::sleep_for(std::chrono::milliseconds length) {
  const std::scoped_lock lock(guard_);
  sleeps_.push_back(length);
  slept_ += length;
  const Seconds whole = std::chrono::duration_cast<Seconds>(slept_);
  slept_ -= whole;
  move(whole);
}

void FakeClock::set(Instant now) {
  const std::scoped_lock lock(guard_);
  now_ = now;
}

void FakeClock::set_wall(Instant wall) {
  const std::scoped_lock lock(guard_);
  wall_ = wall;
}

void FakeClock::advance(Seconds length) {
  const std::scoped_lock lock(guard_);
  move(length);
}

void FakeClock::pretend(Instant now) {
  pretended_ = true;
  now_ = now;
}

void FakeClock::move(Seconds length) {
  wall_ += length;
  if (!pretended_) now_ += length;
}

}  // namespace execassist::testing
