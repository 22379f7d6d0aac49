// An address as context: one GET, with a secret header where one is set. No redirect is followed
// (ports/http_client.hpp), so that the secret goes to nobody else.
#pragma once

#include <execassist/base/secret.hpp>
#include <execassist/ports/context_source.hpp>
#include <execassist/ports/http_client.hpp>
#include <execassist/settings/settings.hpp>

#include <functional>
#include <string>

namespace execassist::context {

class UrlSource final : public ContextSource {
 public:
  // `http` is lent. `secret` is asked at each fetch, from any thread, where a header is set; it may
  // throw Error{configuration}.
  UrlSource(ContextSettings settings, HttpClient& http, std::function<Secret()> secret);

  bool depends_on_meeting() const override;
  ContextItem fetch(const ContextRequest& request) override;

 private:
  HttpRequest request_for(const ContextRequest& request) const;

  const ContextSettings settings_;
  HttpClient& http_;
  const std::function<Secret()> secret_;
};

}  // namespace execassist::context
