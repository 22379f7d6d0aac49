// The one HTTP client of the house, over libcurl. Connections are kept: each thread takes a handle
// that is not in use and gives it back. Nothing is initialised before the first call, so that
// commands that call nobody start fast. Proxies come from the environment, but never for loopback
// and for metadata services.
#pragma once

#include <execassist/ports/clock.hpp>
#include <execassist/ports/http_client.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace execassist::net {

class CurlHandles;

struct CurlLimits {
  std::chrono::milliseconds connect_timeout{std::chrono::seconds{10}};
  // Of a whole call. The time for which the machine was suspended counts, by the wall clock.
  std::chrono::milliseconds timeout{std::chrono::seconds{30}};
  // Where set: an answer of which less than 1 KiB a second comes for that long has timed out. So a
  // large one may take its time, and one that drips may not.
  Seconds stall{0};
};

class CurlClient final : public HttpClient {
 public:
  // `clock` is lent; only its wall() is asked.
  // Google compresses only for a `user_agent` that contains "gzip".
  CurlClient(const CurlLimits& limits, const Clock& clock, std::string user_agent);
  CurlClient(const CurlClient&) = delete;
  CurlClient& operator=(const CurlClient&) = delete;
  ~CurlClient() override;

  HttpResult call(const HttpRequest& request) override;

 private:
  CurlLimits limits_;
  const Clock& clock_;
  std::string user_agent_;
  std::unique_ptr<CurlHandles> handles_;
};

}  // namespace execassist::net
