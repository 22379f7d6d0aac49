// Where a request goes, read by libcurl's own parser, so that what was checked is what is called.
// Refuses what is no absolute address, holds control characters or a password, or would send plain
// http to another machine; also headers that could smuggle in another one.
#pragma once

#include <execassist/ports/http_client.hpp>

#include <memory>
#include <string>
#include <string_view>

struct Curl_URL;  // libcurl's CURLU

namespace execassist::net {

struct ParsedUrlCloser {
  void operator()(Curl_URL* url) const;
};
using ParsedUrl = std::unique_ptr<Curl_URL, ParsedUrlCloser>;

struct HttpTarget {
  std::string objection;  // why it is refused; empty: it is not
  ParsedUrl url;
  std::string host;           // lower case; an IPv6 address in brackets
  std::string path;           // for logs: without the query, and with `***` for what may be private
  std::string scheme;         // "https" or "http"
  bool may_be_plain = false;  // plain http is allowed
  bool direct = false;        // never through a proxy
};

// With `metadata` plain http may also go to the addresses of clouds' metadata services, which no
// router passes on: 169.254.0.0/16, fd00:ec2::23 and fd00:ec2::254, all written as numbers. With
// `plain_http` it may go anywhere.
HttpTarget target_of(std::string_view url, bool metadata = false, bool plain_http = false);

// The machine itself, by any of its names. `host` as in HttpTarget.
bool is_loopback(const std::string& host);

// Why the headers and the credentials of a request are refused; empty: they are not.
std::string header_objection(const HttpRequest& request);

}  // namespace execassist::net
