#include "archives/folder.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/identifier.hpp>
#include <execassist/base/text.hpp>

#include <array>
#include <cerrno>
#include <memory>
#include <system_error>

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace execassist::archives {
namespace {

constexpr mode_t kFolderMode = 0700;
constexpr mode_t kFileMode = 0600;
constexpr std::size_t kLargestFile = std::size_t{16} * 1024 * 1024;

template <class Call>
auto uninterrupted(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

void make_folders(const std::string& path) {
  for (std::size_t end = path.find('/', 1); true; end = path.find('/', end + 1)) {
    const std::string part = path.substr(0, end);
    struct stat found {};
    if (::stat(part.c_str(), &found) != 0 && ::mkdir(part.c_str(), kFolderMode) == 0) {
      ::chmod(part.c_str(), kFolderMode);  // the umask may have taken more than it should
    }
    if (end == std::string::npos) return;
  }
}

int write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = uninterrupted([&] { return ::write(fd, bytes.data(), bytes.size()); });
    if (count <= 0) return count < 0 ? errno : EIO;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return 0;
}

}  // namespace

void Folder::fail(const std::string& name, const std::string& what, int error) const {
  std::string why = std::generic_category().message(error);
  if (error == ELOOP) why = "it is a symbolic link, which is not followed here";
  const std::string path = name.empty() ? path_ : path_ + "/" + name;
  throw Error(ErrorKind::failed, one_line(path) + ": " + what + ": " + why);
}

Folder Folder::open_root(const std::string& path, bool make) {
  if (make) make_folders(path);
  Folder folder(Descriptor(uninterrupted(
                    [&] { return ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); })),
                path);
  if (!folder.valid() && (make || errno != ENOENT))
    folder.fail({}, "cannot open the folder", errno);
  return folder;
}

Folder Folder::open(const std::string& name, bool make) const {
  const bool made = make && ::mkdirat(descriptor_.get(), name.c_str(), kFolderMode) == 0;
  if (make && !made && errno != EEXIST && errno != ENOENT) {
    fail(name, "cannot make the folder", errno);
  }
  if (made) {
    ::fchmodat(descriptor_.get(), name.c_str(), kFolderMode, 0);
    sync();
  }
  constexpr int kFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
  Folder folder(
      Descriptor(uninterrupted([&] { return ::openat(descriptor_.get(), name.c_str(), kFlags); })),
      path_ + "/" + name);
  if (!folder.valid()) {
    if (errno == ENOENT) return folder;
    // With O_DIRECTORY a symbolic link is said to be no folder.
    struct stat found {};
    const int error = errno;
    const bool link =
        ::fstatat(descriptor_.get(), name.c_str(), &found, AT_SYMLINK_NOFOLLOW) == 0 &&
        S_ISLNK(found.st_mode);
    fail(name, "cannot open the folder", link ? ELOOP : error);
  }
  struct stat found {};
  if (make && ::fstat(folder.descriptor_.get(), &found) == 0 &&
      (found.st_mode & 07777) != kFolderMode &&
      ::fchmod(folder.descriptor_.get(), kFolderMode) != 0) {
    fail(name, "cannot close the folder to others", errno);
  }
  return folder;
}

bool Folder::lock() const {
  if (uninterrupted([&] { return ::flock(descriptor_.get(), LOCK_EX); }) != 0) {
    fail({}, "cannot lock the folder", errno);
  }
  struct stat found {};
  return ::fstat(descriptor_.get(), &found) == 0 && found.st_nlink > 0;
}

std::vector<std::string> Folder::names() const {
  const int copy = ::openat(descriptor_.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const std::unique_ptr<DIR, int (*)(DIR*)> list(copy < 0 ? nullptr : ::fdopendir(copy),
                                                 &::closedir);
  if (!list) fail({}, "cannot list the folder", errno);
  std::vector<std::string> names;
  while (const dirent* entry = ::readdir(list.get())) {
    const std::string name = entry->d_name;
    if (name != "." && name != "..") names.push_back(name);
  }
  return names;
}

void Folder::write(const std::string& name, std::string_view content) const {
  const std::string draft = ".new-" + random_id();
  constexpr int kFlags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  int error = 0;
  {
    const Descriptor file(uninterrupted(
        [&] { return ::openat(descriptor_.get(), draft.c_str(), kFlags, kFileMode); }));
    if (!file.valid()) fail(name, "cannot write", errno);
    error = ::fchmod(file.get(), kFileMode) != 0 ? errno : write_all(file.get(), content);
    if (error == 0 && uninterrupted([&] { return ::fsync(file.get()); }) != 0) error = errno;
  }
  if (error == 0 &&
      ::renameat(descriptor_.get(), draft.c_str(), descriptor_.get(), name.c_str()) != 0) {
    error = errno;
  }
  if (error == 0) return;
  ::unlinkat(descriptor_.get(), draft.c_str(), 0);
  fail(name, "cannot write", error);
}

bool Folder::read(const std::string& name, std::string& content) const {
  // Not blocking: a pipe would keep us waiting.
  constexpr int kFlags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
  const Descriptor file(
      uninterrupted([&] { return ::openat(descriptor_.get(), name.c_str(), kFlags); }));
  if (!file.valid() && errno == ENOENT) return false;
  if (!file.valid()) fail(name, "cannot read", errno);
  struct stat found {};
  if (::fstat(file.get(), &found) != 0) fail(name, "cannot read", errno);
  if (!S_ISREG(found.st_mode)) fail(name, "cannot read", EINVAL);
  content.clear();
  std::array<char, 16 * 1024> piece{};
  while (true) {
    const ssize_t count =
        uninterrupted([&] { return ::read(file.get(), piece.data(), piece.size()); });
    if (count < 0) fail(name, "cannot read", errno);
    if (count == 0) return true;
    content.append(piece.data(), static_cast<std::size_t>(count));
    if (content.size() > kLargestFile) fail(name, "cannot read", EFBIG);
  }
}

void Folder::unlink(const std::string& name) const {
  if (::unlinkat(descriptor_.get(), name.c_str(), 0) == 0) return;
  if (errno == ENOENT || errno == EISDIR) return;
  fail(name, "cannot remove", errno);
}

bool Folder::remove_folder(const std::string& name) const {
  if (::unlinkat(descriptor_.get(), name.c_str(), AT_REMOVEDIR) == 0 || errno == ENOENT)
    return true;
  if (errno == ENOTEMPTY || errno == EEXIST) return false;
  fail(name, "cannot remove the folder", errno);
}

void Folder::sync() const {
  // Some file systems cannot sync a folder (EINVAL).
  if (uninterrupted([&] { return ::fsync(descriptor_.get()); }) != 0 && errno != EINVAL) {
    fail({}, "cannot write the folder to the disk", errno);
  }
}

}  // namespace execassist::archives
