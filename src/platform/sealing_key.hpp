// The file that holds the key under which tokens are sealed: execassist.key in
// $CREDENTIALS_DIRECTORY, else beside the configuration; never beside the database, so that a copy
// of the store alone opens nothing. 32 bytes as one line of base64url.
#pragma once

#include <execassist/base/secret.hpp>
#include <execassist/ports/files.hpp>

#include <optional>
#include <string>

namespace execassist::platform {

class SealingKeyFile {
 public:
  // `credentials_folder`: $CREDENTIALS_DIRECTORY, or empty. `files` is lent.
  SealingKeyFile(Files& files, std::string configuration_folder, std::string credentials_folder);

  // Nothing when there is none and `make` is false. Of two processes that make it at once both get
  // the same. Throws Error{configuration}: open to others, or not a key.
  std::optional<Secret> get(bool make);

  std::string path() const;  // where it is, or would be made

 private:
  bool provided() const;  // by the service manager

  Files& files_;
  std::string configuration_folder_;
  std::string credentials_folder_;
};

}  // namespace execassist::platform
