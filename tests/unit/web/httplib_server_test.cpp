#include "web/httplib_server.hpp"

#include "raw_client.hpp"
#include "support/error_of.hpp"

#include <execassist/base/error.hpp>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <semaphore>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::web::testing {
namespace {

constexpr std::size_t kLargest = std::size_t{256} * 1024;

const std::string kForm = "Content-Type: application/x-www-form-urlencoded\r\n";

// Echoes what it is sent.
class Bench {
 public:
  explicit Bench(ServeSettings settings = {}) : server(with_free_port(std::move(settings))) {
    server.route("POST", "/click", kLargest,
                 [this](const ServedRequest& request) { return remember(request, request.body); });
    server.route("GET", "/hello", 0, [this](const ServedRequest& request) {
      return remember(request, "hello " + request.query);
    });
    server.route("POST", "/fail", kLargest, [](const ServedRequest&) -> ServedResponse {
      throw std::runtime_error("secret words");
    });
    server.route("POST", "/slow", kLargest, [this](const ServedRequest&) {
      in_slow.release();
      go_on.acquire();
      return ServedResponse{200, "text/plain", "done", {}};
    });
    const std::string address = server.listen();
    port = std::stoi(address.substr(address.rfind(':') + 1));
  }

  std::string ask(const std::string& bytes) { return RawClient(port).send(bytes).read_answer(); }

  ServedRequest last() {
    const std::scoped_lock lock(guard);
    return requests.empty() ? ServedRequest{} : requests.back();
  }
  std::size_t seen() {
    const std::scoped_lock lock(guard);
    return requests.size();
  }

  HttplibServer server;
  int port = 0;
  std::counting_semaphore<> in_slow{0};
  std::counting_semaphore<> go_on{0};

 private:
  static ServeSettings with_free_port(ServeSettings settings) {
    if (settings.listen == ServeSettings{}.listen) settings.listen = "127.0.0.1:0";
    return settings;
  }

  ServedResponse remember(const ServedRequest& request, const std::string& body) {
    const std::scoped_lock lock(guard);
    requests.push_back(request);
    return {200, "text/plain; charset=utf-8", body, {{"X-Test", "yes"}}};
  }

  std::mutex guard;
  std::vector<ServedRequest> requests;
};

TEST_CASE("a request reaches its handler whole, and its answer the client") {
  Bench bench;
  const std::string answer = bench.ask(post("/click", "payload=%7B%7D", kForm + "X-One: 1\r\n"));
  CHECK(status_of(answer) == 200);
  CHECK(body_of(answer) == "payload=%7B%7D");
  CHECK(answer.find("X-Test: yes\r\n") != std::string::npos);
  CHECK(answer.find("Server:") == std::string::npos);
  const ServedRequest request = bench.last();
  CHECK(request.method == "POST");
  CHECK(request.path == "/click");
  CHECK(request.headers.at("x-one") == "1");
  CHECK(request.peer == "127.0.0.1");
  CHECK(request.from_loopback);
  CHECK_FALSE(request.headers.contains("remote_addr"));
  CHECK(body_of(bench.ask(get("/hello?a=%20b"))) == "hello a=%20b");
  const std::string head =
      RawClient(bench.port).send("HEAD /hello HTTP/1.1\r\nConnection: close\r\n\r\n").read_all();
  CHECK(status_of(head) == 200);
  CHECK(body_of(head).empty());
}

TEST_CASE("what a handler throws becomes a 500 without words") {
  Bench bench;
  const std::string answer = bench.ask(post("/fail", "x", kForm));
  CHECK(status_of(answer) == 500);
  CHECK(answer.find("secret") == std::string::npos);
}

TEST_CASE("forms of any size up to the limit come through, chunked ones too") {
  Bench bench;
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{8192}, std::size_t{8193}, std::size_t{60} * 1024, kLargest}) {
    CAPTURE(size);
    CHECK(body_of(bench.ask(post("/click", std::string(size, 'a'), kForm))).size() == size);
  }
  std::string chunked = "POST /click HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + kForm + "\r\n";
  for (int i = 0; i < 60; ++i) chunked += "400\r\n" + std::string(1024, 'b') + "\r\n";
  CHECK(body_of(bench.ask(chunked + "0\r\n\r\n")) == std::string(60 * 1024, 'b'));
}

TEST_CASE("what is refused never reaches a handler") {
  struct Case {
    std::string name;
    std::string bytes;
    int status;
  };
  const std::string start = "POST /click HTTP/1.1\r\n" + kForm;
  const std::string big(kLargest + 1, 'a');
  std::string big_chunks = start + "Transfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 300; ++i) big_chunks += "400\r\n" + std::string(1024, 'b') + "\r\n";
  const std::vector<Case> cases = {
      {"too large", post("/click", big, kForm), 413},
      {"too large, in chunks", big_chunks + "0\r\n\r\n", 413},
      {"only said to be too large", start + "Content-Length: 999999999999\r\n\r\n", 413},
      {"a length below zero", start + "Content-Length: -1\r\n\r\nx", 400},
      {"a length that is none", start + "Content-Length: 1x\r\n\r\nx", 400},
      {"a length beyond numbers", start + "Content-Length: 99999999999999999999999\r\n\r\nx", 400},
      {"two lengths", start + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx", 400},
      {"a length and chunks",
       start + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"another coding", start + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400},
      {"bad chunks", start + "Transfer-Encoding: chunked\r\n\r\nzz\r\nxx\r\n", 400},
      {"no length", start + "\r\n", 411},
      {"packed", post("/click", "x", kForm + "Content-Encoding: gzip\r\n"), 415},
      {"many parts", post("/click", "x", "Content-Type: multipart/form-data; boundary=a\r\n"), 415},
      {"unknown path", get("/nothing"), 404},
      {"unknown path, HEAD", "HEAD /nothing HTTP/1.1\r\nConnection: close\r\n\r\n", 404},
      {"unknown path, with a body", post("/nothing", "x", kForm), 404},
      {"a path with dots", get("/hello/../hello"), 404},
      {"a long path", get("/" + std::string(8000, 'a')), 404},
      {"a longer path", get("/" + std::string(9000, 'a')), 414},
      {"wrong method", get("/click"), 405},
      {"wrong method, POST", post("/hello", "x", kForm), 405},
      {"wrong method, PUT", "PUT /click HTTP/1.1\r\nContent-Length: 1\r\n\r\nx", 405},
      {"no method at all", "BREW /click HTTP/1.1\r\n\r\n", 400},
      {"a GET with a body", get("/hello", "Content-Length: 3\r\n") + "abc", 400},
      {"garbage", std::string("\x16\x03\x01\x02\x00\x01\r\n\r\n", 10), 400},
      {"words", "hello there\r\n\r\n", 400},
      {"another protocol", "GET / HTTP/9.9\r\n\r\n", 400},
      {"a head without end", "GET /hello HTTP/1.1\r\n" + std::string(200000, 'x'), 400},
      {"many headers",
       "GET /hello HTTP/1.1\r\n" +
           [] {
             std::string lines;
             for (int i = 0; i < 20000; ++i) lines += "A: b\r\n";
             return lines;
           }() +
           "\r\n",
       400},
      {"ranges in bulk, of nothing", get("/nothing", "Range: bytes=0-0,0-0,0-0\r\n"), 404},
  };
  Bench bench;
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const std::string answer = RawClient(bench.port).send(c.bytes).read_all(3000);
    CHECK(status_of(answer) == c.status);
    CHECK(bench.seen() == 0);
  }
  const std::string allow = bench.ask(get("/click"));
  CHECK(allow.find("Allow: POST\r\n") != std::string::npos);
  CHECK(status_of(bench.ask(post("/click", "still here", kForm))) == 200);
}

TEST_CASE("an endless request line is cut off") {
  Bench bench;
  const Stopwatch watch;
  RawClient(bench.port).send(std::string(1 << 20, 'x')).read_all(3000);
  CHECK(watch.milliseconds() < 4000);
  CHECK(bench.seen() == 0);
}

TEST_CASE("a body that stops or drips is cut off") {
  Bench bench;
  const std::string start = "POST /click HTTP/1.1\r\nContent-Length: 100000\r\n\r\nabc";
  const Stopwatch watch;
  const std::string answer = RawClient(bench.port).send(start).read_all();
  CHECK(status_of(answer) == 408);
  CHECK(watch.milliseconds() > 1500);
  CHECK(watch.milliseconds() < 4000);

  const Stopwatch drip;
  RawClient slow(bench.port);
  slow.send(start);
  while (drip.milliseconds() < 12000) {
    slow.send("d");
    if (!slow.read_all(500).empty()) break;
  }
  CHECK(drip.milliseconds() < 11000);
  CHECK(bench.seen() == 0);
}

TEST_CASE("300 connections that are idle or drip do not hold up a click") {
  Bench bench;
  std::vector<std::unique_ptr<RawClient>> slow;
  for (int i = 0; i < 300; ++i) slow.push_back(std::make_unique<RawClient>(bench.port));
  for (const std::string drop : {"POST /cl", "ick HTT", "P/1.1\r\n"}) {
    for (std::size_t i = 0; i < 200; ++i) slow[i]->send(drop);
    const Stopwatch watch;
    CHECK(status_of(bench.ask(post("/click", "now", kForm))) == 200);
    CHECK(watch.milliseconds() < 500);
  }
  // Slow is not refused.
  slow[0]->send("Content-Length: 4\r\n\r\nla");
  CHECK(body_of(slow[0]->send("te").read_answer()) == "late");
}

TEST_CASE("a head that does not come is cut off, whether it drips or not") {
  Bench bench;
  RawClient idle(bench.port);
  RawClient drips(bench.port);
  const Stopwatch watch;
  while (watch.milliseconds() < 8000) {
    drips.send("x");
    if (!drips.read_all(100).empty() || drips.ended()) break;
  }
  CHECK(watch.milliseconds() > 2000);
  CHECK(watch.milliseconds() < 5000);
  CHECK(idle.read_all(1000).empty());
  CHECK(idle.ended());
}

TEST_CASE("a client that has sent all it will send is answered") {
  Bench bench;
  RawClient half(bench.port);
  CHECK(status_of(half.send("GET /hello HT").send_no_more().read_all(2000)) == 400);
  RawClient whole(bench.port);
  CHECK(status_of(whole.send(get("/hello")).send_no_more().read_all(2000)) == 200);
}

TEST_CASE("a connection serves many requests, also when they come all at once") {
  Bench bench;
  RawClient client(bench.port);
  for (int i = 0; i < 50; ++i) {
    CHECK(body_of(client.send(post("/click", std::to_string(i), kForm)).read_answer()) ==
          std::to_string(i));
  }
  client.send(post("/click", "one", kForm) + post("/click", "two", kForm) +
              get("/hello", "Connection: close\r\n"));
  const std::string answers = client.read_all();
  CHECK(answers.find("one") < answers.find("two"));
  CHECK(answers.find("two") < answers.find("hello "));
  CHECK(bench.seen() == 53);
}

TEST_CASE("nothing that follows a refused body is taken for a request") {
  Bench bench;
  const std::string hidden = get("/hello");
  const std::string answers =
      RawClient(bench.port)
          .send("POST /click HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0" +
                hidden + hidden)
          .read_all(3000);
  CHECK(status_of(answers) == 400);
  CHECK(answers.find("hello ") == std::string::npos);
  CHECK(bench.seen() == 0);
}

TEST_CASE("nor is what follows a head that the library refuses") {
  Bench bench;
  const std::string hidden = get("/hello");
  for (const std::string& head :
       {"POST /click HTTP/1.1\r\nX-Forwarded-For: " + std::string(8190, '1') + "\r\n\r\n",
        "GET /" + std::string(9000, 'a') + " HTTP/1.1\r\n\r\n", std::string("GARBAGE\r\n\r\n")}) {
    CAPTURE(head.substr(0, 20));
    const std::string answers = RawClient(bench.port).send(head + hidden + hidden).read_all(3000);
    CHECK(status_of(answers) >= 400);
    CHECK(answers.find("hello ") == std::string::npos);
  }
  CHECK(bench.seen() == 0);
}

TEST_CASE("stop finishes what is in hand, and takes nothing more") {
  Bench bench;
  RawClient client(bench.port);
  client.send(post("/slow", "x", kForm));
  bench.in_slow.acquire();
  std::atomic<bool> stopped = false;
  std::thread stopper([&] {
    bench.server.stop();
    stopped = true;
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  CHECK_FALSE(stopped);
  bench.go_on.release();
  const std::string answer = client.read_all(3000);
  CHECK(body_of(answer) == "done");
  CHECK(answer.find("Connection: close") != std::string::npos);
  stopper.join();
  bench.server.stop();
}

TEST_CASE("X-Forwarded-For counts only behind a proxy") {
  struct Case {
    bool behind_proxy;
    std::string headers;
    std::string peer;
    bool from_loopback;
  };
  const std::vector<Case> cases = {
      {false, "X-Forwarded-For: 9.9.9.9\r\n", "127.0.0.1", true},
      {true, "", "127.0.0.1", true},
      {true, "X-Forwarded-For: 9.9.9.9\r\n", "9.9.9.9", false},
      {true, "X-Forwarded-For: 127.0.0.1, 9.9.9.9\r\n", "9.9.9.9", false},
      {true, "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-For: 8.8.8.8\r\n", "8.8.8.8", false},
      {true, "x-forwarded-for: [2001:db8::1]:4711\r\n", "2001:db8::1", false},
      {true, "X-Forwarded-For: 9.9.9.9, nonsense\r\n", "127.0.0.1", false},
  };
  for (const Case& c : cases) {
    CAPTURE(c.headers);
    ServeSettings settings;
    settings.behind_proxy = c.behind_proxy;
    Bench bench(settings);
    bench.ask(get("/hello", c.headers));
    CHECK(bench.last().peer == c.peer);
    CHECK(bench.last().from_loopback == c.from_loopback);
  }
}

TEST_CASE("where nothing is encrypted it listens on loopback alone") {
  struct Case {
    std::string listen;
    bool behind_proxy;
    bool refused;
  };
  for (const Case& c : std::vector<Case>{{"127.0.0.1:0", false, false},
                                         {"[::1]:0", false, false},
                                         {"0.0.0.0:0", false, true},
                                         {"[::]:0", false, true},
                                         {"192.0.2.1:80", false, true},
                                         {"0.0.0.0:0", true, false},
                                         {"nonsense", true, true},
                                         {"example.com:80", true, true}}) {
    CAPTURE(c.listen);
    ServeSettings settings;
    settings.listen = c.listen;
    settings.behind_proxy = c.behind_proxy;
    const auto error = execassist::testing::error_of([&] { HttplibServer server(settings); });
    CHECK(error.has_value() == c.refused);
    if (error) CHECK(error->kind() == ErrorKind::configuration);
    if (error) CHECK_FALSE(error->hint().empty());
  }
}

TEST_CASE("a port that is taken is said to be") {
  Bench bench;
  ServeSettings settings;
  settings.listen = "127.0.0.1:" + std::to_string(bench.port);
  HttplibServer second(settings);
  const auto error = execassist::testing::error_of([&] { second.listen(); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::failed);
  CHECK(error->message().find(settings.listen) != std::string::npos);
}

}  // namespace
}  // namespace execassist::web::testing
