// The project's own files, as the house tests read them.
#pragma once

#include "support/scratch_folder.hpp"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace execassist::testing {

inline std::string source_path(const std::string& relative) {
  return std::string(EXECASSIST_SOURCE_DIR) + "/" + relative;
}

// All C++ files below these folders, relative to the project, sorted.
inline std::vector<std::string> cpp_files(const std::vector<std::string>& folders) {
  std::vector<std::string> files;
  for (const std::string& folder : folders) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(source_path(folder))) {
      const auto extension = entry.path().extension();
      if (extension != ".cpp" && extension != ".hpp") continue;
      files.push_back(std::filesystem::relative(entry.path(), source_path("")).string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace execassist::testing
