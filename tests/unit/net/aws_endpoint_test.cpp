#include "net/aws_endpoint.hpp"

#include "support/error_of.hpp"
#include "unit/net/aws_bench.hpp"

#include <vector>

#include <doctest/doctest.h>

namespace execassist::net {
namespace {

using execassist::testing::error_of;

TEST_CASE("aws: the address of a service may be another") {
  struct Case {
    std::string own;
    std::string global;
    std::string expected;  // an address, or the message of the error
  };
  const std::vector<Case> cases = {
      {"", "", ""},
      {"", "http://127.0.0.1:4566", "http://127.0.0.1:4566"},
      {"https://ses.example", "http://127.0.0.1:4566", "https://ses.example"},
      {" ", "https://a.example/", "https://a.example"},
      {" https://a.example:8443/aws// ", "", "https://a.example:8443/aws"},
      {"", "a.example", "AWS_ENDPOINT_URL: the address is not a full http address"},
      {"https://", "https://a.example",
       "AWS_ENDPOINT_URL_SESV2: the address is not a full http address"},
      {"http://a.example", "",
       "AWS_ENDPOINT_URL_SESV2: a.example: plain http is allowed to this machine only"},
      {"http://169.254.169.254", "",
       "AWS_ENDPOINT_URL_SESV2: 169.254.169.254: plain http is allowed to this machine only"},
      {"ftp://a.example", "", "AWS_ENDPOINT_URL_SESV2: the address must begin with https://"},
      {"https://joe:hidden@a.example", "", "AWS_ENDPOINT_URL_SESV2: the address holds a user name"},
      {"https://a.example/?key=hidden", "",
       "AWS_ENDPOINT_URL_SESV2: the address has more than a host and a path"},
      {"https://a.example/#hidden", "",
       "AWS_ENDPOINT_URL_SESV2: the address has more than a host and a path"},
      {"https://a.example/a b", "",
       "AWS_ENDPOINT_URL_SESV2: the address is too long or holds characters that must be encoded"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.own);
    CAPTURE(c.global);
    AwsBench bench;
    bench.environment = {{"AWS_ENDPOINT_URL_SESV2", c.own}, {"AWS_ENDPOINT_URL", c.global}};
    std::string found;
    const auto error = error_of([&] { found = aws_endpoint(bench.outside.environment, "SESV2"); });
    if (error) {
      CHECK(error->kind() == ErrorKind::configuration);
      CHECK(!tells_secrets(*error));
      found = error->message();
    }
    CHECK(found == c.expected);
  }
  AwsBench bench;
  bench.environment = {{"AWS_ENDPOINT_URL_SESV2", "https://ses.example"}};
  CHECK(aws_endpoint(bench.outside.environment, "S3").empty());
}

}  // namespace
}  // namespace execassist::net
