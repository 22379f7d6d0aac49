#include "platform/full_write.hpp"

#include "platform/file_descriptor.hpp"

#include <poll.h>

namespace execassist::platform {

WriteResult write_fully(int fd, std::string_view bytes) {
  WriteResult result;
  while (result.written < bytes.size()) {
    const ssize_t count = retry_interrupted(
        [&] { return ::write(fd, bytes.data() + result.written, bytes.size() - result.written); });
    if (count > 0) {
      result.written += static_cast<std::size_t>(count);
      continue;
    }
    // A parent may have left its pipe or terminal in non-blocking mode; that is no failure.
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      pollfd ready{fd, POLLOUT, 0};
      retry_interrupted([&] { return ::poll(&ready, 1, -1); });
      continue;
    }
    result.error = count < 0 ? errno : EIO;
    return result;
  }
  return result;
}

}  // namespace execassist::platform
