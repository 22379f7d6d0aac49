// A client that sends exactly the bytes it is told, over a socket of its own.
#pragma once

#include <chrono>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace execassist::web::testing {

class RawClient {
 public:
  explicit RawClient(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      ::close(socket_);
      throw std::runtime_error("nobody listens");
    }
  }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient() { ::close(socket_); }

  RawClient& send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) break;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return *this;
  }

  RawClient& send_no_more() {
    ::shutdown(socket_, SHUT_WR);
    return *this;
  }

  // Whether reading found the end of the connection.
  bool ended() const { return ended_; }

  // Until the server ends the connection, or that long nothing came.
  std::string read_all(int quiet_milliseconds = 15000) {
    return read_until([](const std::string&) { return false; }, quiet_milliseconds);
  }

  // One answer with a Content-Length.
  std::string read_answer() {
    return read_until(
        [](const std::string& text) {
          const auto end = text.find("\r\n\r\n");
          const auto length = text.find("Content-Length: ");
          if (end == std::string::npos || length > end) return false;
          return text.size() >= end + 4 + std::stoul(text.substr(length + 16));
        },
        15000);
  }

 private:
  template <class Enough>
  std::string read_until(const Enough& enough, int quiet_milliseconds) {
    std::string text;
    char block[4096];
    while (!enough(text)) {
      pollfd ready{socket_, POLLIN, 0};
      if (::poll(&ready, 1, quiet_milliseconds) <= 0) break;
      const ssize_t count = ::recv(socket_, block, sizeof block, 0);
      ended_ = count <= 0;
      if (ended_) break;
      text.append(block, static_cast<std::size_t>(count));
    }
    return text;
  }

  int socket_;
  bool ended_ = false;
};

inline std::string post(const std::string& path, const std::string& body,
                        const std::string& headers = {}) {
  return "POST " + path + " HTTP/1.1\r\nHost: x\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

inline std::string get(const std::string& path, const std::string& headers = {}) {
  return "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n";
}

// 0: it is no answer.
inline int status_of(const std::string& answer) {
  if (!answer.starts_with("HTTP/1.1 ") || answer.size() < 12) return 0;
  return std::stoi(answer.substr(9, 3));
}

inline std::string body_of(const std::string& answer) {
  const auto end = answer.find("\r\n\r\n");
  return end == std::string::npos ? "" : answer.substr(end + 4);
}

// Milliseconds since it was made.
class Stopwatch {
 public:
  long long milliseconds() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                 began_)
        .count();
  }

 private:
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace execassist::web::testing
