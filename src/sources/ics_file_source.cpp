#include "sources/ics_file_source.hpp"

#include "calendar/ics_calendar.hpp"
#include "calendar/ics_hints.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/identifier.hpp>
#include <execassist/base/text.hpp>

#include <cerrno>
#include <cstddef>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace execassist::sources {
namespace {

constexpr std::size_t kLargestFile = std::size_t{256} * 1024 * 1024;
constexpr std::size_t kChunk = std::size_t{256} * 1024;

[[noreturn]] void fail(const std::string& path, const std::string& why, const std::string& hint) {
  throw Error(ErrorKind::failed, one_line(path) + ": " + why, hint);
}

[[noreturn]] void fail_with_errno(const std::string& path, int error) {
  fail(path, "cannot be read: " + std::generic_category().message(error),
       error == ENOENT ? "check the calendar's path in the configuration"
                       : "check the modes of the file and of its folders");
}

std::string nanoseconds(const timespec& time) {
  std::string fraction = std::to_string(time.tv_nsec);
  fraction.insert(0, 9 - fraction.size(), '0');
  return std::to_string(time.tv_sec) + fraction;
}

class OpenFile {
 public:
  // Without O_NONBLOCK a FIFO would make the open wait for a writer.
  explicit OpenFile(const std::string& path)
      : path_(path), descriptor_(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)) {
    if (descriptor_ < 0) fail_with_errno(path, errno);
  }
  ~OpenFile() { close(descriptor_); }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  // "mtime:ctime:inode:size"; throws when it is no regular file or too large.
  std::string state() const {
    struct stat now {};
    if (fstat(descriptor_, &now) != 0) fail_with_errno(path_, errno);
    if (!S_ISREG(now.st_mode)) {
      fail(path_, S_ISDIR(now.st_mode) ? "is a folder" : "is not a regular file",
           "give the path of an .ics file");
    }
    if (static_cast<std::size_t>(now.st_size) > kLargestFile) fail_as_too_large();
    return nanoseconds(now.st_mtim) + ":" + nanoseconds(now.st_ctim) + ":" +
           std::to_string(now.st_ino) + ":" + std::to_string(now.st_size);
  }

  std::string content() const {
    std::string out;
    std::size_t size = 0;
    for (;;) {
      out.resize(size + kChunk);
      const ssize_t got = read(descriptor_, out.data() + size, kChunk);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) fail_with_errno(path_, errno);
      size += static_cast<std::size_t>(got);
      if (size > kLargestFile) fail_as_too_large();
      if (got == 0) break;
    }
    out.resize(size);
    return out;
  }

 private:
  [[noreturn]] void fail_as_too_large() const {
    fail(path_, "is larger than 256 MiB", "export fewer years of the calendar");
  }

  const std::string& path_;
  int descriptor_;
};

struct Cursor {
  std::string state;
  std::string hash;

  std::string text() const { return state + ":" + hash; }
};

Cursor parse_cursor(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos) return {};
  return {text.substr(0, colon), text.substr(colon + 1)};
}

struct Reading {
  std::string state;
  std::string content;  // not read when the state is the one that was known
};

// Nothing when the file changed meanwhile.
std::optional<Reading> read_once(const std::string& path, const std::string& known_state) {
  const OpenFile file(path);
  Reading out{file.state(), {}};
  if (out.state == known_state) return out;
  out.content = file.content();
  if (file.state() != out.state) return std::nullopt;
  return out;
}

FetchResult unchanged(std::string cursor) {
  FetchResult out;
  out.unchanged = true;
  out.cursor = std::move(cursor);
  return out;
}

}  // namespace

IcsFileSource::IcsFileSource(std::string path, std::string user_email)
    : path_(std::move(path)), user_email_(std::move(user_email)) {}

FetchResult IcsFileSource::fetch(const FetchRequest& request) {
  // Without the data every zone would be unknown, and 09:00 in New York would be read as here.
  if (!Zone::find("America/New_York")) {
    throw Error(ErrorKind::failed, "time zones: this machine has no time zone data",
                "install the package tzdata");
  }
  const Cursor known = parse_cursor(request.cursor);
  auto reading = read_once(path_, known.state);
  if (!reading) reading = read_once(path_, known.state);
  if (!reading) {
    throw Error(ErrorKind::try_again, one_line(path_) + ": it is being written",
                "the next run reads it again");
  }
  if (reading->state == known.state) return unchanged(request.cursor);
  const Cursor now{reading->state, sha256_hex(reading->content)};
  if (now.hash == known.hash) return unchanged(now.text());
  calendar::IcsCalendar reader(path_, user_email_, request);
  const std::string_view content = reading->content;
  for (std::size_t at = 0; at < content.size(); at += kChunk) {
    reader.add_bytes(content.substr(at, kChunk));
  }
  FetchResult out = reader.finish();
  out.cursor = now.text();
  out.content_hash = calendar::content_hash(reading->content);
  return out;
}

}  // namespace execassist::sources
