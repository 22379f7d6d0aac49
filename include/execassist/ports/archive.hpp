// Where materials are kept: a folder for each user and meeting. What is put replaces what was there
// under that key, whole or not at all for every reader of a file; putting the same again is
// harmless. A location stays good when materials are put elsewhere from then on.
#pragma once

#include <execassist/model/materials.hpp>

#include <string>
#include <vector>

namespace execassist {

struct ArchiveKey {
  std::string user_id;
  std::string meeting_id;

  friend bool operator==(const ArchiveKey&, const ArchiveKey&) = default;
};

class Archive {
 public:
  virtual ~Archive() = default;

  // Where `put` would keep them, as it would say it. Touches nothing.
  virtual std::string location_of(const ArchiveKey& key) = 0;

  // Gives the location, for people and for `read`. Throws Error{failed}.
  virtual std::string put(const ArchiveKey& key, const std::vector<MaterialFile>& files) = 0;

  // Throws Error{not_found}: it is not there (any more); {failed}.
  virtual std::string read(const std::string& location, const std::string& name) = 0;

  // Where a file of it is, to be shown or opened: a path.
  virtual std::string path_of(const std::string& location, const std::string& name) = 0;

  // Harmless when it is gone already. Throws Error{failed}; REQUIRES: `location` came from `put`.
  virtual void remove(const std::string& location) = 0;
};

}  // namespace execassist
