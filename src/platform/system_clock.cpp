#include "platform/system_clock.hpp"

#include <thread>

namespace execassist::platform {

Instant SystemClock::now() const { return pretended_ ? *pretended_ : wall(); }

Instant SystemClock::wall() const {
  return std::chrono::floor<Seconds>(std::chrono::system_clock::now());
}

void SystemClock::sleep_for(std::chrono::milliseconds length) {
  std::this_thread::sleep_for(length);
}

}  // namespace execassist::platform
