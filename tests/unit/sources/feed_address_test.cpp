#include "sources/feed_address.hpp"

#include "support/error_of.hpp"

#include <execassist/base/error.hpp>

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::sources {
namespace {

using execassist::testing::error_of;

FeedAddress address_of(const std::string& text) {
  return read_feed_address(Secret(text), "config.yaml:9:5: url");
}

TEST_CASE("the address of a feed: schemes, hosts, passwords") {
  const struct {
    std::string written;
    std::string url;
    std::string host;
    std::string authorization;
    bool plain;
  } cases[] = {
      {"https://Cal.Example.com/a.ics", "https://Cal.Example.com/a.ics", "cal.example.com", "",
       false},
      {"webcal://x.example/a?b=c#d", "https://x.example/a?b=c", "x.example", "", false},
      {"WEBCALS://x.example:8443/a", "https://x.example:8443/a", "x.example", "", false},
      {" http://x.example \n", "http://x.example/", "x.example", "", true},
      {"https://x.example?k=1", "https://x.example/?k=1", "x.example", "", false},
      {"https://[::1]:8/a", "https://[::1]:8/a", "[::1]", "", false},
      // RFC 7617 section 2: the example's credentials.
      {"https://Aladdin:open%20sesame@x.example/a", "https://x.example/a", "x.example",
       "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", false},
      {"https://ada@x.example/a", "https://x.example/a", "x.example", "Basic YWRhOg==", false},
      {"https://a@b:c@x.example/", "https://x.example/", "x.example", "Basic YUBiOmM=", false},
  };
  for (const auto& each : cases) {
    CAPTURE(each.written);
    const FeedAddress address = address_of(each.written);
    CHECK(address.url == each.url);
    CHECK(address.host == each.host);
    CHECK(address.authorization.reveal() == each.authorization);
    CHECK(address.plain == each.plain);
  }
  CHECK(address_of("https://x.example/a").hash == address_of(" https://x.example/a").hash);
  CHECK(address_of("https://x.example/a").hash != address_of("https://x.example/b").hash);
}

TEST_CASE("what is no address of a feed is not quoted") {
  for (const std::string text : {"hunter2", "", "ftp://x/hunter2", "https://", "file:///hunter2",
                                 "://hunter2", "https:///x", "webcal:hunter2"}) {
    CAPTURE(text);
    const auto error = error_of([&] { address_of(text); });
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::configuration);
    CHECK(error->message() ==
          "config.yaml:9:5: url: the address of a feed begins with https:// or webcal://");
  }
}

TEST_CASE("redirects: within the host, and elsewhere only without the secret") {
  const std::string secret = "0123456789abcdef";
  const struct {
    std::string from;
    std::string to;
    std::string objection;
  } cases[] = {
      {"https://x.example/a/" + secret, "https://x.example/b/" + secret, ""},
      {"https://x.example/a", "https://X.example:8443/a", ""},
      {"https://x.example/a", "http://x.example/b", "from https to plain http"},
      {"http://x.example/a", "https://x.example/a", ""},
      {"http://x.example/a", "http://x.example/b", ""},
      {"http://x.example/a", "http://y.example/b", "to plain http on another host, y.example"},
      {"https://x.example/a", "http://y.example/b", "to plain http on another host, y.example"},
      {"https://x.example/short", "https://y.example/elsewhere", ""},
      {"https://x.example/short", "https://y.example/in/short",
       "to another host, y.example, together with its secret"},
      {"https://x.example/a?key=" + secret, "https://y.example/b?token=" + secret,
       "to another host, y.example, together with its secret"},
      {"https://x.example/a/" + secret + "/basic.ics", "https://y.example/?u=" + secret,
       "to another host, y.example, together with its secret"},
      {"https://x.example/a%20b", "https://y.example/?from=%2Fa%2520b",
       "to another host, y.example, together with its secret"},
      {"https://x.example/a", "https://joe:pw@x.example/a",
       "to an address with a user name in it, on x.example"},
      {"https://x.example/a", "ftp://x.example/a", "to what is no web address"},
      {"https://x.example/a", "/relative", "to what is no web address"},
  };
  for (const auto& each : cases) {
    CAPTURE(each.from);
    CAPTURE(each.to);
    CHECK(objection_to_redirect(address_of(each.from), each.to) == each.objection);
  }
}

TEST_CASE("redirects: a password goes to its own place alone") {
  const FeedAddress from = address_of("https://ada:pw@x.example/a");
  const FeedAddress same = redirected(from, "https://x.example/b");
  CHECK_FALSE(same.authorization.empty());
  CHECK(same.url == "https://x.example/b");
  CHECK(same.hash == from.hash);
  for (const std::string to :
       {"https://y.example/b", "https://x.example:444/b", "http://x.example/b"}) {
    CAPTURE(to);
    CHECK(redirected(from, to).authorization.empty());
  }
  CHECK(redirected(from, "https://Y.example/b").host == "y.example");
}

}  // namespace
}  // namespace execassist::sources
