// The loopback address to which the browser brings the answer of a sign-in (RFC 8252 section 7.3).
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace execassist {

class RedirectListener {
 public:
  virtual ~RedirectListener() = default;

  virtual std::string redirect_uri() const = 0;  // "http://127.0.0.1:PORT/callback"

  // The query of the first GET of our path that `accept` takes; every other request (favicon.ico,
  // another path, another state) is answered with an error page and not taken. Nothing when the
  // time is up.
  virtual std::optional<std::string> wait(
      const std::function<bool(const std::string& query)>& accept,
      std::chrono::milliseconds limit) = 0;
};

}  // namespace execassist
