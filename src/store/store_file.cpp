#include "store/store_file.hpp"

#include "store/sqlite_error.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/log.hpp>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <thread>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace execassist::store {

namespace {

constexpr mode_t kPrivateFile = 0600;
constexpr mode_t kPrivateFolder = 0700;
constexpr mode_t kOthers = 0077;
constexpr auto kLockPause = std::chrono::milliseconds{20};

const char* const kElsewhere = "name another file with --db or store.path";

Error cannot(const std::string& path, const std::string& deed, int error) {
  return {ErrorKind::failed,
          store_called(path) + ": it cannot be " + deed + ": " + std::strerror(error),
          "check who owns the file and its folder, or " + std::string(kElsewhere)};
}

std::string folder_of(const std::string& path) {
  return std::filesystem::path(path).parent_path().string();
}

void check_file_system(const std::string& path, const std::string& folder) {
  struct statfs system {};
  if (::statfs(folder.c_str(), &system) != 0) return;  // the open that follows says why
  const std::string_view name =
      network_file_system(static_cast<unsigned long>(system.f_type) & 0xffffffffUL);
  if (name.empty()) return;
  throw Error(ErrorKind::failed,
              store_called(path) + ": it lies on a network file system (" + std::string(name) +
                  "), where SQLite's locks do not hold",
              "keep it on a disk of this machine: " + std::string(kElsewhere));
}

void sync_folder(const std::string& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

}  // namespace

std::string resolved_store_path(const std::string& path) {
  if (path.empty()) {
    throw Error(ErrorKind::configuration, "the store: its path is empty", kElsewhere);
  }
  if (path.find('\0') != std::string::npos) {
    throw Error(ErrorKind::configuration, "the store: its path holds a NUL character", kElsewhere);
  }
  std::error_code error;
  const std::filesystem::path absolute = std::filesystem::absolute(path, error);
  if (error) return path;
  // Only what is there can be resolved; inspect_store_file says what is wrong with the rest.
  const std::filesystem::path resolved = std::filesystem::weakly_canonical(absolute, error);
  return error ? absolute.string() : resolved.string();
}

StoreFile inspect_store_file(const std::string& path) {
  struct stat found {};
  if (::lstat(path.c_str(), &found) != 0) {
    if (errno != ENOENT) throw cannot(path, "reached", errno);
    std::filesystem::path folder = std::filesystem::path(path).parent_path();
    while (!file_exists(folder.string()) && folder != folder.root_path()) {
      folder = folder.parent_path();
    }
    check_file_system(path, folder.string());
    return StoreFile::missing;
  }
  if (S_ISLNK(found.st_mode)) {
    throw Error(ErrorKind::failed, store_called(path) + ": it is a link that leads nowhere",
                "remove the link, or " + std::string(kElsewhere));
  }
  if (!S_ISREG(found.st_mode)) {
    throw Error(ErrorKind::failed,
                store_called(path) + ": it is " +
                    (S_ISDIR(found.st_mode) ? "a folder" : "a device or a pipe") + ", not a file",
                kElsewhere);
  }
  check_file_system(path, folder_of(path));
  return found.st_size == 0 && !file_exists(path + "-wal") ? StoreFile::empty : StoreFile::present;
}

void keep_private(const std::string& path) {
  for (const std::string& file : {path, path + "-wal", path + "-shm"}) {
    struct stat found {};
    if (::lstat(file.c_str(), &found) != 0 || (found.st_mode & kOthers) == 0) continue;
    if (::chmod(file.c_str(), found.st_mode & ~kOthers & 07777) != 0) {
      throw Error(ErrorKind::configuration,
                  store_called(file) + ": its mode lets others in, and it is not ours to change",
                  "chmod 600 " + file);
    }
    log(LogLevel::warning, {{"path", file}},
        "others could read or change the store: closed to them");
  }
}

bool file_exists(const std::string& path) {
  struct stat found {};
  return ::lstat(path.c_str(), &found) == 0;
}

FileStamp stamp_of(const std::string& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return {};
  return {static_cast<long long>(found.st_ino), static_cast<long long>(found.st_size),
          static_cast<long long>(found.st_mtim.tv_sec),
          static_cast<long long>(found.st_mtim.tv_nsec)};
}

FileId id_of(const std::string& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return {};
  return {found.st_dev, found.st_ino};
}

bool leads_elsewhere(const std::string& path, const FileId& file) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return errno == ENOENT || errno == ENOTDIR;
  return FileId{found.st_dev, found.st_ino} != file;
}

// 9P and FUSE are not listed: they mostly are a virtual machine's or an encrypted folder's own
// disk, used by one machine only.
std::string_view network_file_system(unsigned long magic) {
  struct Known {
    unsigned long magic;
    std::string_view name;
  };
  static constexpr Known kKnown[] = {
      {0x6969, "NFS"},      {0x517b, "SMB"},        {0xff534d42, "CIFS"}, {0xfe534d42, "SMB"},
      {0x5346414f, "AFS"},  {0x6b414653, "AFS"},    {0x73757245, "Coda"}, {0x564c, "NCP"},
      {0x00c36400, "Ceph"}, {0x0bd00bd0, "Lustre"},
  };
  for (const Known& known : kKnown) {
    if (known.magic == magic) return known.name;
  }
  return {};
}

void make_store_folder(const std::string& path) {
  const std::string folder = folder_of(path);
  if (folder.empty() || file_exists(folder)) return;
  make_store_folder(folder);
  // EEXIST: another first user was faster.
  if (::mkdir(folder.c_str(), kPrivateFolder) != 0 && errno != EEXIST) {
    throw cannot(path, "created", errno);
  }
}

void create_private_file(const std::string& path) {
  const int descriptor =
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kPrivateFile);
  if (descriptor < 0) throw cannot(path, "created", errno);
  ::close(descriptor);
}

bool put_in_place(const std::string& finished, const std::string& path, bool replace) {
  const unsigned flags = replace ? 0U : RENAME_NOREPLACE;
  int failed = ::renameat2(AT_FDCWD, finished.c_str(), AT_FDCWD, path.c_str(), flags);
  if (failed != 0 && errno == EEXIST) return false;
  // Some file systems know no flags. The lock keeps others of our kind away.
  if (failed != 0 && (errno == EINVAL || errno == ENOSYS)) {
    if (!replace && file_exists(path)) return false;
    failed = ::rename(finished.c_str(), path.c_str());
  }
  if (failed != 0) throw cannot(path, "created", errno);
  sync_folder(folder_of(path));
  return true;
}

void remove_database_files(const std::string& path) {
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    ::unlink((path + suffix).c_str());
  }
}

StoreLock::StoreLock(const std::string& store_path, Seconds busy) {
  const std::string path = store_path + ".lock";
  descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kPrivateFile);
  if (descriptor_ < 0) throw cannot(store_path, "locked", errno);
  const auto tries = busy / kLockPause;
  for (long long i = 0; ::flock(descriptor_, LOCK_EX | LOCK_NB) != 0; ++i) {
    const int error = errno;
    if (error != EINTR && (error != EWOULDBLOCK || i >= tries)) {
      ::close(descriptor_);
      if (error != EWOULDBLOCK) throw cannot(store_path, "locked", error);
      throw Error(ErrorKind::try_again,
                  "the store is locked: another process has been setting it up for over " +
                      describe_duration(busy),
                  "try again later");
    }
    std::this_thread::sleep_for(kLockPause);
  }
}

StoreLock::~StoreLock() { ::close(descriptor_); }

}  // namespace execassist::store
