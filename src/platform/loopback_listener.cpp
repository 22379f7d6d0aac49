#include "platform/loopback_listener.hpp"

#include <execassist/base/error.hpp>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

namespace execassist::platform {

namespace {

using Clock = std::chrono::steady_clock;
using Deadline = Clock::time_point;
using std::chrono::milliseconds;

constexpr std::string_view kPath = "/callback";
constexpr std::size_t kLargestRequest = 8 * 1024;
constexpr std::size_t kMostDiscarded = 64 * 1024;
constexpr std::size_t kMostConnections = 32;
constexpr std::chrono::seconds kConnectionLimit{5};
constexpr milliseconds kFarewell{300};

// Nothing of the request stands in any of them.
constexpr std::string_view kTaken =
    "<h1>Thank you</h1><p>You can close this window and go back to the terminal.</p>";
constexpr std::string_view kNotAwaited =
    "<h1>Not the answer we wait for</h1><p>This page belongs to another sign-in, or to one that is "
    "over. Use the address that the terminal shows.</p>";
constexpr std::string_view kNotFound = "<h1>Not found</h1><p>There is nothing here.</p>";
constexpr std::string_view kNotUnderstood = "<h1>Bad request</h1><p>This was not understood.</p>";

std::string response(std::string_view status, std::string_view words) {
  std::string page =
      "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>execassist</title>"
      "</head><body>";
  page += words;
  page += "</body></html>\n";
  std::string text = "HTTP/1.1 ";
  text += status;
  text += "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: ";
  text += std::to_string(page.size());
  text +=
      "\r\nCache-Control: no-store\r\nConnection: close\r\nReferrer-Policy: no-referrer\r\n"
      "X-Content-Type-Options: nosniff\r\nContent-Security-Policy: default-src 'none'\r\n\r\n";
  return text + page;
}

bool is_whole(std::string_view request) {
  return request.find("\r\n\r\n") != std::string_view::npos ||
         request.find("\n\n") != std::string_view::npos;
}

// The target of "GET target HTTP/1.x"; nothing for any other first line.
std::optional<std::string_view> target_of(std::string_view request) {
  const std::size_t end = request.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  std::string_view line = request.substr(0, end);
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (!line.starts_with("GET ")) return std::nullopt;
  line.remove_prefix(4);
  const std::string_view target = line.substr(0, line.find(' '));
  const std::string_view version = line.substr(target.size());
  const bool known = version == " HTTP/1.1" || version == " HTTP/1.0";
  const bool clean = std::none_of(target.begin(), target.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x21 || c == 0x7F;
  });
  if (!known || !clean || !target.starts_with('/')) return std::nullopt;
  return target;
}

int milliseconds_until(Deadline deadline) {
  const auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now());
  return static_cast<int>(std::clamp<long long>(left.count(), 0, 3'600'000));
}

// One connection: first its request, then our answer, then whatever it still sends, since closing
// on unread bytes would take the answer away from it.
class Connection {
 public:
  explicit Connection(FileDescriptor socket)
      : socket_(std::move(socket)), deadline_(Clock::now() + kConnectionLimit) {}

  pollfd wish() const {
    return {socket_.get(), static_cast<short>(out_.empty() ? POLLIN : POLLOUT), 0};
  }
  Deadline deadline() const { return deadline_; }
  bool over() const { return over_ || Clock::now() >= deadline_; }

  // True once, when the request is there or will never be.
  bool receive() {
    std::array<char, 4096> block;
    while (!over_) {
      const std::size_t room =
          answered_ ? block.size() : std::min(block.size(), kLargestRequest - in_.size());
      const ssize_t count =
          retry_interrupted([&] { return ::recv(socket_.get(), block.data(), room, 0); });
      if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return false;
      over_ = count <= 0;
      if (over_) return false;
      if (answered_) {
        discarded_ += static_cast<std::size_t>(count);
        over_ = discarded_ > kMostDiscarded;
        continue;
      }
      in_.append(block.data(), static_cast<std::size_t>(count));
      if (is_whole(in_) || in_.size() >= kLargestRequest) return true;
    }
    return false;
  }

  const std::string& request() const { return in_; }

  void answer(std::string text) {
    answered_ = true;
    out_ = std::move(text);
    send();
  }

  void send() {
    const ssize_t count = retry_interrupted(
        [&] { return ::send(socket_.get(), out_.data(), out_.size(), MSG_NOSIGNAL); });
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return;
    over_ = count < 0;
    out_.erase(0, static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    if (out_.empty()) ::shutdown(socket_.get(), SHUT_WR);
  }

  // Waits until the other side has read the answer, but not for long.
  void say_goodbye() {
    deadline_ = std::min(deadline_, Clock::now() + kFarewell);
    while (!over()) {
      pollfd ready = wish();
      if (::poll(&ready, 1, milliseconds_until(deadline_)) <= 0) continue;
      if (out_.empty()) {
        receive();
      } else {
        send();
      }
    }
  }

 private:
  FileDescriptor socket_;
  Deadline deadline_;
  std::string in_;
  std::string out_;
  std::size_t discarded_ = 0;
  bool answered_ = false;
  bool over_ = false;
};

// Answers the request. The query, when that is the one we wait for.
std::optional<std::string> serve(Connection& connection,
                                 const std::function<bool(const std::string&)>& accept) {
  const auto target = target_of(connection.request());
  if (!target) {
    connection.answer(response("400 Bad Request", kNotUnderstood));
    return std::nullopt;
  }
  const std::size_t mark = target->find('?');
  if (target->substr(0, mark) != kPath) {
    connection.answer(response("404 Not Found", kNotFound));
    return std::nullopt;
  }
  std::string query(mark == std::string_view::npos ? std::string_view() : target->substr(mark + 1));
  if (!accept(query)) {
    connection.answer(response("400 Bad Request", kNotAwaited));
    return std::nullopt;
  }
  connection.answer(response("200 OK", kTaken));
  connection.say_goodbye();
  return query;
}

// When there are too many, the one that came first makes room: a browser's own request has long
// been read by then.
void take_new_connections(int listening, std::vector<Connection>& connections) {
  for (std::size_t taken = 0; taken < kMostConnections; ++taken) {
    FileDescriptor socket(retry_interrupted(
        [&] { return ::accept4(listening, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK); }));
    if (!socket.valid()) {
      // Out of descriptors, say: the newcomer goes on waiting, and we do not spin meanwhile.
      if (errno != EAGAIN && errno != EWOULDBLOCK && errno != ECONNABORTED) ::poll(nullptr, 0, 20);
      return;
    }
    if (connections.size() >= kMostConnections) connections.erase(connections.begin());
    connections.emplace_back(std::move(socket));
  }
}

Deadline first_deadline(Deadline limit, const std::vector<Connection>& connections) {
  for (const Connection& each : connections) limit = std::min(limit, each.deadline());
  return limit;
}

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

}  // namespace

LoopbackListener::LoopbackListener(int port) {
  const auto fail = [port](const std::string& why) {
    throw Error(ErrorKind::failed,
                "the sign-in cannot listen on port " + std::to_string(port) + ": " + why,
                "leave --port away for any free one, or name another");
  };
  if (port < 0 || port > 65535) fail("ports go from 1 to 65535");
  socket_ = FileDescriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket_.valid()) fail(errno_text(errno));
  // Or the connections of a sign-in a minute ago would keep its port from the next one.
  const int on = 1;
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address = loopback(port);
  socklen_t size = sizeof address;
  const bool ready =
      ::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&address), size) == 0 &&
      ::listen(socket_.get(), SOMAXCONN) == 0 &&
      ::getsockname(socket_.get(), reinterpret_cast<sockaddr*>(&address), &size) == 0;
  if (!ready) fail(errno_text(errno));
  port_ = ntohs(address.sin_port);
}

std::string LoopbackListener::redirect_uri() const {
  return "http://127.0.0.1:" + std::to_string(port_) + std::string(kPath);
}

std::optional<std::string> LoopbackListener::wait(
    const std::function<bool(const std::string& query)>& accept, milliseconds limit) {
  const Deadline deadline = Clock::now() + limit;
  std::vector<Connection> connections;
  while (Clock::now() < deadline) {
    std::vector<pollfd> ready{{socket_.get(), POLLIN, 0}};
    for (const Connection& each : connections) ready.push_back(each.wish());
    const int timeout = milliseconds_until(first_deadline(deadline, connections));
    if (::poll(ready.data(), ready.size(), timeout) < 0) continue;
    for (std::size_t i = 0; i < connections.size(); ++i) {
      Connection& connection = connections[i];
      const pollfd& state = ready[i + 1];
      if (state.revents == 0) continue;
      if (state.events == POLLOUT) {
        connection.send();
      } else if (connection.receive()) {
        if (auto query = serve(connection, accept)) return query;
      }
    }
    std::erase_if(connections, [](const Connection& each) { return each.over(); });
    if (ready[0].revents != 0) take_new_connections(socket_.get(), connections);
  }
  return std::nullopt;
}

}  // namespace execassist::platform
