#include "platform/deadline.hpp"

#include <algorithm>

namespace execassist::platform {

Deadline::Deadline(std::chrono::milliseconds from_now)
    : end_(std::chrono::steady_clock::now() + from_now) {}

int Deadline::milliseconds_left() const {
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(end_ - std::chrono::steady_clock::now());
  return static_cast<int>(std::clamp<long long>(left.count(), 0, 3'600'000));
}

}  // namespace execassist::platform
