#include "platform/file_lock.hpp"

#include "platform/file_descriptor.hpp"
#include "platform/folders.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

#include <fcntl.h>
#include <sys/file.h>

namespace execassist::platform {

namespace {

class FileLock final : public HeldLock {
 public:
  explicit FileLock(FileDescriptor file) : file_(std::move(file)) {}

 private:
  FileDescriptor file_;  // closing it releases the lock
};

[[noreturn]] void fail(const std::string& path, const std::string& what, int error) {
  throw Error(ErrorKind::failed, one_line(path) + ": " + what + ": " + errno_text(error));
}

}  // namespace

std::unique_ptr<HeldLock> try_file_lock(const std::string& path) {
  make_parent_folders(path);
  FileDescriptor file(retry_interrupted(
      [&] { return ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600); }));
  if (!file.valid()) fail(path, "cannot open the lock", errno);
  if (retry_interrupted([&] { return ::flock(file.get(), LOCK_EX | LOCK_NB); }) == 0) {
    return std::make_unique<FileLock>(std::move(file));
  }
  if (errno == EWOULDBLOCK) return nullptr;
  fail(path, "cannot lock", errno);
}

}  // namespace execassist::platform
