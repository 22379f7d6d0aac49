// A circuit breaker: when so many calls in a row have met no answer, the service is taken to be out
// of reach, and for a while calls fail at once as not_sent, instead of each waiting for its
// time-out. One dark service must not hold up what does not need it. An answer of any status closes
// the circuit; after the rest calls try again, and the first that fails opens it once more.
#pragma once

#include <execassist/ports/clock.hpp>
#include <execassist/ports/http_client.hpp>

#include <mutex>

namespace execassist::net {

struct BreakerLimits {
  int failures = 8;  // in a row
  Seconds rest{60};  // by the machine's clock
};

class BreakingClient final : public HttpClient {
 public:
  BreakingClient(HttpClient& inner, const Clock& clock, BreakerLimits limits)
      : inner_(inner), clock_(clock), limits_(limits) {}

  HttpResult call(const HttpRequest& request) override;

 private:
  HttpClient& inner_;
  const Clock& clock_;
  const BreakerLimits limits_;
  std::mutex guard_;
  int failures_ = 0;
  Instant rests_until_{};
};

}  // namespace execassist::net
