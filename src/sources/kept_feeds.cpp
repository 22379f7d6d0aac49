#include "sources/kept_feeds.hpp"

#include <execassist/base/identifier.hpp>
#include <execassist/base/log.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace execassist::sources {
namespace {

constexpr mode_t kFolderMode = 0700;
constexpr mode_t kFileMode = 0600;
constexpr std::size_t kLargestBody = std::size_t{64} * 1024 * 1024;
constexpr Seconds kDraftAge = hours{1};
constexpr const char* kDraft = ".new-";

class Descriptor {
 public:
  explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
  ~Descriptor() {
    if (valid()) ::close(descriptor_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  bool valid() const { return descriptor_ >= 0; }
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

template <class Call>
auto uninterrupted(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count =
        uninterrupted([&] { return ::write(descriptor, bytes.data(), bytes.size()); });
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

// Not blocking: a pipe in its place would keep us waiting.
std::optional<std::string> read_regular(const std::string& path) {
  const Descriptor file(uninterrupted(
      [&] { return ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC); }));
  struct stat found {};
  if (!file.valid() || ::fstat(file.get(), &found) != 0 || !S_ISREG(found.st_mode) ||
      static_cast<std::size_t>(found.st_size) > kLargestBody) {
    return std::nullopt;
  }
  std::string body(static_cast<std::size_t>(found.st_size), '\0');
  std::size_t size = 0;
  while (size < body.size()) {
    const auto got =
        uninterrupted([&] { return ::read(file.get(), body.data() + size, body.size() - size); });
    if (got <= 0) return std::nullopt;
    size += static_cast<std::size_t>(got);
  }
  return body;
}

// Also one that was there and open to others.
bool make_folder(const std::string& path) {
  const bool there = ::mkdir(path.c_str(), kFolderMode) == 0 || errno == EEXIST;
  return there && ::chmod(path.c_str(), kFolderMode) == 0;
}

// False with errno.
bool write_draft(const std::string& path, std::string_view body) {
  const Descriptor file(uninterrupted([&] {
    return ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kFileMode);
  }));
  return file.valid() && ::fchmod(file.get(), kFileMode) == 0 && write_all(file.get(), body) &&
         uninterrupted([&] { return ::fsync(file.get()); }) == 0;
}

bool is_old(const std::string& path, Instant wall) {
  struct stat found {};
  return ::lstat(path.c_str(), &found) == 0 &&
         Instant{Seconds{found.st_mtim.tv_sec}} + kDraftAge < wall;
}

}  // namespace

std::string kept_feed_name(std::string_view user_id, std::string_view calendar_id) {
  return sha256_hex(std::string(user_id) + "\n" + std::string(calendar_id)) + ".ics";
}

std::optional<std::string> KeptFeeds::load(const std::string& name, const std::string& hash) const {
  auto body = read_regular(folder_ + "/" + name);
  if (!body || sha256_hex(*body) != hash) return std::nullopt;
  return body;
}

std::string KeptFeeds::keep(const std::string& name, std::string_view body) const {
  if (!may_write_) return {};
  const std::string draft = folder_ + "/" + kDraft + random_id();
  const std::string path = folder_ + "/" + name;
  if (make_folder(folder_) && write_draft(draft, body) &&
      ::rename(draft.c_str(), path.c_str()) == 0) {
    return {};
  }
  const int error = errno;
  ::unlink(draft.c_str());
  return one_line(folder_) + ": " + std::generic_category().message(error);
}

void KeptFeeds::keep_only(const std::vector<std::string>& names, Instant wall) const {
  if (!may_write_) return;
  std::error_code error;
  for (auto each = std::filesystem::directory_iterator(folder_, error);
       !error && each != std::filesystem::directory_iterator(); each.increment(error)) {
    const std::string name = each->path().filename().string();
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    const std::string path = each->path().string();
    const bool draft = name.starts_with(kDraft);
    // What we did not make is not ours to remove.
    if (draft ? !is_old(path, wall) : !name.ends_with(".ics")) continue;
    if (::unlink(path.c_str()) == 0) {
      log(LogLevel::info, {{"file", one_line(path)}}, "sync: a feed that is kept no more");
    }
  }
}

}  // namespace execassist::sources
