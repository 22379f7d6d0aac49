#include "context/file_source.hpp"

#include "context/formats.hpp"
#include "context/source_item.hpp"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace execassist::context {
namespace {

constexpr std::size_t kChunk = std::size_t{64} * 1024;

class OpenFile {
 public:
  // Without O_NONBLOCK a FIFO would make the open wait for a writer.
  explicit OpenFile(const std::string& path)
      : descriptor_(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (descriptor_ >= 0) close(descriptor_);
  }

  bool valid() const { return descriptor_ >= 0; }
  bool state(struct stat& now) const { return fstat(descriptor_, &now) == 0; }

  // At most `most` bytes and a chunk. False: errno says why not.
  bool read_all(std::string& content, std::size_t most) const {
    while (content.size() <= most) {
      const std::size_t size = content.size();
      content.resize(size + kChunk);
      const ssize_t got = read(descriptor_, content.data() + size, kChunk);
      content.resize(size + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) return got == 0;
    }
    return true;
  }

 private:
  int descriptor_;
};

bool same(const struct stat& one, const struct stat& other) {
  return one.st_size == other.st_size && one.st_mtim.tv_sec == other.st_mtim.tv_sec &&
         one.st_mtim.tv_nsec == other.st_mtim.tv_nsec;
}

struct Reading {
  std::string content;
  Instant changed{};
  std::string problem;
  bool moving = false;  // it was written meanwhile
};

Reading failure(std::string problem) {
  Reading reading;
  reading.problem = std::move(problem);
  return reading;
}

Reading read_once(const ContextSettings& settings) {
  const OpenFile file(settings.path);
  if (!file.valid()) {
    return failure(errno == ENOENT ? "there is no such file"
                                   : "cannot be read: " + system_reason(errno));
  }
  struct stat before {};
  struct stat after {};
  if (!file.state(before)) return failure("cannot be read: " + system_reason(errno));
  if (S_ISDIR(before.st_mode)) return failure("is a folder");
  if (!S_ISREG(before.st_mode)) return failure("is not a regular file");
  Reading reading;
  if (!file.read_all(reading.content, settings.largest) || !file.state(after)) {
    return failure("cannot be read: " + system_reason(errno));
  }
  if (reading.content.size() > settings.largest) {
    return failure("is larger than " + size_in_words(settings.largest));
  }
  reading.changed = Instant{Seconds{after.st_mtim.tv_sec}};
  reading.moving = !same(before, after);
  return reading;
}

}  // namespace

FileSource::FileSource(ContextSettings settings) : settings_(std::move(settings)) {}

ContextItem FileSource::fetch(const ContextRequest&) {
  ContextItem item = empty_item(settings_);
  Reading reading = read_once(settings_);
  if (reading.moving) reading = read_once(settings_);
  if (reading.problem.empty() && reading.moving) reading.problem = "is being written";
  if (!reading.problem.empty()) {
    item.problem = std::move(reading.problem);
    return item;
  }
  item.as_of = reading.changed;
  const std::string& format = settings_.format;
  read_as(reading.content, format.empty() ? format_of_name(settings_.path) : format, item);
  return item;
}

}  // namespace execassist::context
