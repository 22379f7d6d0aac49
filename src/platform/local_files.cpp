#include "platform/local_files.hpp"

#include "platform/file_descriptor.hpp"
#include "platform/file_lock.hpp"
#include "platform/folders.hpp"
#include "platform/full_write.hpp"
#include "platform/safe_modes.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <array>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

namespace execassist::platform {

namespace {

constexpr std::size_t kBlock = 64 * 1024;

[[noreturn]] void fail(const std::string& what, int error) {
  std::string why = error == EISDIR ? "is a folder" : errno_text(error);
  throw Error(ErrorKind::failed, one_line(what) + ": " + why);
}

[[noreturn]] void fail_too_large(const std::string& path, std::size_t limit) {
  const bool mebibytes = limit >= (1U << 20U) && limit % (1U << 20U) == 0;
  const std::string size = mebibytes ? std::to_string(limit >> 20U) + " MiB"
                                     : count_of(static_cast<long long>(limit), "byte");
  throw Error(ErrorKind::failed, one_line(path) + ": larger than " + size);
}

FileDescriptor open_to_read(const std::string& path, int more_flags = 0) {
  FileDescriptor file(retry_interrupted(
      [&] { return ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | more_flags); }));
  if (!file.valid()) fail(path, errno);
  return file;
}

struct stat examined(const FileDescriptor& file, const std::string& path) {
  struct stat found {};
  if (::fstat(file.get(), &found) != 0) fail(path, errno);
  return found;
}

std::string read_whole(const FileDescriptor& file, const std::string& path, std::size_t limit) {
  const struct stat found = examined(file, path);
  if (S_ISREG(found.st_mode) && static_cast<std::size_t>(found.st_size) > limit) {
    fail_too_large(path, limit);
  }
  // The size is only a hint: pipes have none, and a file may grow while it is read.
  std::string content;
  content.reserve(static_cast<std::size_t>(std::max<off_t>(found.st_size, 0)));
  std::array<char, kBlock> block;
  while (true) {
    const ssize_t count =
        retry_interrupted([&] { return ::read(file.get(), block.data(), block.size()); });
    if (count < 0) fail(path, errno);
    if (count == 0) return content;
    content.append(block.data(), static_cast<std::size_t>(count));
    if (content.size() > limit) fail_too_large(path, limit);
  }
}

// Collects one line up to its longest allowed length and forgets the rest of it.
class LineCollector {
 public:
  LineCollector(std::size_t longest, const std::function<bool(std::string_view, bool)>& each)
      : longest_(std::min(longest, std::string().max_size() / 2)), each_(each) {}

  // False when the caller has had enough.
  bool take(std::string_view bytes) {
    while (!bytes.empty()) {
      const std::size_t end = bytes.find('\n');
      add(bytes.substr(0, end));
      if (end == std::string_view::npos) return true;
      if (!finish(true)) return false;
      bytes.remove_prefix(end + 1);
    }
    return true;
  }

  void take_end() {
    if (!line_.empty()) finish(false);
  }

 private:
  void add(std::string_view part) {
    // One byte more than allowed: it may be the \r of the line break.
    const std::size_t room = longest_ + 1 - line_.size();
    if (part.size() > room) overflowed_ = true;
    line_.append(part.substr(0, room));
  }

  bool finish(bool at_line_break) {
    if (at_line_break && !overflowed_ && line_.ends_with('\r')) line_.pop_back();
    const bool cut = line_.size() > longest_;
    if (cut) line_.resize(longest_);
    const bool more = each_(line_, cut);
    line_.clear();
    overflowed_ = false;
    return more;
  }

  std::size_t longest_;
  const std::function<bool(std::string_view, bool)>& each_;
  std::string line_;
  bool overflowed_ = false;
};

}  // namespace

std::string LocalFiles::read(const std::string& path, std::size_t limit) {
  return read_whole(open_to_read(path), path, limit);
}

std::string LocalFiles::read_regular(const std::string& path, std::size_t limit) {
  // Not blocking: a pipe that nobody writes to would keep us waiting.
  const FileDescriptor file = open_to_read(path, O_NONBLOCK);
  const mode_t mode = examined(file, path).st_mode;
  if (S_ISDIR(mode)) fail(path, EISDIR);
  if (!S_ISREG(mode)) throw Error(ErrorKind::failed, one_line(path) + ": is no regular file");
  return read_whole(file, path, limit);
}

void LocalFiles::each_line(const std::string& path, std::size_t longest,
                           const std::function<bool(std::string_view line, bool cut)>& each) {
  const bool from_stdin = path == "-";
  const FileDescriptor file = from_stdin ? FileDescriptor() : open_to_read(path);
  const int fd = from_stdin ? STDIN_FILENO : file.get();
  LineCollector collector(longest, each);
  std::array<char, kBlock> block;
  while (true) {
    const ssize_t count = retry_interrupted([&] { return ::read(fd, block.data(), block.size()); });
    if (count < 0) fail(from_stdin ? "stdin" : path, errno);
    if (count == 0) break;
    if (!collector.take({block.data(), static_cast<std::size_t>(count)})) return;
  }
  collector.take_end();
}

bool LocalFiles::create(const std::string& path, std::string_view content) {
  make_parent_folders(path);
  FileDescriptor file(retry_interrupted([&] {
    return ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  }));
  if (!file.valid() && errno == EEXIST) return false;
  if (!file.valid()) fail(path, errno);
  int error = write_fully(file.get(), content).error;
  if (error == 0 && ::fsync(file.get()) != 0) error = errno;
  if (error != 0) {
    ::unlink(path.c_str());
    fail(path, error);
  }
  // The name lives in the folder. Not every file system can sync one; the content is safe anyway.
  const FileDescriptor folder(
      ::open(parent_folder(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.valid()) ::fsync(folder.get());
  return true;
}

bool LocalFiles::exists(const std::string& path) {
  struct stat found {};
  return ::stat(path.c_str(), &found) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

void LocalFiles::require_safe_modes(const std::string& path, bool secret) {
  check_safe_modes(path, secret);
}

std::unique_ptr<HeldLock> LocalFiles::try_lock(const std::string& path) {
  return try_file_lock(path);
}

bool LocalFiles::is_folder(const std::string& path) {
  struct stat found {};
  return ::stat(path.c_str(), &found) == 0 && S_ISDIR(found.st_mode);
}

std::optional<std::uint64_t> LocalFiles::bytes_left(const std::string& path) {
  struct statvfs system {};
  if (::statvfs(path.c_str(), &system) != 0) return std::nullopt;
  return std::uint64_t{system.f_bavail} * system.f_frsize;
}

}  // namespace execassist::platform
