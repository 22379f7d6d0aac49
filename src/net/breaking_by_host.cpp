#include "net/breaking_by_host.hpp"

#include "net/http_target.hpp"

namespace execassist::net {

HttpResult BreakingByHost::call(const HttpRequest& request) {
  return breaker_of(target_of(request.url, request.metadata, request.plain_http).host)
      .call(request);
}

HttpClient& BreakingByHost::breaker_of(const std::string& host) {
  const std::scoped_lock lock(guard_);
  auto& slot = breakers_[host];
  if (!slot) slot = std::make_unique<BreakingClient>(inner_, clock_, limits_);
  return *slot;
}

}  // namespace execassist::net
