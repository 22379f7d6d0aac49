// Repeats calls that may be repeated: after a network failure, 429, 5xx, and whatever else
// `worth_repeating` says of an answer. Back-off doubles with jitter; Retry-After wins over it; the
// whole is bounded by a budget of time, and what would exceed it is not waited for: the last result
// is given. A request marked at_most_once passes through, once.
#pragma once

#include <execassist/ports/clock.hpp>
#include <execassist/ports/http_client.hpp>

#include <chrono>
#include <functional>

namespace execassist::net {

struct RetryPolicy {
  int tries = 4;  // in all
  std::chrono::milliseconds first_pause{500};
  std::chrono::milliseconds longest_pause{std::chrono::seconds{64}};
  Seconds budget{40};  // from the first try to the start of the last
  // Of an answer that is neither 429 nor 5xx; may be empty.
  std::function<bool(const HttpResponse&)> worth_repeating;
};

class RetryingClient final : public HttpClient {
 public:
  RetryingClient(HttpClient& inner, Clock& clock, RetryPolicy policy);
  HttpResult call(const HttpRequest& request) override;

 private:
  using Pause = std::chrono::milliseconds;

  bool may_be_repeated(const HttpResult& result) const;
  Pause pause_after(const HttpResult& result, int tries) const;

  HttpClient& inner_;
  Clock& clock_;
  RetryPolicy policy_;
};

}  // namespace execassist::net
