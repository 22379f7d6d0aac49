// The machine's clock, the only one in the program. A pretended `now` stands still: it neither runs
// nor moves by sleeping, so that one command sees one moment. Do not loop until such a clock has
// reached something.
#pragma once

#include <execassist/ports/clock.hpp>

#include <optional>

namespace execassist::platform {

class SystemClock final : public Clock {
 public:
  Instant now() const override;
  Instant wall() const override;
  bool pretended() const override { return pretended_.has_value(); }

  // Really, also while pretending: who sleeps waits for another machine.
  void sleep_for(std::chrono::milliseconds length) override;

  void pretend(Instant now) { pretended_ = now; }

 private:
  std::optional<Instant> pretended_;
};

}  // namespace execassist::platform
