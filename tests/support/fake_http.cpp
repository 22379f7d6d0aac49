#include "support/fake_http.hpp"

#include <utility>

#include <doctest/doctest.h>

namespace execassist::testing {

HttpResult answered(int status, std::string body, std::optional<Seconds> retry_after,
                    std::string content_type) {
  HttpResult result;
  result.response = HttpResponse{status, std::move(content_type), std::move(body), retry_after};
  return result;
}

HttpResult failed(HttpFailure failure, std::string error) {
  HttpResult result;
  result.failure = failure;
  result.error = std::move(error);
  return result;
}

FakeHttp::FakeHttp() = default;

FakeHttp::~FakeHttp() {
  for (const Rule& rule : script_) {
    FAIL_CHECK("http: a scripted answer was never used: " << name_of(rule.method) << " "
                                                          << rule.url_part);
  }
}

HttpResult FakeHttp::call(const HttpRequest& request) {
  const Handler handler = take(request);
  if (handler) return handler(request);
  FAIL_CHECK("http: nobody answers " << name_of(request.method) << " " << request.url);
  return failed(HttpFailure::broken, "no answer was scripted");
}

void FakeHttp::script(HttpMethod method, std::string url_part, Handler handler) {
  const std::scoped_lock lock(guard_);
  script_.push_back({method, std::move(url_part), std::move(handler)});
}

void FakeHttp::script(HttpMethod method, const std::string& url_part, const HttpResult& result,
                      int times) {
  for (int i = 0; i < times; ++i) {
    script(method, url_part, [result](const HttpRequest&) { return result; });
  }
}

void FakeHttp::always(HttpMethod method, std::string url_part, Handler handler) {
  const std::scoped_lock lock(guard_);
  standing_.push_front({method, std::move(url_part), std::move(handler)});
}

void FakeHttp::always(HttpMethod method, std::string url_part, const HttpResult& result) {
  always(method, std::move(url_part), [result](const HttpRequest&) { return result; });
}

std::vector<HttpRequest> FakeHttp::requests() const {
  const std::scoped_lock lock(guard_);
  return requests_;
}

std::vector<HttpRequest> FakeHttp::requests(HttpMethod method, const std::string& url_part) const {
  std::vector<HttpRequest> found;
  const Rule rule{method, url_part, {}};
  for (HttpRequest& request : requests()) {
    if (rule.matches(request)) found.push_back(std::move(request));
  }
  return found;
}

const char* FakeHttp::name_of(HttpMethod method) {
  if (method == HttpMethod::put) return "PUT";
  return method == HttpMethod::get ? "GET" : "POST";
}

FakeHttp::Handler FakeHttp::take(const HttpRequest& request) {
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

}  // namespace execassist::testing
