#include "net/curl_client.hpp"

#include "support/fake_clock.hpp"
#include "support/http_server.hpp"
#include "support/scoped_variable.hpp"

#include <execassist/base/log.hpp>

#include <array>
#include <atomic>
#include <ctime>
#include <functional>
#include <thread>

#include <doctest/doctest.h>

namespace execassist::net {
namespace {

using execassist::testing::FakeClock;
using execassist::testing::http_answer;
using execassist::testing::HttpServer;
using execassist::testing::ScopedVariable;
using execassist::testing::Then;

struct Bench {
  FakeClock clock;
  HttpServer server;
  CurlClient client{{}, clock, "execassist/1 (gzip)"};

  HttpRequest get(const std::string& path = "/") const {
    HttpRequest request;
    request.url = server.url(path);
    return request;
  }
  HttpRequest post(const std::string& path, const std::string& body) const {
    HttpRequest request = get(path);
    request.method = HttpMethod::post;
    request.body = body;
    request.content_type = "application/json";
    return request;
  }
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

class MemorySink final : public LogSink {
 public:
  MemorySink() { set_log_sink(this); }
  MemorySink(const MemorySink&) = delete;
  MemorySink& operator=(const MemorySink&) = delete;
  ~MemorySink() override { set_log_sink(nullptr); }
  void write(LogLevel, std::span<const LogField> fields, std::string_view message) override {
    lines.push_back(format_log_text(fields, message));
  }
  std::vector<std::string> lines;
};

TEST_CASE("http: a GET says what it should, and nothing more") {
  Bench bench;
  bench.server.script(http_answer(200, "[1]", "Content-Type: Application/JSON; charset=utf-8\r\n"));
  HttpRequest request = bench.get("/a/b%40c?q=1&r=a%20b");
  request.headers = {{"X-Trace", "abc"}, {"X-Nothing", ""}};
  request.bearer = Secret("token-1");
  const HttpResult result = bench.client.call(request);
  REQUIRE(result.response);
  CHECK(result.ok());
  CHECK(result.error.empty());
  CHECK(result.response->status == 200);
  CHECK(result.response->content_type == "application/json");
  CHECK(result.response->body == "[1]");
  CHECK(!result.response->retry_after);
  const std::string sent = bench.server.requests().at(0);
  CHECK(sent.starts_with("GET /a/b%40c?q=1&r=a%20b HTTP/1.1\r\n"));
  CHECK(has(sent, "\r\nAuthorization: Bearer token-1\r\n"));
  CHECK(has(sent, "\r\nUser-Agent: execassist/1 (gzip)\r\n"));
  CHECK(has(sent, "\r\nAccept-Encoding: gzip, deflate\r\n"));
  CHECK(has(sent, "\r\nX-Trace: abc\r\n"));
  CHECK(has(sent, "\r\nX-Nothing:\r\n"));
  CHECK(!has(sent, "Content-Type"));
}

TEST_CASE("http: a POST carries its bytes as they are, at once") {
  Bench bench;
  bench.server.script(http_answer(201));
  bench.server.script(http_answer(204));
  const std::string body = std::string(2'000'000, 'x') + std::string("\0\r\n\xff", 4);
  CHECK(bench.client.call(bench.post("/p", body)).response.value().status == 201);
  HttpRequest bare = bench.post("/empty", "");
  bare.content_type.clear();
  CHECK(bench.client.call(bare).response.value().status == 204);
  const auto sent = bench.server.requests();
  CHECK(sent.at(0).starts_with("POST /p HTTP/1.1\r\n"));
  CHECK(has(sent.at(0), "\r\nContent-Type: application/json\r\n"));
  CHECK(has(sent.at(0), "\r\nContent-Length: 2000004\r\n"));
  CHECK(!has(sent.at(0), "Expect"));
  CHECK(sent.at(0).ends_with("\r\n\r\n" + body));
  CHECK(has(sent.at(1), "\r\nContent-Length: 0\r\n"));
  CHECK(!has(sent.at(1), "Content-Type"));
}

TEST_CASE("http: a PUT goes out like a POST") {
  Bench bench;
  for (int i = 0; i < 4; ++i) bench.server.script(http_answer(200));
  HttpRequest full = bench.post("/p", "{\"a\":1}");
  full.method = HttpMethod::put;
  full.authorization = Secret("AWS4-HMAC-SHA256 Credential=a, Signature=b");
  HttpRequest bare = bench.get("/latest/api/token");
  bare.method = HttpMethod::put;
  bare.headers = {{"X-Ttl", "21600"}};
  CHECK(bench.client.call(full).ok());
  CHECK(bench.client.call(bare).ok());
  CHECK(bench.client.call(bench.get("/after")).ok());
  CHECK(bench.client.call(bench.post("/after", "x")).ok());
  CHECK(bench.server.connections() == 1);
  const auto sent = bench.server.requests();
  CHECK(sent.at(0).starts_with("PUT /p HTTP/1.1\r\n"));
  CHECK(has(sent.at(0), "\r\nContent-Type: application/json\r\n"));
  CHECK(has(sent.at(0), "\r\nContent-Length: 7\r\n"));
  CHECK(has(sent.at(0), "\r\nAuthorization: AWS4-HMAC-SHA256 Credential=a, Signature=b\r\n"));
  CHECK(sent.at(0).ends_with("\r\n\r\n{\"a\":1}"));
  CHECK(sent.at(1).starts_with("PUT /latest/api/token HTTP/1.1\r\n"));
  CHECK(has(sent.at(1), "\r\nContent-Length: 0\r\n"));
  CHECK(has(sent.at(1), "\r\nX-Ttl: 21600\r\n"));
  for (const std::string left : {"Content-Type", "Authorization", "Expect"}) {
    CHECK_MESSAGE(!has(sent.at(1), left), left);
  }
  CHECK(sent.at(2).starts_with("GET /after HTTP/1.1\r\n"));
  CHECK(sent.at(3).starts_with("POST /after HTTP/1.1\r\n"));
}

TEST_CASE("http: connections are kept, and one call leaves nothing for the next") {
  Bench bench;
  HttpRequest first = bench.post("/1", "{}");
  first.headers = {{"X-Mine", "1"}};
  first.bearer = Secret("secret-token");
  bench.server.script(http_answer(200, "one", "Set-Cookie: a=b\r\n"));
  bench.server.script(http_answer(404, "two"));
  CHECK(bench.client.call(first).ok());
  const HttpResult second = bench.client.call(bench.get("/2"));
  CHECK(second.response.value().status == 404);
  CHECK(!second.ok());
  CHECK(second.response->body == "two");
  CHECK(bench.server.connections() == 1);
  const std::string sent = bench.server.requests().at(1);
  CHECK(sent.starts_with("GET /2 HTTP/1.1\r\n"));
  for (const std::string left : {"X-Mine", "secret-token", "Cookie", "Content-"}) {
    CHECK_MESSAGE(!has(sent, left), left);
  }
}

TEST_CASE("http: a redirect is an answer") {
  Bench bench;
  bench.server.script(http_answer(302, "", "Location: " + bench.server.url("/next") + "\r\n"));
  CHECK(bench.client.call(bench.get()).response.value().status == 302);
  CHECK(bench.server.requests().size() == 1);
}

TEST_CASE("http: Retry-After is read in both of its forms") {
  struct Case {
    std::string value;
    long long least;
    long long most;  // -1: absent
  };
  const std::vector<Case> cases = {{"7", 7, 7},
                                   {"Fri, 01 Jan 2100 00:00:00 GMT", 2'592'000, 2'592'000},
                                   {"Sun, 06 Nov 1994 08:49:37 GMT", 0, 0},
                                   {"9999999999", 2'592'000, 2'592'000},
                                   {"soon", 0, -1},
                                   {"999999999999999999999", 0, -1},
                                   {"0", 0, -1}};
  Bench bench;
  for (const Case& c : cases) {
    CAPTURE(c.value);
    bench.server.script(http_answer(429, "", "Retry-After: " + c.value + "\r\n"));
    const HttpResult result = bench.client.call(bench.get());
    const auto after = result.response.value().retry_after;
    CHECK(after.has_value() == (c.most >= 0));
    if (after) CHECK((after->count() >= c.least && after->count() <= c.most));
  }
  // A date that is near, by the machine's clock, as libcurl reads it.
  const std::time_t soon = std::time(nullptr) + 100;
  std::array<char, 64> date{};
  std::strftime(date.data(), date.size(), "%a, %d %b %Y %H:%M:%S GMT", std::gmtime(&soon));
  bench.server.script(http_answer(503, "", std::string("Retry-After: ") + date.data() + "\r\n"));
  const HttpResult result = bench.client.call(bench.get());
  const auto after = result.response.value().retry_after;
  REQUIRE(after);
  CHECK((after->count() > 90 && after->count() <= 100));
}

TEST_CASE("http: the name of an AWS error is read, bounded and in ASCII") {
  struct Case {
    std::string headers;
    std::string expected;
  };
  const std::string type = "ThrottlingException:http://internal.amazon.com/coral/";
  const std::vector<Case> cases = {
      {"", ""},
      {"x-amzn-ErrorType: " + type + "\r\n", type},
      {"X-AMZN-ERRORTYPE:   MessageRejected  \r\n", "MessageRejected"},
      {"x-amzn-errortype:\r\n", ""},
      {"x-amzn-errortype: a\x01z\r\n", ""},
      {"x-amzn-errortype: a\xC3\xA9\r\n", ""},
      {"x-amzn-errortype: " + std::string(5000, 'a') + "\r\n", std::string(200, 'a')},
      {"x-amzn-errortype-2: Other\r\n", ""},
  };
  Bench bench;
  for (const Case& c : cases) {
    CAPTURE(c.headers);
    bench.server.script(http_answer(400, "{}", c.headers));
    CHECK(bench.client.call(bench.get()).response.value().error_type == c.expected);
  }
  // What came before the answer, and with another one, is not of it.
  bench.server.script("HTTP/1.1 103 Early Hints\r\nx-amzn-errortype: Early\r\n\r\n" +
                      http_answer(200));
  CHECK(bench.client.call(bench.get()).response.value().error_type.empty());
  bench.server.script(http_answer(400, "{}", "x-amzn-errortype: Mine\r\n"));
  bench.server.script(http_answer(200));
  CHECK(bench.client.call(bench.get()).response.value().error_type == "Mine");
  CHECK(bench.client.call(bench.get()).response.value().error_type.empty());
  CHECK(bench.server.connections() == 1);
}

TEST_CASE("http: what could be misread is refused before anything is sent") {
  Bench bench;
  struct Case {
    std::string name;
    std::function<void(HttpRequest&)> spoil;
  };
  const std::vector<Case> cases = {
      {"header value",
       [](HttpRequest& r) {
         r.headers = {{"X-A", "b\r\nX-C: d"}};
       }},
      {"header name",
       [](HttpRequest& r) {
         r.headers = {{"X-A: b\r\nX-C", "d"}};
       }},
      {"NUL",
       [](HttpRequest& r) {
         r.headers = {{"X-A", std::string("a\0b", 3)}};
       }},
      {"empty name",
       [](HttpRequest& r) {
         r.headers = {{"", "a"}};
       }},
      {"a second token",
       [](HttpRequest& r) {
         r.headers = {{"AUTHORIZATION", "Bearer x"}};
       }},
      {"a length",
       [](HttpRequest& r) {
         r.headers = {{"Content-Length", "3"}};
       }},
      {"bearer", [](HttpRequest& r) { r.bearer = Secret("a\r\nX-C: d"); }},
      {"authorization", [](HttpRequest& r) { r.authorization = Secret("a secret\r\nX-C: d"); }},
      {"two tokens",
       [](HttpRequest& r) {
         r.bearer = Secret("secret");
         r.authorization = Secret("Basic secret");
       }},
      {"content type", [](HttpRequest& r) { r.content_type = "text/plain\nX-C: d"; }},
      {"line break in the URL", [](HttpRequest& r) { r.url += "?a=b\r\nX-C:d"; }},
      {"blank in the URL", [](HttpRequest& r) { r.url += "?a= b"; }},
      {"not ASCII", [](HttpRequest& r) { r.url += "?a=\xc3\xa4"; }},
      {"user in the URL", [](HttpRequest& r) { r.url.insert(7, "joe:secret@"); }},
      {"relative", [](HttpRequest& r) { r.url = "/path"; }},
      {"empty", [](HttpRequest& r) { r.url.clear(); }},
      {"file", [](HttpRequest& r) { r.url = "file:///etc/passwd"; }},
      {"http to another machine", [](HttpRequest& r) { r.url = "http://example.com/?key=secret"; }},
      {"http to a metadata service", [](HttpRequest& r) { r.url = "http://169.254.169.254/"; }},
      {"http to another machine for metadata",
       [](HttpRequest& r) {
         r.url = "http://example.com/";
         r.metadata = true;
       }},
      {"like loopback", [](HttpRequest& r) { r.url = "http://127.0.0.1.example.com/"; }},
      {"unspecified", [](HttpRequest& r) { r.url = "http://0.0.0.0/"; }},
      {"another scheme", [](HttpRequest& r) { r.url.replace(0, 4, "gopher"); }},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    HttpRequest request = bench.get();
    c.spoil(request);
    const HttpResult result = bench.client.call(request);
    CHECK(!result.response);
    CHECK(result.failure == HttpFailure::refused);
    CHECK(!result.error.empty());
    CHECK(!has(result.error, "secret"));
  }
  CHECK(bench.server.connections() == 0);
}

TEST_CASE("http: loopback goes by many names, and never through a proxy") {
  Bench bench;
  const ScopedVariable http_proxy("http_proxy", "http://127.0.0.1:1");
  const ScopedVariable all_proxy("ALL_PROXY", "http://127.0.0.1:1");
  const std::string port = ":" + std::to_string(bench.server.port()) + "/";
  for (const std::string host : {"127.0.0.1", "localhost", "LocalHost"}) {
    CAPTURE(host);
    bench.server.script(http_answer(200));
    HttpRequest request = bench.get();
    request.url = "http://" + host + port;
    CHECK(bench.client.call(request).ok());
  }
  HttpRequest other = bench.get();
  other.url = "http://[::1]:1/";
  CHECK(bench.client.call(other).failure == HttpFailure::not_sent);
}

TEST_CASE("http: a metadata service is never asked through a proxy") {
  Bench bench;
  const ScopedVariable http_proxy("http_proxy", bench.server.url(""));
  const ScopedVariable https_proxy("https_proxy", bench.server.url(""));
  const ScopedVariable no_proxy("no_proxy", std::nullopt);
  const ScopedVariable no_proxy_either("NO_PROXY", std::nullopt);
  HttpRequest request;
  request.metadata = true;
  request.timeout = std::chrono::milliseconds{100};
  for (const std::string url : {"http://169.254.0.1:1/", "https://credentials.invalid/"}) {
    CAPTURE(url);
    request.url = url;
    // Whatever is there on this network.
    CHECK(bench.client.call(request).failure != HttpFailure::refused);
  }
  CHECK(bench.server.connections() == 0);
}

TEST_CASE("http: a call leaves one line in the log, without query, token and body") {
  Bench bench;
  MemorySink sink;
  bench.server.script(http_answer(200, "answer-body"));
  HttpRequest request =
      bench.post("/v3/calendars/joe%40example.com/private-0123456789abcdef0123/x?key=query-key",
                 "request-body");
  request.method = HttpMethod::put;
  request.authorization = Secret("whole-header");
  CHECK(bench.client.call(request).ok());
  REQUIRE(sink.lines.size() == 1);
  CHECK(sink.lines[0].starts_with(
      "method=PUT, host=127.0.0.1, path=/v3/calendars/***/***/x, status=200, ms="));
  CHECK(sink.lines[0].ends_with(" | http"));
  request.url = "http://127.0.0.1:1/a?b=query-key";
  for (const auto& [method, name] :
       {std::pair{HttpMethod::get, "GET"}, std::pair{HttpMethod::post, "POST"}}) {
    request.method = method;
    CHECK(!bench.client.call(request).ok());
    CHECK(sink.lines.back().starts_with("method=" + std::string(name) + ", "));
    CHECK(has(sink.lines.back(), "path=/a, status=not_sent, ms="));
  }
  CHECK(sink.lines.size() == 3);
}

TEST_CASE("http: threads share a client") {
  Bench bench;
  for (int i = 0; i < 40; ++i) bench.server.script(http_answer(200, "same"));
  std::atomic<int> good = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < 10; ++k) {
        const HttpResult result = bench.client.call(bench.get());
        good += result.ok() && result.response->body == "same" ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(good == 40);
  CHECK(bench.server.connections() <= 4);
}

}  // namespace
}  // namespace execassist::net
