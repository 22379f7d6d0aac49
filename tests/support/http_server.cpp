#include "support/http_server.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <stdexcept>
#include <utility>

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace execassist::testing {
namespace {

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return c < 0x80 ? static_cast<char>(std::tolower(c)) : c; });
  return text;
}

// The length of the first request in `received`; 0: it is not complete.
std::size_t complete_request(const std::string& received) {
  const std::size_t head = received.find("\r\n\r\n");
  if (head == std::string::npos) return 0;
  std::size_t body = 0;
  const std::string lower = lower_case(received.substr(0, head));
  const std::string name = "\r\ncontent-length:";
  if (const std::size_t at = lower.find(name); at != std::string::npos) {
    body = std::strtoul(lower.c_str() + at + name.size(), nullptr, 10);
  }
  const std::size_t whole = head + 4 + body;
  return received.size() >= whole ? whole : 0;
}

void close_with_reset(int socket) {
  const linger at_once{1, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(socket);
}

void send_all(int socket, const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const ssize_t now = ::send(socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (now <= 0) return;  // who asked has gone
    sent += static_cast<std::size_t>(now);
  }
}

}  // namespace

std::string http_answer(int status, const std::string& body, const std::string& headers) {
  return "HTTP/1.1 " + std::to_string(status) + " Status\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

HttpServer::HttpServer() {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* const plain = reinterpret_cast<sockaddr*>(&address);
  if (listener_ < 0 || ::bind(listener_, plain, length) != 0 || ::listen(listener_, 16) != 0 ||
      ::getsockname(listener_, plain, &length) != 0 || ::pipe(wake_) != 0) {
    throw std::runtime_error("the server of the test does not start");
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

HttpServer::~HttpServer() {
  ::close(wake_[1]);
  thread_.join();
  ::close(wake_[0]);
  ::close(listener_);
  for (const Connection& connection : open_) ::close(connection.socket);
  if (!script_.empty()) FAIL_CHECK("server: " << script_.size() << " answers were never asked for");
  if (unanswered_ > 0) FAIL_CHECK("server: " << unanswered_ << " requests had no answer");
}

std::string HttpServer::url(const std::string& path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + path;
}

void HttpServer::script(RawAnswer answer) {
  const std::scoped_lock lock(guard_);
  script_.push_back(std::move(answer));
}

void HttpServer::script(std::string bytes, Then then) {
  script(RawAnswer{std::move(bytes), then, {}});
}

std::vector<std::string> HttpServer::requests() const {
  const std::scoped_lock lock(guard_);
  return requests_;
}

int HttpServer::connections() const {
  const std::scoped_lock lock(guard_);
  return connections_;
}

void HttpServer::serve() {
  for (;;) {
    std::vector<pollfd> waiting = {{wake_[0], POLLIN, 0}, {listener_, POLLIN, 0}};
    for (const Connection& connection : open_) {
      const short events = connection.stalled ? 0 : POLLIN;
      waiting.push_back({connection.stalled ? -1 : connection.socket, events, 0});
    }
    if (::poll(waiting.data(), waiting.size(), -1) < 0) continue;
    if (waiting[0].revents != 0) return;
    std::vector<Connection> staying;
    for (std::size_t i = 0; i < open_.size(); ++i) {
      if (waiting[i + 2].revents == 0 || receive(open_[i])) staying.push_back(std::move(open_[i]));
    }
    open_ = std::move(staying);
    if (waiting[1].revents != 0) accept_one();
  }
}

void HttpServer::accept_one() {
  const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  if (socket < 0) return;
  const timeval patience{2, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  open_.push_back({socket, {}, false});
  const std::scoped_lock lock(guard_);
  ++connections_;
}

bool HttpServer::receive(Connection& connection) {
  std::array<char, 65536> buffer{};
  const ssize_t length = ::recv(connection.socket, buffer.data(), buffer.size(), 0);
  if (length <= 0) {
    ::close(connection.socket);
    return false;
  }
  if (reset_at_first_byte_) {
    close_with_reset(connection.socket);
    return false;
  }
  connection.received.append(buffer.data(), static_cast<std::size_t>(length));
  while (const std::size_t whole = complete_request(connection.received)) {
    const std::string request = connection.received.substr(0, whole);
    connection.received.erase(0, whole);
    if (!answer(connection, request)) return false;
    if (connection.stalled) break;
  }
  return true;
}

bool HttpServer::answer(Connection& connection, const std::string& request) {
  RawAnswer next{http_answer(500, "no answer was scripted"), Then::close, {}};
  {
    const std::scoped_lock lock(guard_);
    requests_.push_back(request);
    if (script_.empty()) {
      ++unanswered_;
    } else {
      next = std::move(script_.front());
      script_.pop_front();
    }
  }
  if (next.during) next.during();
  send_all(connection.socket, next.bytes);
  connection.stalled = next.then == Then::stall;
  if (next.then == Then::close) ::close(connection.socket);
  if (next.then == Then::reset) close_with_reset(connection.socket);
  return next.then == Then::keep || connection.stalled;
}

}  // namespace execassist::testing
