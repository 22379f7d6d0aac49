// What feeds need of the client: validators, redirects that are told and not followed, patience
// with large answers and none with drips, plain http where the settings allow it.
#include "net/curl_client.hpp"
#include "support/fake_clock.hpp"
#include "support/http_server.hpp"

#include <execassist/base/log.hpp>

#include <string>

#include <doctest/doctest.h>

namespace execassist::net {
namespace {

using execassist::testing::FakeClock;
using execassist::testing::http_answer;
using execassist::testing::HttpServer;
using execassist::testing::Then;

struct Bench {
  FakeClock clock;
  HttpServer server;
  CurlClient client{{}, clock, "execassist/1"};

  HttpResponse get() {
    HttpRequest request;
    request.url = server.url("/secret-path?key=secret");
    return client.call(request).response.value();
  }
};

TEST_CASE("http: validators come byte for byte, or not at all") {
  Bench bench;
  bench.server.script(http_answer(200, "", "ETag: W/\"a  b\"\r\nLast-Modified: Mon, 01 Jun\r\n"));
  bench.server.script(http_answer(200, "", "etag: " + std::string(1025, 'x') + "\r\n"));
  bench.server.script(http_answer(200, "", "ETag: \"\xc3\xa9\"\r\n"));
  bench.server.script(http_answer(304, "", "ETag: \"" + std::string(1000, 'x') + "\"\r\n"));
  const HttpResponse both = bench.get();
  CHECK(both.etag == "W/\"a  b\"");
  CHECK(both.last_modified == "Mon, 01 Jun");
  CHECK(both.redirect_url.empty());
  CHECK(bench.get().etag.empty());
  CHECK(bench.get().etag.empty());
  CHECK(bench.get().etag.size() == 1002);
}

TEST_CASE("http: a redirect is told as a whole address") {
  Bench bench;
  bench.server.script(http_answer(302, "", "Location: ../other?x=1\r\n"));
  bench.server.script(http_answer(301, "", "Location: https://y.example/z\r\n"));
  bench.server.script(http_answer(307));
  CHECK(bench.get().redirect_url == bench.server.url("/other?x=1"));
  CHECK(bench.get().redirect_url == "https://y.example/z");
  CHECK(bench.get().redirect_url.empty());
}

TEST_CASE("http: an answer that drips ends long before the whole time is over") {
  FakeClock clock;
  HttpServer server;
  CurlClient client({Seconds{5}, Seconds{60}, Seconds{1}}, clock, "test");
  HttpRequest request;
  request.url = server.url("/a");
  server.script("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nBEGIN", Then::stall);
  server.script("", Then::stall);
  for (int i = 0; i < 2; ++i) {
    const HttpResult result = client.call(request);
    CHECK_FALSE(result.response);
    CHECK(result.failure == HttpFailure::timed_out);
    CHECK(result.error == "127.0.0.1: nothing, or next to nothing, came for 1 s");
  }
}

TEST_CASE("http: plain http to another machine where the settings allow it") {
  FakeClock clock;
  CurlClient client({Seconds{1}, Seconds{1}}, clock, "test");
  HttpRequest request;
  request.url = "http://feed.invalid/secret";
  CHECK(client.call(request).failure == HttpFailure::refused);
  request.plain_http = true;
  CHECK(client.call(request).failure == HttpFailure::not_sent);  // the name does not exist
}

class Lines final : public LogSink {
 public:
  Lines() { set_log_sink(this); }
  ~Lines() override { set_log_sink(nullptr); }
  void write(LogLevel, std::span<const LogField> fields, std::string_view message) override {
    text += format_log_text(fields, message) + "\n";
  }
  std::string text;
};

TEST_CASE("http: of a secret address the log holds the host alone") {
  Bench bench;
  Lines log;
  bench.server.script(http_answer(200));
  HttpRequest request;
  request.url = bench.server.url("/secret-path/a.ics?key=secret");
  request.secret_url = true;
  CHECK(bench.client.call(request).ok());
  CHECK(log.text.find("path=***") != std::string::npos);
  CHECK(log.text.find("host=127.0.0.1") != std::string::npos);
  CHECK(log.text.find("secret") == std::string::npos);
}

}  // namespace
}  // namespace execassist::net
