// A point on the machine's monotonic clock by which something must be over.
#pragma once

#include <chrono>

namespace execassist::platform {

class Deadline {
 public:
  explicit Deadline(std::chrono::milliseconds from_now);

  // For poll(2); 0 once it is over.
  int milliseconds_left() const;
  bool over() const { return milliseconds_left() == 0; }

  // This one, unless the other comes first.
  Deadline or_earlier(const Deadline& other) const { return end_ < other.end_ ? *this : other; }

 private:
  std::chrono::steady_clock::time_point end_;
};

}  // namespace execassist::platform
