// Two clocks (src/README.md). `now` rules what is due and every stored time; `wall` is always the
// machine's and rules what others check.
#pragma once

#include <execassist/base/instant.hpp>

#include <chrono>

namespace execassist {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
  virtual Instant wall() const = 0;
  virtual bool pretended() const = 0;  // `now` is not the machine's
  virtual void sleep_for(std::chrono::milliseconds length) = 0;
};

}  // namespace execassist
