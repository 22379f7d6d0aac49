// Files in memory. Locks exclude each other, also those that a test says somebody else holds.
#pragma once

#include <execassist/ports/files.hpp>

#include <map>
#include <memory>
#include <set>
#include <string>

namespace execassist::testing {

class FakeFiles final : public Files {
 public:
  FakeFiles();
  FakeFiles(const FakeFiles&) = delete;
  FakeFiles& operator=(const FakeFiles&) = delete;
  ~FakeFiles() override;

  std::string read(const std::string& path, std::size_t limit) override;

  std::string read_regular(const std::string& path, std::size_t limit) override;

  void each_line(const std::string& path, std::size_t longest,
                 const std::function<bool(std::string_view line, bool cut)>& each) override;

  bool create(const std::string& path, std::string_view content) override;

  bool exists(const std::string& path) override;

  void require_safe_modes(const std::string& path, bool secret) override;

  std::unique_ptr<HeldLock> try_lock(const std::string& path) override;

  // What something lies in.
  bool is_folder(const std::string& path) override;

  std::optional<std::uint64_t> bytes_left(const std::string& path) override;

  void put(const std::string& path, std::string content);
  void remove(const std::string& path);

  std::string standard_input;
  std::optional<std::uint64_t> disk_left = std::uint64_t{1} << 40;
  std::set<std::string> pipes;  // what is no regular file
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

  const std::string& find(const std::string& path) const;

  std::map<std::string, std::string> content_;
  LockSet locks_ = std::make_shared<std::set<std::string>>();
};

}  // namespace execassist::testing
