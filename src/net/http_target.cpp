#include "net/http_target.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <new>

#include <curl/curl.h>

namespace execassist::net {
namespace {

// No call of the house comes near; a longer one is a mistake.
constexpr std::size_t kLongestUrl = 64 * 1024;

// Longer parts of a path are keys or ids, as in the private address of a calendar.
constexpr std::size_t kLongestPlainSegment = 24;

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f;
}

bool is_visible(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return !is_control(c) && c != ' ' && static_cast<unsigned char>(c) < 0x80;
  });
}

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

std::string part_of(Curl_URL* url, CURLUPart part) {
  char* value = nullptr;
  if (curl_url_get(url, part, &value, 0) != CURLUE_OK) return {};
  const std::unique_ptr<char, void (*)(void*)> owner(value, curl_free);
  return value;
}

// Names that only begin like an address ("127.0.0.1.example.com") are none.
bool is_ipv4(const std::string& host) {
  const std::vector<std::string> octets = split(host, '.');
  return octets.size() == 4 &&
         std::all_of(octets.begin(), octets.end(), [](const std::string& octet) {
           unsigned value = 256;
           const char* end = octet.data() + octet.size();
           const auto [stop, error] = std::from_chars(octet.data(), end, value);
           return error == std::errc{} && stop == end && value <= 255;
         });
}

bool is_metadata_address(const std::string& host) {
  return (host.starts_with("169.254.") && is_ipv4(host)) || host == "[fd00:ec2::23]" ||
         host == "[fd00:ec2::254]";
}

std::string loggable(std::string_view path) {
  std::vector<std::string> segments = split(path, '/');
  for (std::string& segment : segments) {
    const bool address = segment.find('@') != std::string::npos ||
                         lower_case(segment).find("%40") != std::string::npos;
    if (address || segment.size() >= kLongestPlainSegment) segment = "***";
  }
  return join(segments, "/");
}

// RFC 9110 section 5.6.2.
bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_alphanumeric(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string::npos;
  });
}

}  // namespace

void ParsedUrlCloser::operator()(Curl_URL* url) const { curl_url_cleanup(url); }

// The whole of 127.0.0.0/8. libcurl resolves "localhost" itself, without asking a name server.
bool is_loopback(const std::string& host) {
  return host == "localhost" || host == "[::1]" || (host.starts_with("127.") && is_ipv4(host));
}

HttpTarget target_of(std::string_view url, bool metadata, bool plain_http) {
  HttpTarget target;
  if (url.size() > kLongestUrl || !is_visible(url)) {
    target.objection = "the address is too long or holds characters that must be encoded";
    return target;
  }
  target.url.reset(curl_url());
  if (!target.url) throw std::bad_alloc();
  const CURLUcode read =
      curl_url_set(target.url.get(), CURLUPART_URL, std::string(url).c_str(), CURLU_DISALLOW_USER);
  target.host = lower_case(part_of(target.url.get(), CURLUPART_HOST));
  if (read == CURLUE_USER_NOT_ALLOWED) {
    target.objection = "the address holds a user name";
    return target;
  }
  if (read != CURLUE_OK || target.host.empty()) {
    target.objection = "the address is not a full http address";
    return target;
  }
  const bool loopback = is_loopback(target.host);
  target.direct = metadata || loopback;
  target.may_be_plain = plain_http || loopback || (metadata && is_metadata_address(target.host));
  target.path = loggable(part_of(target.url.get(), CURLUPART_PATH));
  target.scheme = part_of(target.url.get(), CURLUPART_SCHEME);
  if (target.scheme != "https" && target.scheme != "http") {
    target.objection = "the address must begin with https://";
  } else if (target.scheme == "http" && !target.may_be_plain) {
    target.objection = target.host + ": plain http is allowed to this machine only";
  }
  return target;
}

std::string header_objection(const HttpRequest& request) {
  // What the client says itself; a second one could be read as another request.
  static constexpr std::array<std::string_view, 8> kOurs = {
      "authorization", "proxy-authorization", "connection", "content-length",
      "content-type",  "transfer-encoding",   "expect",     "host"};
  const auto clean = [](std::string_view value) {
    return std::none_of(value.begin(), value.end(), is_control);
  };
  const auto ours = [&](const std::string& name) {
    return std::find(kOurs.begin(), kOurs.end(), lower_case(name)) != kOurs.end();
  };
  for (const auto& [name, value] : request.headers) {
    if (!is_token(name) || !clean(value)) return "a header holds characters that no header may";
    if (ours(name)) return "the header " + name + " is not the caller's to set";
  }
  for (const auto& [name, value] : request.secret_headers) {
    if (!is_token(name)) return "a header holds characters that no header may";
    if (ours(name)) return "the header " + name + " is not the caller's to set";
    std::string words = value.reveal();
    std::erase(words, ' ');
    if (words.empty() || !is_visible(words)) {
      return "the header " + name + " holds characters that no header may";
    }
  }
  if (!clean(request.content_type)) return "the content type holds control characters";
  // RFC 6750: visible characters only.
  if (!is_visible(request.bearer.reveal())) {
    return "the access token holds characters that no token may";
  }
  if (request.authorization.empty()) return {};
  if (!request.bearer.empty()) return "two credentials for one call";
  // A scheme and its parameters; libcurl would leave out a header that is blank.
  std::string words = request.authorization.reveal();
  std::erase(words, ' ');
  const bool whole = !words.empty() && is_visible(words);
  return whole ? "" : "the credentials hold characters that no header may";
}

}  // namespace execassist::net
