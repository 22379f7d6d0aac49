// A folder of its own for one test, removed with everything in it.
#pragma once

#include <string>

namespace execassist::testing {

class ScratchFolder {
 public:
  ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder();

  const std::string& path() const { return path_; }
  std::string at(const std::string& name) const { return path_ + "/" + name; }

  // Returns its path. Mode as given, whatever the umask; missing folders are made.
  std::string write(const std::string& name, const std::string& content,
                    unsigned mode = 0600) const;

 private:
  std::string path_;
};

std::string content_of(const std::string& path);

}  // namespace execassist::testing
