// HTTP as the rest of the house sees it. A call gives an answer or says why there is none; it never
// throws for what the network or the other side does. Implementations and decorators (retry, rate
// limits) live in net/ and may be used from several threads at once.
//
// Where libcurl may act on its own it is kept from it: no redirect is followed, TLS is always
// verified, plain http goes to loopback only (but see `metadata` and `plain_http`), and a request
// marked `at_most_once` leaves the machine at most once (libcurl 7.88 repeats a POST by itself on a
// kept connection that closes before the first answer byte).
#pragma once

#include <execassist/base/instant.hpp>
#include <execassist/base/secret.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace execassist {

enum class HttpMethod { get, post, put };

struct HttpRequest {
  HttpMethod method = HttpMethod::get;
  std::string url;                                           // absolute, already encoded
  std::vector<std::pair<std::string, std::string>> headers;  // without Authorization
  Secret bearer;                                             // "Authorization: Bearer ..."
  Secret authorization;  // or the whole value of that header, where it takes another form
  std::vector<std::pair<std::string, Secret>> secret_headers;  // others that must stay secret
  std::string body;
  std::string content_type;  // with a body

  bool at_most_once = false;  // never repeated, by nobody: neither libcurl nor a decorator
  // Checked when the connection stands: later than this (the machine's clock) nothing is sent.
  std::optional<Instant> first_byte_before;
  std::size_t largest_answer = std::size_t{16} * 1024 * 1024;  // bytes, after decompression
  std::string quota;  // calls of one name share a rate limit; empty: none
  std::optional<std::chrono::milliseconds> timeout;  // of the whole call, where it is to be shorter
  // To a cloud's metadata service: never through a proxy, and plain http may go to its own
  // addresses (169.254.0.0/16, fd00:ec2::23, fd00:ec2::254).
  bool metadata = false;
  bool plain_http = false;  // the settings allow plain http to any machine (a feed's `insecure`)
  bool secret_url = false;  // the address itself is a credential: of it logs hold the host alone
};

struct HttpResponse {
  int status = 0;
  std::string content_type;  // lower case, without parameters
  std::string body;
  std::optional<Seconds> retry_after;  // from the header, in either of its forms; never negative
  std::string error_type{};            // "x-amzn-errortype", as it came; empty elsewhere
  // Byte for byte; empty when absent, over 1 KiB or not printable.
  std::string etag{};
  std::string last_modified{};
  std::string redirect_url{};  // where a 3xx points to, absolute; as secret as the address
};

enum class HttpFailure {
  not_sent,   // name, connect or TLS failed, or it was too late: no byte of the request left
  timed_out,  // after a byte may have left
  broken,     // reset, closed without an answer, or cut off in the middle
  too_large,  // the answer exceeds `largest_answer`
  refused,    // the address is not allowed (plain http to another machine)
};

// Either a response (any status) or a failure.
struct HttpResult {
  std::optional<HttpResponse> response;
  HttpFailure failure = HttpFailure::broken;  // without a response
  std::string error;                          // one line, without secrets; empty with a response
  bool resting = false;  // with not_sent: the service is left alone, at once again is in vain

  bool ok() const { return response && response->status >= 200 && response->status < 300; }
};

class HttpClient {
 public:
  virtual ~HttpClient() = default;
  virtual HttpResult call(const HttpRequest& request) = 0;
};

}  // namespace execassist
