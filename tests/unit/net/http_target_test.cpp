#include "net/http_target.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::net {
namespace {

TEST_CASE("http target: where plain http may go") {
  enum class Plain { never, for_metadata, always };
  struct Case {
    std::string host;
    Plain plain;
  };
  const std::vector<Case> cases = {
      {"127.0.0.1", Plain::always},
      {"127.255.0.9:8080", Plain::always},
      {"LOCALHOST", Plain::always},
      {"[::1]:1", Plain::always},
      {"169.254.169.254", Plain::for_metadata},
      {"169.254.170.2:80", Plain::for_metadata},
      {"169.254.170.23", Plain::for_metadata},
      {"169.254.0.0", Plain::for_metadata},
      {"169.254.255.255", Plain::for_metadata},
      {"[fd00:ec2::23]", Plain::for_metadata},
      {"[FD00:EC2::254]:80", Plain::for_metadata},
      {"[fd00:ec2:0:0:0:0:0:23]", Plain::for_metadata},  // libcurl writes it shorter
      {"169.253.169.254", Plain::never},
      {"169.255.169.254", Plain::never},
      {"169.254.169.254.example.com", Plain::never},
      {"169.254.example.com", Plain::never},
      {"169.254.169.254x", Plain::never},
      {"169.254.169.256", Plain::never},
      {"169.254.169.254.", Plain::never},
      {"[fd00:ec2::24]", Plain::never},
      {"[fd00:ec2::1:23]", Plain::never},
      {"[fe80::1]", Plain::never},
      {"[::ffff:169.254.169.254]", Plain::never},
      {"10.0.0.1", Plain::never},
      {"0.0.0.0", Plain::never},
      {"example.com", Plain::never},
      {"metadata.google.internal", Plain::never},
  };
  for (const Case& c : cases) {
    CAPTURE(c.host);
    const HttpTarget plain = target_of("http://" + c.host + "/");
    const HttpTarget metadata = target_of("http://" + c.host + "/", true);
    CHECK(plain.objection.empty() == (c.plain == Plain::always));
    CHECK(metadata.objection.empty() == (c.plain != Plain::never));
    CHECK(plain.direct == (c.plain == Plain::always));
    CHECK(metadata.direct);
    CHECK(metadata.scheme == "http");
    for (const bool for_metadata : {false, true}) {
      const HttpTarget secure = target_of("https://" + c.host + "/", for_metadata);
      CHECK((secure.objection.empty() || c.host == "169.254.169.256"));
      CHECK(secure.scheme == "https");
    }
  }
}

TEST_CASE("http target: metadata loosens nothing else") {
  for (const std::string url :
       {"http://joe@169.254.169.254/", "http://169.254.169.254@example.com/", "169.254.169.254",
        "ftp://169.254.169.254/", "http://169.254.169.254/a b", "http:///latest", ""}) {
    CAPTURE(url);
    CHECK(!target_of(url, true).objection.empty());
  }
}

TEST_CASE("http target: the authorization of a call") {
  struct Case {
    std::string bearer;
    std::string authorization;
    std::string objection;
  };
  const std::string odd = "the credentials hold characters that no header may";
  const std::vector<Case> cases = {
      {"", "", ""},
      {"token", "", ""},
      {"", "Basic QUM6eA==", ""},
      {"", "AWS4-HMAC-SHA256 Credential=A/20260101/x/ses/aws4_request, SignedHeaders=host", ""},
      {"token", "Basic QUM6eA==", "two credentials for one call"},
      {"", "Basic a\r\nX-B: hidden", odd},
      {"", "Basic a\thidden", odd},
      {"", std::string("Basic a\0hidden", 14), odd},
      {"", "Basic \xc3\xa4", odd},
      {"", "   ", odd},
      {"a b", "", "the access token holds characters that no token may"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.authorization);
    HttpRequest request;
    request.bearer = Secret(c.bearer);
    request.authorization = Secret(c.authorization);
    CHECK(header_objection(request) == c.objection);
  }
}

}  // namespace
}  // namespace execassist::net
