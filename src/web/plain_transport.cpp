#include "web/transport.hpp"

#include <array>

#include <poll.h>
#include <sys/socket.h>

namespace execassist::web {
namespace {

using platform::Deadline;
using platform::FileDescriptor;
using platform::retry_interrupted;

constexpr std::chrono::milliseconds kFarewell{500};
constexpr std::size_t kMostDiscarded = std::size_t{1} << 20;

bool must_wait() { return errno == EAGAIN || errno == EWOULDBLOCK; }

class PlainTransport final : public Transport {
 public:
  PlainTransport(FileDescriptor socket, std::string received)
      : socket_(std::move(socket)), received_(std::move(received)) {}

  ssize_t receive(char* into, std::size_t room, const Deadline& by) override {
    if (given_ < received_.size()) {
      const std::size_t count = received_.copy(into, room, given_);
      given_ += count;
      return static_cast<ssize_t>(count);
    }
    for (;;) {
      const ssize_t count = retry_interrupted([&] { return ::recv(socket_.get(), into, room, 0); });
      if (count >= 0 || !must_wait() || !await_ready(socket_.get(), POLLIN, by)) return count;
    }
  }

  bool send(std::string_view bytes, const Deadline& by) override {
    while (!bytes.empty()) {
      const ssize_t count = retry_interrupted(
          [&] { return ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL); });
      if (count < 0 && (!must_wait() || !await_ready(socket_.get(), POLLOUT, by))) return false;
      if (count > 0) bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }

  void say_goodbye() override { close_gently(socket_.get()); }

 private:
  FileDescriptor socket_;
  const std::string received_;
  std::size_t given_ = 0;  // of what was received
};

}  // namespace

bool await_ready(int socket, short events, const Deadline& by) {
  pollfd ready{socket, events, 0};
  return retry_interrupted([&] { return ::poll(&ready, 1, by.milliseconds_left()); }) > 0;
}

void close_gently(int socket) {
  ::shutdown(socket, SHUT_WR);
  const Deadline by(kFarewell);
  std::array<char, 16384> block;
  for (std::size_t discarded = 0; discarded < kMostDiscarded;) {
    const ssize_t count =
        retry_interrupted([&] { return ::recv(socket, block.data(), block.size(), 0); });
    if (count == 0 || (count < 0 && (!must_wait() || !await_ready(socket, POLLIN, by)))) return;
    if (count > 0) discarded += static_cast<std::size_t>(count);
  }
}

std::unique_ptr<Transport> plain_transport(FileDescriptor socket, std::string received) {
  return std::make_unique<PlainTransport>(std::move(socket), std::move(received));
}

}  // namespace execassist::web
