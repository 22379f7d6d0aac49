// Headers that must stay secret; what else a call does is tested with the client.
#include "net/curl_client.hpp"
#include "support/fake_clock.hpp"
#include "support/http_server.hpp"

#include <doctest/doctest.h>

namespace execassist::net {
namespace {

using execassist::testing::FakeClock;
using execassist::testing::http_answer;
using execassist::testing::HttpServer;

struct Bench {
  FakeClock clock;
  HttpServer server;
  CurlClient client{{}, clock, "execassist/1"};

  HttpRequest get(const std::string& name, const std::string& value) const {
    HttpRequest request;
    request.url = server.url("/data?q=1");
    request.secret_headers = {{name, Secret(value)}};
    return request;
  }
};

TEST_CASE("http: a secret header is sent as it is, once, and to nobody else") {
  Bench bench;
  bench.server.script(http_answer(302, "", "Location: " + bench.server.url("/next") + "\r\n"));
  bench.server.script(http_answer(200, "two"));
  const HttpResult first = bench.client.call(bench.get("X-Api-Key", "hunter2 and=more;"));
  CHECK(first.response.value().status == 302);
  HttpRequest plain = bench.get("X", "y");
  plain.secret_headers.clear();
  CHECK(bench.client.call(plain).ok());
  const auto sent = bench.server.requests();
  REQUIRE(sent.size() == 2);  // the redirect was not followed
  CHECK(sent[0].find("\r\nX-Api-Key: hunter2 and=more;\r\n") != std::string::npos);
  CHECK(sent[1].find("hunter2") == std::string::npos);
}

TEST_CASE("http: a secret header that could smuggle is refused, and not told") {
  const struct {
    std::string name;
    std::string value;
    std::string objection;
  } cases[] = {
      {"X-Key", "hunter2\r\nX-Evil: 1", "the header X-Key holds characters that no header may"},
      {"X-Key", "hunter2\n", "the header X-Key holds characters that no header may"},
      {"X-Key", std::string("hun\0ter2", 8),
       "the header X-Key holds characters that no header may"},
      {"X-Key", "hunter2\xc3\xa9", "the header X-Key holds characters that no header may"},
      {"X-Key", "", "the header X-Key holds characters that no header may"},
      {"X-Key", "  ", "the header X-Key holds characters that no header may"},
      {"X Key", "hunter2", "a header holds characters that no header may"},
      {"", "hunter2", "a header holds characters that no header may"},
      {"X-Key:", "hunter2", "a header holds characters that no header may"},
      {"Host", "hunter2", "the header Host is not the caller's to set"},
      {"content-LENGTH", "7", "the header content-LENGTH is not the caller's to set"},
      {"Authorization", "hunter2", "the header Authorization is not the caller's to set"},
  };
  Bench bench;
  for (const auto& one : cases) {
    CAPTURE(one.name);
    const HttpResult result = bench.client.call(bench.get(one.name, one.value));
    CHECK_FALSE(result.response);
    CHECK(result.failure == HttpFailure::refused);
    CHECK(result.error == "127.0.0.1: " + one.objection);
  }
  CHECK(bench.server.requests().empty());
}

}  // namespace
}  // namespace execassist::net
