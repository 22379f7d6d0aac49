// What a client makes of servers that break off, lie, stall and send too much.
#include "net/curl_client.hpp"
#include "support/http_server.hpp"
#include "support/scoped_variable.hpp"

#include <atomic>
#include <cstdint>

#include <doctest/doctest.h>

namespace execassist::net {
namespace {

using execassist::testing::http_answer;
using execassist::testing::HttpServer;
using execassist::testing::RawAnswer;
using execassist::testing::ScopedVariable;
using execassist::testing::Then;

constexpr std::chrono::milliseconds kPatience{150};

// Told to advance by the server's thread, asked by the client's.
class SharedClock final : public Clock {
 public:
  Instant now() const override { return wall(); }
  Instant wall() const override { return Instant{Seconds{seconds_}}; }
  bool pretended() const override { return false; }
  void sleep_for(std::chrono::milliseconds) override {}
  void advance(Seconds length) { seconds_ += length.count(); }

 private:
  std::atomic<Seconds::rep> seconds_ = 1'700'000'000;
};

struct Bench {
  SharedClock clock;
  HttpServer server;
  CurlClient client{{kPatience, kPatience}, clock, "test"};

  HttpResult get() { return client.call(request()); }
  HttpRequest request(HttpMethod method = HttpMethod::get) const {
    HttpRequest request;
    request.method = method;
    request.url = server.url("/path?key=secret");
    return request;
  }
};

struct Expected {
  HttpFailure failure;
  std::string error;
};

void check(const HttpResult& result, const Expected& expected) {
  CHECK(!result.response);
  CHECK(static_cast<int>(result.failure) == static_cast<int>(expected.failure));
  CHECK(result.error == expected.error);
}

TEST_CASE("http: answers that break off or make no sense") {
  struct Case {
    std::string bytes;
    Then then;
    Expected expected;
  };
  const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  const std::vector<Case> cases = {
      {"", Then::close, {HttpFailure::broken, "the connection was closed without an answer"}},
      {"", Then::reset, {HttpFailure::broken, "the connection was reset"}},
      {"", Then::stall, {HttpFailure::timed_out, "no answer within 150 ms"}},
      {"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345",
       Then::close,
       {HttpFailure::broken, "the answer was cut off"}},
      {"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345",
       Then::stall,
       {HttpFailure::timed_out, "no answer within 150 ms"}},
      {chunked + "5\r\n123", Then::close, {HttpFailure::broken, "the answer was cut off"}},
      {chunked + "zz\r\n123", Then::close, {HttpFailure::broken, "the answer could not be read"}},
      {"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\n12345",
       Then::close,
       {HttpFailure::broken, "the answer cannot be unpacked"}},
      {"SSH-2.0-OpenSSH_9.2\r\n", Then::close, {HttpFailure::broken, "the answer is not HTTP"}},
      {"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n12345",
       Then::close,
       {HttpFailure::broken, "the answer is not HTTP"}},
  };
  for (const Case& c : cases) {
    CAPTURE(c.bytes);
    Bench bench;
    bench.server.script(c.bytes, c.then);
    check(bench.get(), {c.expected.failure, "127.0.0.1: " + c.expected.error});
    CHECK(bench.server.requests().size() == 1);
  }
}

TEST_CASE("http: a request may shorten its time, and not lengthen it") {
  struct Case {
    std::chrono::milliseconds allowed;
    std::chrono::milliseconds asked_for;
    std::string error;
  };
  const std::vector<Case> cases = {
      {Seconds{30}, std::chrono::milliseconds{120}, "127.0.0.1: no answer within 120 ms"},
      {std::chrono::milliseconds{120}, Seconds{30}, "127.0.0.1: no answer within 120 ms"},
      {std::chrono::milliseconds{120}, std::chrono::milliseconds{120},
       "127.0.0.1: no answer within 120 ms"},
  };
  for (const Case& c : cases) {
    Bench bench;
    CurlClient client({Seconds{5}, c.allowed}, bench.clock, "test");
    bench.server.script("", Then::stall);
    HttpRequest request = bench.request(HttpMethod::put);
    request.timeout = c.asked_for;
    check(client.call(request), {HttpFailure::timed_out, c.error});
  }
}

TEST_CASE("http: what fails before the request leaves is not sent") {
  Bench bench;
  SUBCASE("nobody listens") {
    HttpRequest request = bench.request();
    request.url = "http://127.0.0.1:1/?key=secret";
    check(bench.client.call(request), {HttpFailure::not_sent, "127.0.0.1: connection refused"});
  }
  SUBCASE("no TLS on the other side") {
    HttpRequest request = bench.request();
    request.url.replace(0, 4, "https");
    bench.server.reset_at_first_byte();
    // Its answer is awaited, so a busy machine must not look like a slow other side.
    CurlClient patient({std::chrono::seconds{30}, std::chrono::seconds{30}}, bench.clock, "test");
    check(patient.call(request), {HttpFailure::not_sent, "127.0.0.1: no TLS connection"});
  }
  SUBCASE("the name is unknown") {
    const ScopedVariable no_proxy("no_proxy", "*");
    HttpRequest request = bench.request();
    request.url = "https://" + std::string(300, 'a') + ".invalid/";
    const HttpResult result = bench.client.call(request);
    CHECK(result.failure == HttpFailure::not_sent);
  }
  SUBCASE("the proxy refuses") {
    const ScopedVariable proxy("https_proxy",
                               "http://127.0.0.1:" + std::to_string(bench.server.port()));
    const ScopedVariable no_proxy("no_proxy", std::nullopt);
    const ScopedVariable no_proxy_either("NO_PROXY", std::nullopt);
    bench.server.script(http_answer(403), Then::close);
    HttpRequest request = bench.request();
    request.url = "https://calendar.invalid/?key=secret";
    request.bearer = Secret("bearer-token");
    check(bench.client.call(request),
          {HttpFailure::not_sent, "calendar.invalid: the proxy does not let us through (403)"});
    const std::string sent = bench.server.requests().at(0);
    CHECK(sent.starts_with("CONNECT calendar.invalid:443 HTTP/1.1\r\n"));
    CHECK(sent.find("bearer-token") == std::string::npos);
  }
  SUBCASE("it has become too late") {
    HttpRequest request = bench.request();
    request.first_byte_before = bench.clock.wall() - Seconds{1};
    check(bench.client.call(request),
          {HttpFailure::not_sent, "127.0.0.1: it was too late to send when the connection stood"});
    CHECK(bench.server.requests().empty());
    bench.server.script(http_answer(200));
    request.first_byte_before = bench.clock.wall();
    CHECK(bench.client.call(request).ok());
  }
}

// A kept connection that ends once the next request has been read.
void keep_then_close(Bench& bench) {
  bench.server.script(http_answer(200));
  bench.server.script("", Then::close);
  CHECK(bench.get().ok());
}

TEST_CASE("http: what must not happen twice leaves once, though libcurl would repeat it") {
  SUBCASE("guarded") {
    Bench bench;
    keep_then_close(bench);
    HttpRequest request = bench.request(HttpMethod::post);
    request.at_most_once = true;
    check(bench.client.call(request),
          {HttpFailure::broken,
           "127.0.0.1: the connection was closed without an answer, and nothing is sent twice"});
    CHECK(bench.server.requests().size() == 2);
    bench.server.script(http_answer(200));  // the handle is as good as new
    CHECK(bench.client.call(request).ok());
  }
  SUBCASE("not guarded") {
    Bench bench;
    keep_then_close(bench);
    bench.server.script(http_answer(200));
    CHECK(bench.client.call(bench.request(HttpMethod::post)).ok());
    CHECK(bench.server.requests().size() == 3);
    CHECK(bench.server.connections() == 2);
  }
  SUBCASE("a repetition that comes too late does not undo the first") {
    Bench bench;
    bench.server.script(http_answer(200));
    CHECK(bench.get().ok());
    HttpRequest request = bench.request(HttpMethod::post);
    request.first_byte_before = bench.clock.wall();
    bench.server.script(RawAnswer{"", Then::close, [&bench] { bench.clock.advance(Seconds{1}); }});
    CHECK(bench.client.call(request).failure == HttpFailure::broken);
    CHECK(bench.server.requests().size() == 2);
  }
}

TEST_CASE("http: the time for which the machine was suspended counts") {
  SharedClock clock;
  HttpServer server;
  CurlClient client({Seconds{5}, Seconds{30}}, clock, "test");
  server.script(RawAnswer{"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n1", Then::stall,
                          [&clock] { clock.advance(Seconds{32}); }});
  HttpRequest request;
  request.url = server.url();
  check(client.call(request), {HttpFailure::timed_out, "127.0.0.1: no answer within 30 s"});
}

TEST_CASE("http: an answer is bounded, whatever it says of its length") {
  const std::string body(1000, 'x');
  const std::string unbounded = "HTTP/1.1 200 OK\r\n\r\n";
  const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n";
  struct Case {
    std::string bytes;
    std::size_t largest;
    bool fits;
  };
  const std::vector<Case> cases = {
      {http_answer(200, body), 1000, true},
      {http_answer(200, body), 999, false},
      {http_answer(200, body), 0, false},
      {http_answer(200, ""), 0, true},
      {unbounded + body, 1000, true},
      {unbounded + body, 999, false},
      {chunked + body + "\r\n0\r\n\r\n", 1000, true},
      {chunked + body + "\r\n0\r\n\r\n", 999, false},
      {"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n" + body, 999, false},
      {"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n" + body, 999, true},  // the rest is not read
  };
  for (const Case& c : cases) {
    CAPTURE(c.bytes.substr(0, 60));
    CAPTURE(c.largest);
    Bench bench;
    bench.server.script(c.bytes, Then::close);
    HttpRequest request = bench.request();
    request.largest_answer = c.largest;
    const HttpResult result = bench.client.call(request);
    CHECK(result.ok() == c.fits);
    if (!c.fits) check(result, {HttpFailure::too_large, "127.0.0.1: the answer is too large"});
    if (c.fits) CHECK(result.response.value().body.size() <= c.largest);
  }
}

TEST_CASE("http: headers are bounded, however they are cut up") {
  std::string many = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 8000; ++i) many += "X-Header-" + std::to_string(i) + ": 0123456789abcdef\r\n";
  std::string interim;
  for (int i = 0; i < 12000; ++i) interim += "HTTP/1.1 100 Continue\r\n\r\n";
  for (const std::string& bytes : {many, interim}) {
    Bench bench;
    bench.server.script(bytes, Then::stall);
    check(bench.get(), {HttpFailure::too_large, "127.0.0.1: the answer's headers are too large"});
  }
  Bench bench;
  bench.server.script("HTTP/1.1 200 OK\r\nX: " + std::string(300'000, 'x'), Then::stall);
  CHECK(bench.get().failure == HttpFailure::broken);
}

std::string gzip_answer(const std::string& packed) {
  return http_answer(200, packed, "Content-Encoding: gzip\r\n");
}

// RFC 1951 with fixed codes: one literal, then `runs` times "258 of the same again".
std::string gzip_bomb(int runs) {
  std::string packed("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
  int bit = 0;
  const auto put = [&](std::uint32_t code, int length) {
    for (int i = length - 1; i >= 0; --i, bit = (bit + 1) % 8) {
      if (bit == 0) packed += '\0';
      if ((code >> i) & 1U) packed.back() = static_cast<char>(packed.back() | (1 << bit));
    }
  };
  put(0b110, 3);             // the last block; fixed codes (01, low bit first)
  put(0b00110000 + 'x', 8);  // the literal
  for (int i = 0; i < runs; ++i) put(0b1100010100000, 13);  // length 258, distance 1
  put(0, 7);                                                // the end of the block
  return packed;
}

TEST_CASE("http: a compressed answer is unpacked, and bounded after that") {
  const std::string packed(
      "\x1f\x8b\x08\0\0\0\0\0\x02\x03\xab\x56\xca\xcf\x56\xb2\x2a\x29\x2a\x4d\xd5\x01\xb2\x8c\x20"
      "\xcc\x5a\x00\x92\x4d\x53\x07\x16\0\0\0",
      36);
  Bench bench;
  bench.server.script(gzip_answer(packed));
  const HttpResult small = bench.get();
  CHECK(small.response.value().body == R"({"ok":true,"ok2":true})");

  const std::string bomb = gzip_bomb(400'000);  // 100 MB in 650 kB
  bench.server.script(gzip_answer(bomb), Then::stall);
  check(bench.get(), {HttpFailure::too_large, "127.0.0.1: the answer is too large"});

  bench.server.script(gzip_answer(packed.substr(0, 30)), Then::close);
  CHECK(bench.get().failure == HttpFailure::broken);
}

}  // namespace
}  // namespace execassist::net
