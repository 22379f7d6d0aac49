#include "net/limiting_client.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>

namespace execassist::net {
namespace {

using Micros = std::chrono::microseconds;

constexpr double kSlowest = 1.0 / 86'400;  // turns per second; also stands in for zero and less

HttpResult not_made(const std::string& error) {
  HttpResult result;
  result.failure = HttpFailure::not_sent;
  result.error = error;
  return result;
}

Micros interval_of(const RateLimit& limit) {
  const double micros = 1e6 / std::max(limit.per_second, kSlowest);
  return std::max(Micros{static_cast<Micros::rep>(micros)}, Micros{1});
}

}  // namespace

LimitingClient::LimitingClient(HttpClient& inner, Clock& clock, RateLimit limit)
    : inner_(inner),
      clock_(clock),
      limit_(limit),
      interval_(interval_of(limit)),
      allowance_(interval_ * (std::max(limit.burst, 1) - 1)) {}

HttpResult LimitingClient::call(const HttpRequest& request) {
  if (request.quota.empty()) return inner_.call(request);
  if (std::optional<HttpResult> refused = wait_for_turn(request)) return *refused;
  HttpResult result = inner_.call(request);
  if (result.response && result.response->status == 429 && result.response->retry_after) {
    rest(request.quota, *result.response->retry_after);
  }
  return result;
}

LimitingClient::Quota& LimitingClient::current(const std::string& name) {
  Quota& quota = quotas_[name];
  quota.now = std::max<Micros>(quota.now, clock_.wall().time_since_epoch());
  return quota;
}

std::optional<HttpResult> LimitingClient::wait_for_turn(const HttpRequest& request) {
  std::chrono::milliseconds waited{0};
  for (;;) {
    Micros turn{0};
    std::chrono::milliseconds wait{0};
    {
      const std::scoped_lock lock(guard_);
      Quota& quota = current(request.quota);
      turn = std::max(quota.now, quota.full_at - allowance_);
      wait = std::chrono::ceil<std::chrono::milliseconds>(turn - quota.now);
      if (waited + wait > limit_.longest_wait) {
        HttpResult result =
            not_made(one_line(request.quota) + ": the rate limit is reached; the next call may " +
                     "be made in " + describe_duration(std::chrono::ceil<Seconds>(wait)));
        result.resting = limit_.longest_wait.count() == 0;
        return result;
      }
      if (request.first_byte_before && clock_.wall() + wait > *request.first_byte_before) {
        return not_made(one_line(request.quota) +
                        (wait.count() > 0
                             ? ": the rate limit is reached, and the next turn is too late"
                             : ": the moment for this call has passed"));
      }
      quota.full_at = std::max(quota.full_at, turn) + interval_;
    }
    if (wait.count() == 0) return std::nullopt;
    clock_.sleep_for(wait);
    waited += wait;
    const std::scoped_lock lock(guard_);
    Quota& quota = current(request.quota);
    quota.now = std::max(quota.now, turn);
    // A turn that was given before the quota was sent to rest is void.
    if (turn >= quota.rests_until) return std::nullopt;
  }
}

void LimitingClient::rest(const std::string& name, Seconds length) {
  constexpr Seconds kResolution{1};  // of what the quota takes for now
  const std::scoped_lock lock(guard_);
  Quota& quota = current(name);
  quota.rests_until = std::max<Micros>(quota.rests_until, quota.now + kResolution + length);
  quota.full_at = std::max(quota.full_at, quota.rests_until + allowance_);
}

}  // namespace execassist::net
