// A folder held open, in which everything is named relative to it: what somebody does to the path
// meanwhile leads nowhere else. Private to the room.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <unistd.h>

namespace execassist::archives {

class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }
  bool valid() const { return fd_ >= 0; }

 private:
  int fd_;
};

// Every verb throws Error{failed} that names the path and what the system said.
class Folder {
 public:
  // The root: symbolic links on the way to it are followed. Made, with those above it, if `make`.
  // Not valid when it is not there.
  static Folder open_root(const std::string& path, bool make);

  // One of this folder's, never a symbolic link; made 0700, and kept at that.
  Folder open(const std::string& name, bool make) const;

  bool valid() const { return descriptor_.valid(); }
  const std::string& path() const { return path_; }

  // Waits for whoever has it. False: the folder was removed meanwhile.
  bool lock() const;

  std::vector<std::string> names() const;
  void write(const std::string& name, std::string_view content) const;  // 0600, whole or not at all
  // False: there is no such file. Throws as well for what is no file, or too large.
  bool read(const std::string& name, std::string& content) const;
  void unlink(const std::string& name) const;         // harmless when it is gone; leaves folders
  bool remove_folder(const std::string& name) const;  // false: it is not empty
  void sync() const;

 private:
  Folder(Descriptor descriptor, std::string path)
      : descriptor_(std::move(descriptor)), path_(std::move(path)) {}
  [[noreturn]] void fail(const std::string& name, const std::string& what, int error) const;

  Descriptor descriptor_;
  std::string path_;
};

}  // namespace execassist::archives
