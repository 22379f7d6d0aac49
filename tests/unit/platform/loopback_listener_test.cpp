#include "platform/loopback_listener.hpp"

#include "support/error_of.hpp"

#include <array>
#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace execassist::platform {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;
using testing::error_of;
using Answer = std::optional<std::string>;

int port_of(const LoopbackListener& listener) {
  const std::string uri = listener.redirect_uri();
  return std::stoi(uri.substr(uri.rfind(':') + 1));
}

sockaddr_in address_of(const char* host, int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  ::inet_pton(AF_INET, host, &address.sin_addr);
  return address;
}

bool connects(const FileDescriptor& socket, const char* host, int port) {
  const sockaddr_in address = address_of(host, port);
  return ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

class Client {
 public:
  explicit Client(const LoopbackListener& listener)
      : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval patience{3, 0};
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    REQUIRE(connects(socket_, "127.0.0.1", port_of(listener)));
  }

  Client& say(const std::string& text) {
    ::send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL);
    return *this;
  }

  // To the end; "(reset)" at the end when it was cut off.
  std::string hear() {
    std::string heard;
    std::array<char, 4096> block;
    while (true) {
      const ssize_t count = ::recv(socket_.get(), block.data(), block.size(), 0);
      if (count < 0) return heard + "(reset)";
      if (count == 0) return heard;
      heard.append(block.data(), static_cast<std::size_t>(count));
    }
  }

  void hang_up() { socket_.close(); }

 private:
  FileDescriptor socket_;
};

std::string get(const std::string& target) {
  return "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n\r\n";
}

// Waits in another thread for the query "code=1&state=mine".
class Waiting {
 public:
  explicit Waiting(milliseconds limit = seconds{10}) {
    answer_ = std::async(std::launch::async, [this, limit] {
      const auto accept = [this](const std::string& query) {
        asked.push_back(query);
        return query == "code=1&state=mine";
      };
      return listener.wait(accept, limit);
    });
  }
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;
  ~Waiting() {
    if (answer_.valid()) finish();
  }

  // Also comes to its end when nothing was taken yet.
  Answer finish() {
    if (answer_.wait_for(seconds{0}) != std::future_status::ready) {
      Client(listener).say(get("/callback?code=1&state=mine")).hear();
    }
    return answer_.get();
  }
  Answer take() { return answer_.get(); }

  LoopbackListener listener{0};
  std::vector<std::string> asked;  // to be looked at after the end

 private:
  std::future<Answer> answer_;
};

}  // namespace

TEST_CASE("listener: the answer is taken and thanked for") {
  Waiting waiting;
  const std::string page = Client(waiting.listener).say(get("/callback?code=1&state=mine")).hear();
  CHECK(waiting.take() == "code=1&state=mine");
  CHECK(page.starts_with("HTTP/1.1 200 OK\r\n"));
  for (const char* expected :
       {"You can close this window", "\r\nCache-Control: no-store\r\n", "\r\nConnection: close\r\n",
        "\r\nContent-Type: text/html; charset=utf-8\r\n", "\r\nReferrer-Policy: no-referrer\r\n"}) {
    CAPTURE(expected);
    CHECK(page.find(expected) != std::string::npos);
  }
  const std::size_t body = page.find("\r\n\r\n") + 4;
  CHECK(page.find("\r\nContent-Length: " + std::to_string(page.size() - body) + "\r\n") !=
        std::string::npos);
  CHECK(page.find("mine") == std::string::npos);
}

TEST_CASE("listener: everything else gets a short page, nothing of it back, and no end") {
  const struct {
    std::string request;
    std::string status;
  } cases[] = {
      {get("/favicon.ico"), "404"},
      {get("/"), "404"},
      {get("/callback/?code=1&state=mine"), "404"},
      {get("/callbackx?code=1&state=mine"), "404"},
      {get("/Callback?code=1&state=mine"), "404"},
      {get("//callback?code=1&state=mine"), "404"},
      {get("/x?/callback?code=1&state=mine"), "404"},
      {get("/callback"), "400"},
      {get("/callback?"), "400"},
      {get("/callback?code=1&state=<script>theirs"), "400"},
      {"POST /callback?code=1&state=mine HTTP/1.1\r\nContent-Length: 0\r\n\r\n", "400"},
      {"HEAD /callback?code=1&state=mine HTTP/1.1\r\n\r\n", "400"},
      {"get /callback?code=1&state=mine HTTP/1.1\r\n\r\n", "400"},
      {"GET /callback?code=1&state=mine\r\n\r\n", "400"},
      {"GET /callback?code=1&state=mine HTTP/2\r\n\r\n", "400"},
      {"GET /callback?code=1&state=mine theirs HTTP/1.1\r\n\r\n", "400"},
      {"GET  /callback?code=1&state=mine HTTP/1.1\r\n\r\n", "400"},
      {"GET http://127.0.0.1/callback?code=1&state=mine HTTP/1.1\r\n\r\n", "400"},
      {std::string("GET /callback?code=1&state=mine\0 HTTP/1.1\r\n\r\n", 45), "400"},
      {"GET /callback?code=1&state=mine\t HTTP/1.1\r\n\r\n", "400"},
      {"\r\n\r\n", "400"},
      {"\x16\x03\x01\x02\n\n", "400"},  // TLS
      {"GET /callback?code=" + std::string(9000, 'x') + " HTTP/1.1\r\n\r\n", "400"},
      {std::string(200000, 'x'), "400"},
  };
  Waiting waiting;
  for (const auto& each : cases) {
    const std::string shown = each.request.substr(0, 60);
    CAPTURE(shown);
    const std::string page = Client(waiting.listener).say(each.request).hear();
    CHECK(page.starts_with("HTTP/1.1 " + each.status + " "));
    CHECK(page.size() < 1000);
    for (const char* echo : {"mine", "theirs", "script", "xxx"}) {
      CHECK(page.find(echo) == std::string::npos);
    }
  }
  CHECK(waiting.finish() == "code=1&state=mine");
  const std::vector<std::string> expected = {"", "", "code=1&state=<script>theirs",
                                             "code=1&state=mine"};
  CHECK(waiting.asked == expected);
}

TEST_CASE("listener: a request may come in pieces, with bare line feeds, or under many cookies") {
  const struct {
    const char* name;
    std::vector<std::string> pieces;
  } cases[] = {
      {"pieces", {"GE", "T /callback?code=1&st", "ate=mine HTTP/1.1\r\nHost: x\r\n", "\r", "\n"}},
      {"line feeds", {"GET /callback?code=1&state=mine HTTP/1.0\nHost: x\n\n"}},
      {"cookies", {get("/callback?code=1&state=mine").substr(0, 60), std::string(20000, 'c')}},
  };
  for (const auto& each : cases) {
    CAPTURE(each.name);
    Waiting waiting;
    Client client(waiting.listener);
    for (const std::string& piece : each.pieces) {
      client.say(piece);
      std::this_thread::sleep_for(milliseconds{2});
    }
    CHECK(client.hear().starts_with("HTTP/1.1 200 OK\r\n"));
    client.hang_up();
    CHECK(waiting.take() == "code=1&state=mine");
  }
}

TEST_CASE("listener: idle, slow and broken connections do not hold the real one up") {
  Waiting waiting;
  const auto begun = steady_clock::now();
  std::vector<std::unique_ptr<Client>> others;
  for (int i = 0; i < 100; ++i) {
    others.push_back(std::make_unique<Client>(waiting.listener));
    if (i % 3 == 1) others.back()->say("GET /callback?co");
    if (i % 3 == 2) others.back()->hang_up();
  }
  const std::string page = Client(waiting.listener).say(get("/callback?code=1&state=mine")).hear();
  CHECK(page.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(waiting.take() == "code=1&state=mine");
  CHECK(steady_clock::now() - begun < seconds{2});
}

TEST_CASE("listener: one that left before our page still counts") {
  Waiting waiting;
  Client client(waiting.listener);
  client.say(get("/callback?code=1&state=mine"));
  client.hang_up();
  CHECK(waiting.take() == "code=1&state=mine");
}

TEST_CASE("listener: nothing when the time is up, also while somebody dawdles") {
  LoopbackListener listener(0);
  Client idle(listener);
  const auto begun = steady_clock::now();
  CHECK_FALSE(listener.wait([](const std::string&) { return true; }, milliseconds{60}));
  const auto taken = steady_clock::now() - begun;
  CHECK(taken >= milliseconds{55});
  CHECK(taken < seconds{2});
  CHECK_FALSE(listener.wait([](const std::string&) { return true; }, milliseconds{0}));
}

TEST_CASE("listener: what `accept` throws ends the waiting") {
  LoopbackListener listener(0);
  Client client(listener);
  client.say(get("/callback?error=access_denied"));
  const auto error = error_of([&] {
    listener.wait([](const std::string&) -> bool { throw Error(ErrorKind::failed, "no"); },
                  seconds{5});
  });
  REQUIRE(error);
  CHECK(error->message() == "no");
}

TEST_CASE("listener: it waits on 127.0.0.1 only, and says where") {
  const LoopbackListener listener(0);
  const int port = port_of(listener);
  CHECK(listener.redirect_uri() == "http://127.0.0.1:" + std::to_string(port) + "/callback");
  CHECK(port > 0);
  const FileDescriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  CHECK_FALSE(connects(socket, "127.0.0.2", port));
  const FileDescriptor other(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  CHECK(connects(other, "127.0.0.1", port));
}

TEST_CASE("listener: a port that is taken is refused; one that was used just now is not") {
  int port = 0;
  {
    Waiting waiting;
    port = port_of(waiting.listener);
    const auto error = error_of([&] { const LoopbackListener second(port); });
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::failed);
    CHECK(error->message().find("port " + std::to_string(port)) != std::string::npos);
    CHECK(error->hint().find("--port") != std::string::npos);
    CHECK(waiting.finish());
  }
  const LoopbackListener again(port);
  CHECK(port_of(again) == port);
  for (const int none : {-1, 65536}) {
    const auto error = error_of([&] { const LoopbackListener listener(none); });
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::failed);
  }
}

}  // namespace execassist::platform
