#include "web/listening_socket.hpp"

#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::web {
namespace {

TEST_CASE("addresses to listen on") {
  struct Case {
    std::string text;
    std::string expected;  // empty: it is none
  };
  for (const Case& c : std::vector<Case>{{"127.0.0.1:8080", "127.0.0.1:8080"},
                                         {"localhost:0", "127.0.0.1:0"},
                                         {"0.0.0.0:65535", "0.0.0.0:65535"},
                                         {"[::1]:8080", "[::1]:8080"},
                                         {"[0:0:0:0:0:0:0:1]:80", "[::1]:80"},
                                         {"[::ffff:10.0.0.1]:80", "10.0.0.1:80"},
                                         {"::1:8080", ""},
                                         {"[127.0.0.1]:80", ""},
                                         {"127.0.0.1", ""},
                                         {"127.0.0.1:", ""},
                                         {"127.0.0.1:65536", ""},
                                         {"127.0.0.1:-1", ""},
                                         {"127.0.0.1:+1", ""},
                                         {"127.0.0.1:08080x", ""},
                                         {"127.0.0.1:8080 ", ""},
                                         {"example.com:80", ""},
                                         {":8080", ""},
                                         {"[]:80", ""},
                                         {"", ""},
                                         {std::string("127.0.0.1\0:80", 13), ""}}) {
    CAPTURE(c.text);
    const auto address = parse_listen_address(c.text);
    CHECK((address ? address->text() : "") == c.expected);
  }
}

TEST_CASE("one form for each address") {
  CHECK(plain_address("::ffff:127.0.0.1") == "127.0.0.1");
  CHECK(plain_address("2001:DB8::0:1") == "2001:db8::1");
  CHECK(plain_address("1.2.3") == "");
  CHECK(plain_address("fe80::1%eth0") == "");
  CHECK(is_loopback_address(plain_address("127.8.9.1")));
  CHECK(is_loopback_address(plain_address("::ffff:127.0.0.1")));
  CHECK(is_loopback_address("::1"));
  CHECK_FALSE(is_loopback_address("128.0.0.1"));
  CHECK_FALSE(is_loopback_address(""));
}

TEST_CASE("closing it wakes who waits") {
  ListeningSocket socket(*parse_listen_address("127.0.0.1:0"));
  CHECK(socket.address().port != 0);
  std::thread closer([&] { socket.close(); });
  std::vector<pollfd> nobody_else;
  CHECK_FALSE(socket.await(nobody_else, -1));
  CHECK(nobody_else.empty());
  CHECK_FALSE(socket.accept().has_value());
  closer.join();
}

}  // namespace
}  // namespace execassist::web
