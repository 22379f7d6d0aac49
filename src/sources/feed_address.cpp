#include "sources/feed_address.hpp"

#include "wire/url.hpp"

#include <execassist/base/encoding.hpp>
#include <execassist/base/error.hpp>
#include <execassist/base/identifier.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>

namespace execassist::sources {
namespace {

constexpr std::size_t kShortestSecret = 16;
constexpr std::size_t kLongestShownHost = 255;

struct Parts {
  std::string scheme;          // lower case
  std::string_view user;       // before the "@"; may be empty
  std::string_view authority;  // host and port, as written
  std::string host;            // lower case, without port; an IPv6 address in brackets
  std::string_view rest;       // path, query and fragment
};

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

std::string host_in(std::string_view authority) {
  if (authority.starts_with('[')) return lower_case(authority.substr(0, authority.find(']') + 1));
  return lower_case(authority.substr(0, authority.find(':')));
}

// Without a scheme or a host the parts are empty. What else may be wrong is libcurl's to refuse.
Parts parts_of(std::string_view url) {
  Parts parts;
  const auto separator = url.find("://");
  if (separator == std::string_view::npos) return parts;
  const std::string_view after = url.substr(separator + 3);
  const auto end = std::min(after.find_first_of("/?#"), after.size());
  parts.authority = after.substr(0, end);
  parts.rest = after.substr(end);
  if (const auto at = parts.authority.rfind('@'); at != std::string_view::npos) {
    parts.user = parts.authority.substr(0, at);
    parts.authority.remove_prefix(at + 1);
  }
  parts.host = host_in(parts.authority);
  if (!parts.host.empty()) parts.scheme = lower_case(url.substr(0, separator));
  return parts;
}

Secret basic_authorization(std::string_view user) {
  if (user.empty()) return {};
  const auto colon = user.find(':');
  std::string pair = wire::percent_decode(user.substr(0, colon)) + ":";
  if (colon != std::string_view::npos) pair += wire::percent_decode(user.substr(colon + 1));
  return Secret("Basic " + base64(pair));
}

std::string_view path_of(std::string_view rest) { return rest.substr(0, rest.find('#')); }

// The address may stand there encoded, as a value.
bool holds_secret_of(const FeedAddress& from, std::string_view to) {
  const std::string target = std::string(to) + "\n" + wire::percent_decode(to);
  const std::string_view path = path_of(parts_of(from.url).rest);
  if (path.size() > 1 && target.find(path) != std::string::npos) return true;
  std::string_view left = path;
  while (!left.empty()) {
    const auto end = std::min(left.find_first_of("/?&=;"), left.size());
    const std::string part = wire::percent_decode(left.substr(0, end));
    if (part.size() >= kShortestSecret && target.find(part) != std::string::npos) return true;
    left.remove_prefix(std::min(end + 1, left.size()));
  }
  return false;
}

bool same_place(const FeedAddress& from, const Parts& to) {
  const Parts old = parts_of(from.url);
  return old.authority == to.authority && old.scheme == to.scheme;
}

}  // namespace

FeedAddress read_feed_address(const Secret& written, const std::string& key) {
  const std::string_view text = trim(written.reveal());
  const Parts parts = parts_of(text);
  const bool secure =
      parts.scheme == "https" || parts.scheme == "webcal" || parts.scheme == "webcals";
  if (!secure && parts.scheme != "http") {
    throw Error(ErrorKind::configuration,
                key + ": the address of a feed begins with https:// or webcal://",
                "copy it from your calendar's settings (\"iCal\", \"ICS\", \"subscribe\")");
  }
  FeedAddress address;
  address.plain = !secure;
  address.url = (secure ? "https://" : "http://") + std::string(parts.authority);
  address.url += parts.rest.starts_with('/') ? "" : "/";
  address.url += path_of(parts.rest);
  address.host = one_line(parts.host).substr(0, kLongestShownHost);
  address.authorization = basic_authorization(parts.user);
  address.hash = sha256_hex(text);
  return address;
}

std::string objection_to_redirect(const FeedAddress& from, std::string_view to) {
  const Parts target = parts_of(to);
  const std::string host = one_line(target.host).substr(0, kLongestShownHost);
  if (target.scheme != "https" && target.scheme != "http") return "to what is no web address";
  if (!target.user.empty()) return "to an address with a user name in it, on " + host;
  if (target.host == parts_of(from.url).host) {
    return target.scheme == "http" && !from.plain ? "from https to plain http" : "";
  }
  if (target.scheme == "http") return "to plain http on another host, " + host;
  return holds_secret_of(from, to) ? "to another host, " + host + ", together with its secret" : "";
}

FeedAddress redirected(const FeedAddress& from, const std::string& to) {
  const Parts target = parts_of(to);
  FeedAddress next = from;
  next.url = to;
  next.host = one_line(target.host).substr(0, kLongestShownHost);
  next.plain = target.scheme == "http";
  if (!same_place(from, target)) next.authorization = Secret{};
  return next;
}

}  // namespace execassist::sources
