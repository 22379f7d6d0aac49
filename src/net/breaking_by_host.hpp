// A circuit breaker for each host that is called: one that is dark holds up nobody but its own.
#pragma once

#include "net/breaking_client.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace execassist::net {

class BreakingByHost final : public HttpClient {
 public:
  BreakingByHost(HttpClient& inner, const Clock& clock, BreakerLimits limits)
      : inner_(inner), clock_(clock), limits_(limits) {}

  HttpResult call(const HttpRequest& request) override;

 private:
  HttpClient& breaker_of(const std::string& host);

  HttpClient& inner_;
  const Clock& clock_;
  const BreakerLimits limits_;
  std::mutex guard_;
  std::map<std::string, std::unique_ptr<BreakingClient>> breakers_;
};

}  // namespace execassist::net
