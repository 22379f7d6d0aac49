#include "web/listening_socket.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

namespace execassist::web {
namespace {

using platform::errno_text;
using platform::FileDescriptor;
using platform::retry_interrupted;

constexpr int kPauseMilliseconds = 20;

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = sizeof(sockaddr_storage);

  sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
  sockaddr_in& v4() { return reinterpret_cast<sockaddr_in&>(storage); }
  sockaddr_in6& v6() { return reinterpret_cast<sockaddr_in6&>(storage); }
  bool is_v6() const { return storage.ss_family == AF_INET6; }
};

std::string text_of(int family, const void* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (::inet_ntop(family, address, text.data(), text.size()) == nullptr) return {};
  return text.data();
}

std::string text_of_v6(const in6_addr& address) {
  if (!IN6_IS_ADDR_V4MAPPED(&address)) return text_of(AF_INET6, &address);
  return text_of(AF_INET, &address.s6_addr[12]);
}

SocketAddress socket_address(const ListenAddress& address) {
  SocketAddress out;
  const auto port = htons(static_cast<std::uint16_t>(address.port));
  if (address.host.find(':') != std::string::npos) {
    out.v6().sin6_family = AF_INET6;
    out.v6().sin6_port = port;
    ::inet_pton(AF_INET6, address.host.c_str(), &out.v6().sin6_addr);
    out.size = sizeof(sockaddr_in6);
  } else {
    out.v4().sin_family = AF_INET;
    out.v4().sin_port = port;
    ::inet_pton(AF_INET, address.host.c_str(), &out.v4().sin_addr);
    out.size = sizeof(sockaddr_in);
  }
  return out;
}

std::string address_in(SocketAddress& address) {
  return address.is_v6() ? text_of_v6(address.v6().sin6_addr)
                         : text_of(AF_INET, &address.v4().sin_addr);
}

bool switch_on(int socket, int level, int option) {
  const int on = 1;
  return ::setsockopt(socket, level, option, &on, sizeof on) == 0;
}

}  // namespace

std::string ListenAddress::text() const {
  const bool v6 = host.find(':') != std::string::npos;
  return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

std::string plain_address(std::string_view text) {
  const std::string address(text);
  if (address.size() != std::strlen(address.c_str())) return {};
  in_addr v4{};
  if (::inet_pton(AF_INET, address.c_str(), &v4) == 1) return text_of(AF_INET, &v4);
  in6_addr v6{};
  if (::inet_pton(AF_INET6, address.c_str(), &v6) == 1) return text_of_v6(v6);
  return {};
}

bool is_loopback_address(const std::string& plain) {
  return plain == "::1" || (plain.starts_with("127.") && plain.find(':') == std::string::npos);
}

std::optional<ListenAddress> parse_listen_address(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view digits = text.substr(colon + 1);
  ListenAddress address;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, address.port);
  const bool a_port = error == std::errc() && stop == end && digits.front() != '-' &&
                      digits.size() <= 5 && address.port <= 65535;
  if (!a_port) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  const bool brackets = host.starts_with('[') && host.ends_with(']');
  if (brackets) host = host.substr(1, host.size() - 2);
  if (brackets != (host.find(':') != std::string_view::npos)) return std::nullopt;
  address.host = host == "localhost" ? "127.0.0.1" : plain_address(host);
  if (address.host.empty()) return std::nullopt;
  return address;
}

ListeningSocket::ListeningSocket(const ListenAddress& address) : address_(address) {
  SocketAddress wanted = socket_address(address);
  const int family = wanted.storage.ss_family;
  socket_ = FileDescriptor(::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  closed_ = FileDescriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  const bool ready = socket_.valid() && closed_.valid() &&
                     switch_on(socket_.get(), SOL_SOCKET, SO_REUSEADDR) &&
                     (family != AF_INET6 || switch_on(socket_.get(), IPPROTO_IPV6, IPV6_V6ONLY)) &&
                     ::bind(socket_.get(), wanted.get(), wanted.size) == 0 &&
                     ::listen(socket_.get(), SOMAXCONN) == 0 &&
                     ::getsockname(socket_.get(), wanted.get(), &wanted.size) == 0;
  if (!ready) {
    throw Error(ErrorKind::failed,
                "serve cannot listen on " + address.text() + ": " + errno_text(errno),
                "--listen ADDRESS names another, such as 127.0.0.1:8081");
  }
  address_.port = ntohs(wanted.is_v6() ? wanted.v6().sin6_port : wanted.v4().sin_port);
}

bool ListeningSocket::await(std::vector<pollfd>& others, int milliseconds) {
  others.push_back({socket_.get(), POLLIN, 0});
  others.push_back({closed_.get(), POLLIN, 0});
  retry_interrupted([&] { return ::poll(others.data(), others.size(), milliseconds); });
  const bool closed = others.back().revents != 0;
  others.resize(others.size() - 2);
  return !closed;
}

std::optional<AcceptedSocket> ListeningSocket::accept() {
  SocketAddress peer;
  FileDescriptor socket(retry_interrupted([&] {
    peer.size = sizeof(sockaddr_storage);
    return ::accept4(socket_.get(), peer.get(), &peer.size, SOCK_CLOEXEC | SOCK_NONBLOCK);
  }));
  if (socket.valid()) {
    switch_on(socket.get(), IPPROTO_TCP, TCP_NODELAY);
    return AcceptedSocket{std::move(socket), address_in(peer), {}};
  }
  // Out of descriptors, say: the newcomer goes on waiting, and we do not spin meanwhile.
  pollfd closed{closed_.get(), POLLIN, 0};
  if (errno != EAGAIN && errno != ECONNABORTED) ::poll(&closed, 1, kPauseMilliseconds);
  return std::nullopt;
}

void ListeningSocket::close() {
  const std::uint64_t one = 1;
  retry_interrupted([&] { return ::write(closed_.get(), &one, sizeof one); });
}

}  // namespace execassist::web
