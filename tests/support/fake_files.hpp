// Files in memory. Locks exclude each other, also those that a test says somebody else holds.
#pragma once

#include <execassist/base/error.hpp>
#include <execassist/ports/files.hpp>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

namespace execassist::testing {

class FakeFiles final : public Files {
 public:
  std::string read(const std::string& path, std::size_t limit) override {
    const std::string& content = find(path);
    if (content.size() > limit) throw Error(ErrorKind::failed, path + ": too large");
    return content;
  }

  void each_line(const std::string& path, std::size_t longest,
                 const std::function<bool(std::string_view line, bool cut)>& each) override {
    std::string_view rest = path == "-" ? standard_input : find(path);
    while (!rest.empty()) {
      const std::size_t end = rest.find('\n');
      std::string_view line = rest.substr(0, end);
      if (end != std::string_view::npos && line.ends_with('\r')) line.remove_suffix(1);
      if (!each(line.substr(0, longest), line.size() > longest)) return;
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
  }

  bool create(const std::string& path, std::string_view content) override {
    return content_.emplace(path, content).second;
  }

  bool exists(const std::string& path) override { return content_.contains(path); }

  void require_safe_modes(const std::string& path, bool secret) override {
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

  std::unique_ptr<HeldLock> try_lock(const std::string& path) override {
    if (locked_elsewhere.contains(path) || !locks_->insert(path).second) return nullptr;
    return std::make_unique<Lock>(locks_, path);
  }

  void put(const std::string& path, std::string content) { content_[path] = std::move(content); }
  void remove(const std::string& path) { content_.erase(path); }

  std::string standard_input;
  std::set<std::string> open_to_writers;
  std::set<std::string> open_to_readers;
  std::set<std::string> locked_elsewhere;

 private:
  using LockSet = std::shared_ptr<std::set<std::string>>;  // a lock may outlive the files

  class Lock final : public HeldLock {
   public:
    Lock(LockSet locks, std::string path) : locks_(std::move(locks)), path_(std::move(path)) {}
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;
    ~Lock() override { locks_->erase(path_); }

   private:
    LockSet locks_;
    std::string path_;
  };

  const std::string& find(const std::string& path) const {
    const auto found = content_.find(path);
    if (found == content_.end()) {
      throw Error(ErrorKind::failed, path + ": no such file or directory");
    }
    return found->second;
  }

  std::map<std::string, std::string> content_;
  LockSet locks_ = std::make_shared<std::set<std::string>>();
};

}  // namespace execassist::testing
