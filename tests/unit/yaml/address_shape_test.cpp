#include "yaml/address_shape.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::yaml {
namespace {

TEST_CASE("e-mail addresses") {
  for (const char* const good :
       {"ada@example.com", "a.b+c@sub.example.org", "x@localhost", "ünï@bücher.example"}) {
    CAPTURE(good);
    CHECK(is_email(good));
  }
  const std::vector<std::string> wrong{"",
                                       "ada",
                                       "@example.com",
                                       "ada@",
                                       "a@b@c",
                                       "a b@c.d",
                                       "a@b..c",
                                       "a@.b",
                                       "a@b.",
                                       "Ada <ada@example.com>",
                                       "a@b,c@d",
                                       "a@b\n",
                                       "a@-b.c",
                                       "mailto:a@b.c",
                                       std::string(65, 'a') + "@b.c",
                                       "a@b c.com",
                                       "\"a\"@b.c",
                                       "a@" + std::string(260, 'b')};
  for (const std::string& text : wrong) {
    CAPTURE(text);
    CHECK_FALSE(is_email(text));
  }
}

TEST_CASE("addresses and which of them lead to this machine") {
  struct Case {
    std::string url;
    std::string scheme;
    std::string host;
    bool loopback;
  };
  const std::vector<Case> cases{
      {"https://example.com/a?b", "https", "example.com", false},
      {"http://localhost:8080/x", "http", "localhost", true},
      {"http://127.0.0.1", "http", "127.0.0.1", true},
      {"http://127.1.2.3:80?x", "http", "127.1.2.3", true},
      {"http://[::1]:9/x", "http", "::1", true},
      {"http://localhost@evil.example/x", "http", "evil.example", false},
      {"http://user:word@localhost:1/", "http", "localhost", true},
      {"http://127.0.0.1.evil.example/", "http", "127.0.0.1.evil.example", false},
      {"http://localhost.evil.example", "http", "localhost.evil.example", false},
      {"http://evil.example#@localhost", "http", "evil.example", false},
      {"http://0.0.0.0/", "http", "0.0.0.0", false},
      {"http://127./", "http", "127.", false},
  };
  for (const Case& item : cases) {
    CAPTURE(item.url);
    const auto parts = split_address(item.url);
    REQUIRE(parts);
    CHECK(parts->scheme == item.scheme);
    CHECK(parts->host == item.host);
    CHECK(parts->loopback() == item.loopback);
  }
  for (const char* const wrong :
       {"", "example.com", "://x", "https://", "https:///x", "https://a b",
        "https://evil.example\\@localhost/", "http://[::1", "http://:80"}) {
    CAPTURE(wrong);
    CHECK_FALSE(split_address(wrong));
  }
}

TEST_CASE("what can be listened on") {
  for (const char* const right : {"127.0.0.1:8080", "localhost:0", "0.0.0.0:65535", "[::1]:8080",
                                  "[fe80::1]:1", "my-host.example:443"}) {
    CAPTURE(right);
    CHECK(is_listening_address(right));
  }
  for (const char* const wrong : {"",
                                  ":",
                                  ":8080",
                                  "8080",
                                  "127.0.0.1",
                                  "127.0.0.1:",
                                  "127.0.0.1:65536",
                                  "127.0.0.1:-1",
                                  "127.0.0.1:+1",
                                  "127.0.0.1:0x50",
                                  "127.0.0.1: 80",
                                  "::1:8080",
                                  "[::1]",
                                  "[]:1",
                                  "[::1:1",
                                  "[localhost]:1",
                                  "a b:1",
                                  "http://x:1",
                                  "x/y:1",
                                  "x@y:1",
                                  "127.0.0.1:99999999999999"}) {
    CAPTURE(wrong);
    CHECK_FALSE(is_listening_address(wrong));
  }
}

}  // namespace
}  // namespace execassist::yaml
