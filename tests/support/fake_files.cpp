#include "support/fake_files.hpp"

#include <execassist/base/error.hpp>

#include <utility>

namespace execassist::testing {

FakeFiles::FakeFiles() = default;
FakeFiles::~FakeFiles() = default;

std::string FakeFiles::read(const std::string& path, std::size_t limit) {
  const std::string& content = find(path);
  if (content.size() > limit) throw Error(ErrorKind::failed, path + ": too large");
  return content;
}

std::string FakeFiles::read_regular(const std::string& path, std::size_t limit) {
  if (pipes.contains(path)) throw Error(ErrorKind::failed, path + ": is no regular file");
  return read(path, limit);
}

void FakeFiles::each_line(const std::string& path, std::size_t longest,
                          const std::function<bool(std::string_view line, bool cut)>& each) {
  std::string_view rest = path == "-" ? standard_input : find(path);
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    if (end != std::string_view::npos && line.ends_with('\r')) line.remove_suffix(1);
    if (!each(line.substr(0, longest), line.size() > longest)) return;
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
}

bool FakeFiles::create(const std::string& path, std::string_view content) {
  return content_.emplace(path, content).second;
}

bool FakeFiles::exists(const std::string& path) {
  return content_.contains(path) || is_folder(path);
}

void FakeFiles::require_safe_modes(const std::string& path, bool secret) {
  find(path);
  if (open_to_writers.contains(path)) {
    throw Error(ErrorKind::configuration, path + ": mode 0666 lets others write it",
                "chmod go-w " + path);
  }
  if (secret && open_to_readers.contains(path)) {
    throw Error(ErrorKind::configuration, path + ": mode 0644 lets others read the secret in it",
                "chmod 600 " + path);
  }
}

std::unique_ptr<HeldLock> FakeFiles::try_lock(const std::string& path) {
  if (locked_elsewhere.contains(path) || !locks_->insert(path).second) return nullptr;
  return std::make_unique<Lock>(locks_, path);
}

bool FakeFiles::is_folder(const std::string& path) {
  const std::string inside = path.ends_with('/') ? path : path + "/";
  const auto found = content_.lower_bound(inside);
  return found != content_.end() && found->first.starts_with(inside);
}

std::optional<std::uint64_t> FakeFiles::bytes_left(const std::string& path) {
  return exists(path) ? disk_left : std::nullopt;
}

void FakeFiles::put(const std::string& path, std::string content) {
  content_[path] = std::move(content);
}

void FakeFiles::remove(const std::string& path) { content_.erase(path); }

const std::string& FakeFiles::find(const std::string& path) const {
  const auto found = content_.find(path);
  if (found == content_.end()) {
    throw Error(ErrorKind::failed, path + ": no such file or directory");
  }
  return found->second;
}

}  // namespace execassist::testing
