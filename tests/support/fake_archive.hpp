// An archive that remembers, in memory.
#pragma once

#include <execassist/base/error.hpp>
#include <execassist/ports/archive.hpp>

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace execassist::testing {

class FakeArchive final : public Archive {
 public:
  std::string location_of(const ArchiveKey& key) override {
    return root + "/" + key.user_id + "/" + key.meeting_id;
  }

  std::string put(const ArchiveKey& key, const std::vector<MaterialFile>& files) override {
    const std::scoped_lock lock(guard_);
    if (!broken.empty()) throw Error(ErrorKind::failed, broken);
    const std::string location = location_of(key);
    auto& kept = folders[location];
    kept.clear();
    for (const MaterialFile& file : files) kept[file.name] = file.content;
    ++puts;
    return location;
  }

  std::string read(const std::string& location, const std::string& name) override {
    const std::scoped_lock lock(guard_);
    const auto folder = folders.find(location);
    if (folder == folders.end() || !folder->second.contains(name)) {
      throw Error(ErrorKind::not_found, path_of(location, name) + ": it is not there");
    }
    return folder->second.at(name);
  }

  std::string path_of(const std::string& location, const std::string& name) override {
    return location + "/" + name;
  }

  void remove(const std::string& location) override {
    const std::scoped_lock lock(guard_);
    if (!broken.empty()) throw Error(ErrorKind::failed, broken);
    if (location == stuck) throw Error(ErrorKind::failed, location + ": cannot be removed");
    folders.erase(location);
  }

  std::string root = "/archive";
  std::map<std::string, std::map<std::string, std::string>> folders;  // by location
  std::string broken;                                                 // why nothing can be written
  std::string stuck;                                                  // what cannot be removed
  int puts = 0;

 private:
  std::mutex guard_;
};

}  // namespace execassist::testing
