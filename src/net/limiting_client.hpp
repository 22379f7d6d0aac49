// Keeps calls of one quota (HttpRequest::quota) within a rate: a token bucket per quota. A call
// waits for its turn, in the order of arrival; one whose turn would come later than `longest_wait`
// is not made: it fails as not_sent (and as resting, where nothing ever waits). After a 429 the
// quota rests for as long as the answer asked.
//
// Clock::wall() shows whole seconds, and turns are closer than that. So each quota keeps a time of
// its own, in microseconds, which follows the wall clock and in between advances by what was slept:
// never ahead of the truth, less than a second behind. So a wait may be up to a second longer than
// need be after a pause, and in no stretch of time are there more turns than the rate and the burst
// allow for that stretch and one second. A wall clock that is set back costs bursts, not turns.
#pragma once

#include <execassist/ports/clock.hpp>
#include <execassist/ports/http_client.hpp>

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace execassist::net {

struct RateLimit {
  double per_second = 10;
  int burst = 20;
  std::chrono::milliseconds longest_wait{std::chrono::seconds{10}};
};

class LimitingClient final : public HttpClient {
 public:
  LimitingClient(HttpClient& inner, Clock& clock, RateLimit limit);
  HttpResult call(const HttpRequest& request) override;

 private:
  using Micros = std::chrono::microseconds;

  struct Quota {
    Micros now{0};
    Micros full_at{0};  // when the bucket will be full again, if nobody else comes
    Micros rests_until{0};
  };

  Quota& current(const std::string& name);  // with guard_ held
  // Nothing: it is the caller's turn. Else why the call is not made.
  std::optional<HttpResult> wait_for_turn(const HttpRequest& request);
  void rest(const std::string& name, Seconds length);

  HttpClient& inner_;
  Clock& clock_;
  RateLimit limit_;
  Micros interval_;   // between two turns
  Micros allowance_;  // how far a burst may run ahead of them
  std::mutex guard_;
  std::map<std::string, Quota> quotas_;
};

}  // namespace execassist::net
