// Values that stand for something outside of the file: paths, addresses, and secrets by reference.
// Paths become absolute: "~" is the home folder, anything else is relative to the configuration.
// Nothing outside is looked at. Secrets and secret addresses never get into an error.
#pragma once

#include "yaml/cursor.hpp"

#include <execassist/settings/settings.hpp>

#include <string>

namespace execassist::yaml {

// A plain text. References are refused: only secrets are read through them.
std::string read_line(const Cursor& value);

class References {
 public:
  // `file`: the configuration's absolute path. `home` may be empty: then "~" is an error.
  References(const std::string& file, std::string home);

  std::string path(const Cursor& value) const;

  // Kept as it is written, but for "file:PATH", whose path becomes absolute.
  SecretReference secret(const Cursor& value) const;

 private:
  std::string absolute(const Cursor& value, const std::string& written) const;

  std::string folder_;
  std::string home_;
};

// https, or http to this machine, without a user name or password; as it is written.
std::string read_address(const Cursor& value);

// The address of a provider: read_address without a slash at its end.
std::string read_service_address(const Cursor& value);

// A feed: https or webcal; http only to this machine or with `insecure`. A reference is taken on
// trust here.
void check_feed_address(const Cursor& value, const SecretReference& url, bool insecure);

}  // namespace execassist::yaml
