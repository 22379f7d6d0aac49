// HTTP with a memory and without a network. An answer is matched by method and a part of the URL:
// scripted ones are used up in the order they were written, then the latest standing one that
// matches. A request that matches none, and a scripted answer that was never used, fail the test.
// It may be called from several threads; handlers run outside of its lock and may wait.
#pragma once

#include <execassist/ports/http_client.hpp>

#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::testing {

// An answer of the other side.
inline HttpResult answered(int status, std::string body = {},
                           std::optional<Seconds> retry_after = {},
                           std::string content_type = "application/json") {
  HttpResult result;
  result.response = HttpResponse{status, std::move(content_type), std::move(body), retry_after};
  return result;
}

inline HttpResult failed(HttpFailure failure, std::string error = "scripted failure") {
  HttpResult result;
  result.failure = failure;
  result.error = std::move(error);
  return result;
}

class FakeHttp final : public HttpClient {
 public:
  using Handler = std::function<HttpResult(const HttpRequest&)>;

  FakeHttp() = default;
  FakeHttp(const FakeHttp&) = delete;
  FakeHttp& operator=(const FakeHttp&) = delete;
  ~FakeHttp() override {
    for (const Rule& rule : script_) {
      FAIL_CHECK("http: a scripted answer was never used: " << name_of(rule.method) << " "
                                                            << rule.url_part);
    }
  }

  HttpResult call(const HttpRequest& request) override {
    const Handler handler = take(request);
    if (handler) return handler(request);
    FAIL_CHECK("http: nobody answers " << name_of(request.method) << " " << request.url);
    return failed(HttpFailure::broken, "no answer was scripted");
  }

  // The next request that matches gets this, once each.
  void script(HttpMethod method, std::string url_part, Handler handler) {
    const std::scoped_lock lock(guard_);
    script_.push_back({method, std::move(url_part), std::move(handler)});
  }
  void script(HttpMethod method, const std::string& url_part, const HttpResult& result,
              int times = 1) {
    for (int i = 0; i < times; ++i) {
      script(method, url_part, [result](const HttpRequest&) { return result; });
    }
  }

  // Every request that matches gets this once the script has nothing for it; need not be used.
  void always(HttpMethod method, std::string url_part, Handler handler) {
    const std::scoped_lock lock(guard_);
    standing_.push_front({method, std::move(url_part), std::move(handler)});
  }
  void always(HttpMethod method, std::string url_part, const HttpResult& result) {
    always(method, std::move(url_part), [result](const HttpRequest&) { return result; });
  }

  // What was asked so far, unmatched requests too.
  std::vector<HttpRequest> requests() const {
    const std::scoped_lock lock(guard_);
    return requests_;
  }
  std::vector<HttpRequest> requests(HttpMethod method, const std::string& url_part) const {
    std::vector<HttpRequest> found;
    const Rule rule{method, url_part, {}};
    for (HttpRequest& request : requests()) {
      if (rule.matches(request)) found.push_back(std::move(request));
    }
    return found;
  }

 private:
  struct Rule {
    HttpMethod method = HttpMethod::get;
    std::string url_part;
    Handler handler;

    bool matches(const HttpRequest& request) const {
      return request.method == method && request.url.find(url_part) != std::string::npos;
    }
  };

  static const char* name_of(HttpMethod method) {
    if (method == HttpMethod::put) return "PUT";
    return method == HttpMethod::get ? "GET" : "POST";
  }

  Handler take(const HttpRequest& request) {
    const std::scoped_lock lock(guard_);
    requests_.push_back(request);
    for (auto rule = script_.begin(); rule != script_.end(); ++rule) {
      if (!rule->matches(request)) continue;
      Handler handler = std::move(rule->handler);
      script_.erase(rule);
      return handler;
    }
    for (const Rule& rule : standing_) {
      if (rule.matches(request)) return rule.handler;
    }
    return {};
  }

  mutable std::mutex guard_;
  std::deque<Rule> script_;
  std::deque<Rule> standing_;  // the latest first
  std::vector<HttpRequest> requests_;
};

}  // namespace execassist::testing
