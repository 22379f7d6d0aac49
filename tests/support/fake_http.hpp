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
#include <vector>

namespace execassist::testing {

// An answer of the other side.
HttpResult answered(int status, std::string body = {}, std::optional<Seconds> retry_after = {},
                    std::string content_type = "application/json");

HttpResult failed(HttpFailure failure, std::string error = "scripted failure");

class FakeHttp final : public HttpClient {
 public:
  using Handler = std::function<HttpResult(const HttpRequest&)>;

  FakeHttp();
  FakeHttp(const FakeHttp&) = delete;
  FakeHttp& operator=(const FakeHttp&) = delete;
  ~FakeHttp() override;

  HttpResult call(const HttpRequest& request) override;

  // The next request that matches gets this, once each.
  void script(HttpMethod method, std::string url_part, Handler handler);
  void script(HttpMethod method, const std::string& url_part, const HttpResult& result,
              int times = 1);

  // Every request that matches gets this once the script has nothing for it; need not be used.
  void always(HttpMethod method, std::string url_part, Handler handler);
  void always(HttpMethod method, std::string url_part, const HttpResult& result);

  // What was asked so far, unmatched requests too.
  std::vector<HttpRequest> requests() const;
  std::vector<HttpRequest> requests(HttpMethod method, const std::string& url_part) const;

 private:
  struct Rule {
    HttpMethod method = HttpMethod::get;
    std::string url_part;
    Handler handler;

    bool matches(const HttpRequest& request) const {
      return request.method == method && request.url.find(url_part) != std::string::npos;
    }
  };

  static const char* name_of(HttpMethod method);

  Handler take(const HttpRequest& request);

  mutable std::mutex guard_;
  std::deque<Rule> script_;
  std::deque<Rule> standing_;  // the latest first
  std::vector<HttpRequest> requests_;
};

}  // namespace execassist::testing
