#include "net/breaking_client.hpp"

#include <execassist/base/log.hpp>
#include <execassist/base/text.hpp>

namespace execassist::net {

HttpResult BreakingClient::call(const HttpRequest& request) {
  {
    const std::scoped_lock lock(guard_);
    if (clock_.wall() < rests_until_) {
      HttpResult result;
      result.failure = HttpFailure::not_sent;
      result.resting = true;
      result.error =
          "not tried, after " + count_of(limits_.failures, "call") + " in a row without an answer";
      return result;
    }
  }
  HttpResult result = inner_.call(request);
  const bool dark = !result.response && result.failure != HttpFailure::too_large &&
                    result.failure != HttpFailure::refused;
  const std::scoped_lock lock(guard_);
  if (!dark) {
    failures_ = 0;
    rests_until_ = {};
  } else if (++failures_ >= limits_.failures) {
    failures_ = limits_.failures - 1;
    rests_until_ = clock_.wall() + limits_.rest;
    log(LogLevel::info, {{"error", result.error}}, "http: the service is left alone for a while");
  }
  return result;
}

}  // namespace execassist::net
