#include "platform/process_start.hpp"

#include <csignal>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace execassist::platform {

void prepare_process() {
  std::signal(SIGPIPE, SIG_IGN);
  ::umask(0077);
  // open takes the lowest free number: in this order it is the missing one. The wrong direction
  // makes a use fail with EBADF, as it did on the closed stream.
  for (int fd = 0; fd <= 2; ++fd) {
    if (::fcntl(fd, F_GETFD) < 0) ::open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
  }
}

}  // namespace execassist::platform
