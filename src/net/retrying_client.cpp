#include "net/retrying_client.hpp"

#include <execassist/base/random.hpp>

#include <algorithm>
#include <utility>

namespace execassist::net {
namespace {

using Milliseconds = std::chrono::milliseconds;

Milliseconds scaled(Milliseconds length, double factor) {
  return Milliseconds{static_cast<Milliseconds::rep>(static_cast<double>(length.count()) * factor)};
}

}  // namespace

RetryingClient::RetryingClient(HttpClient& inner, Clock& clock, RetryPolicy policy)
    : inner_(inner), clock_(clock), policy_(std::move(policy)) {}

HttpResult RetryingClient::call(const HttpRequest& request) {
  const Instant started = clock_.wall();
  Pause slept{0};
  for (int tries = 1;; ++tries) {
    HttpResult result = inner_.call(request);
    if (request.at_most_once || tries >= policy_.tries || !may_be_repeated(result)) return result;
    const Pause pause = pause_after(result, tries);
    // A wall clock that is set back, or shows whole seconds only, must not lengthen the budget.
    const Pause passed = std::max<Pause>(clock_.wall() - started, slept);
    if (passed + pause > policy_.budget) return result;
    if (request.first_byte_before && clock_.wall() + pause > *request.first_byte_before) {
      return result;
    }
    clock_.sleep_for(pause);
    slept += pause;
  }
}

bool RetryingClient::may_be_repeated(const HttpResult& result) const {
  if (!result.response) {
    if (result.resting) return false;
    return result.failure == HttpFailure::not_sent || result.failure == HttpFailure::timed_out ||
           result.failure == HttpFailure::broken;
  }
  const HttpResponse& response = *result.response;
  if (response.status == 429 || (response.status >= 500 && response.status <= 599)) return true;
  return policy_.worth_repeating && policy_.worth_repeating(response);
}

// Spread, so that those who were turned away together do not come back together; after a
// Retry-After only towards later.
RetryingClient::Pause RetryingClient::pause_after(const HttpResult& result, int tries) const {
  const double spread = random_spread();
  if (result.response && result.response->retry_after.value_or(Seconds{0}) > Seconds{0}) {
    return *result.response->retry_after + scaled(policy_.first_pause, (spread + 1) / 4);
  }
  Pause pause = std::min(policy_.first_pause, policy_.longest_pause);
  for (int i = 1; i < tries && pause < policy_.longest_pause; ++i) {
    pause = std::min(pause * 2, policy_.longest_pause);
  }
  return std::min(scaled(pause, 1 + spread / 2), policy_.longest_pause);
}

}  // namespace execassist::net
