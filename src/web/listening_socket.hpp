// Where a server listens, and the socket that does.
#pragma once

#include "platform/file_descriptor.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <poll.h>

namespace execassist::web {

struct ListenAddress {
  std::string host;  // an IP address, without brackets
  int port = 0;

  std::string text() const;  // "127.0.0.1:8080", "[::1]:8080"
};

// "127.0.0.1:8080", "[::1]:8080", "localhost:0". Nothing when it is not one: other names would
// depend on who answers for them.
std::optional<ListenAddress> parse_listen_address(std::string_view text);

// An address as `inet_pton` takes it, in its one form: an IPv4 address that came over IPv6 is plain
// again. Empty when it is none.
std::string plain_address(std::string_view text);
bool is_loopback_address(const std::string& plain);

struct AcceptedSocket {
  platform::FileDescriptor socket;  // does not block
  std::string peer;                 // a plain address
  std::string received;             // was read from it already
};

class ListeningSocket {
 public:
  // Throws Error{failed}: the address is taken, or not ours.
  explicit ListeningSocket(const ListenAddress& address);

  const ListenAddress& address() const { return address_; }  // with the port that port 0 became

  // Sleeps until somebody comes, something happens at `others`, or that long (-1: no matter how
  // long). False once it was closed.
  bool await(std::vector<pollfd>& others, int milliseconds);

  // Who has come; nothing when nobody has.
  std::optional<AcceptedSocket> accept();
  void close();  // from any thread

 private:
  ListenAddress address_;
  platform::FileDescriptor socket_;
  platform::FileDescriptor closed_;  // an eventfd
};

}  // namespace execassist::web
