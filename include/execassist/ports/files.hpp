// The few files that use cases touch themselves: the configuration, the rules, calendars to
// classify.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace execassist {

// A held lock; released by the destructor.
class HeldLock {
 public:
  virtual ~HeldLock() = default;
};

class Files {
 public:
  virtual ~Files() = default;

  // The whole file. Throws Error{failed}: missing, a folder, unreadable, larger than `limit` bytes.
  virtual std::string read(const std::string& path, std::size_t limit) = 0;

  // The same of a regular file alone, and never waits: what is a pipe or a device throws as well.
  virtual std::string read_regular(const std::string& path, std::size_t limit) = 0;

  // Each line of a file or, for "-", of stdin, without its line break, in constant memory; stops
  // when `each` returns false. `cut` says that the line was longer than `longest` bytes and is not
  // whole.
  virtual void each_line(const std::string& path, std::size_t longest,
                         const std::function<bool(std::string_view line, bool cut)>& each) = 0;

  // A new file of mode 0600 in a folder made with 0700 where missing. False when the path exists.
  virtual bool create(const std::string& path, std::string_view content) = 0;

  virtual bool exists(const std::string& path) = 0;

  // Throws Error{configuration}: the file or its folder belongs to somebody else or may be written
  // by others, or (with `secret`) may be read by others. Design: the configuration, rules and
  // secret files.
  virtual void require_safe_modes(const std::string& path, bool secret) = 0;

  // An exclusive flock on a lock file, made where missing; null when another process holds it.
  virtual std::unique_ptr<HeldLock> try_lock(const std::string& path) = 0;

  // A link to a folder is one, too.
  virtual bool is_folder(const std::string& path) = 0;

  // What we may still write on the disk of that file or folder; nothing when that cannot be told.
  // A quota does not show.
  virtual std::optional<std::uint64_t> bytes_left(const std::string& path) = 0;
};

}  // namespace execassist
