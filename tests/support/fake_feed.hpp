// A server of one feed behind the port HttpClient: it has a body, gives an ETag or a date where it
// is told to, and then honours conditions as RFC 9110 section 13 has it. It remembers what it was
// asked.
#pragma once

#include "support/fake_http.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace execassist::testing {

class FakeFeed final : public HttpClient {
 public:
  HttpResult call(const HttpRequest& request) override {
    requests.push_back(request);
    if (!answers.empty()) {
      HttpResult next = answers.front();
      answers.erase(answers.begin());
      return next;
    }
    const bool same = !etag.empty()
                          ? header(request, "If-None-Match") == etag
                          : !modified.empty() && header(request, "If-Modified-Since") == modified;
    HttpResult result = answered(same ? 304 : 200, same ? "" : body, {}, "text/calendar");
    result.response->etag = etag;
    result.response->last_modified = modified;
    return result;
  }

  static std::string header(const HttpRequest& request, const std::string& name) {
    for (const auto& [each, value] : request.headers) {
      if (each == name) return value;
    }
    return {};
  }

  std::string body;
  std::string etag;
  std::string modified;
  std::vector<HttpResult> answers;  // these come first
  std::vector<HttpRequest> requests;
};

}  // namespace execassist::testing
