// The configuration as it is in force, with every default, in the keys of the file; secrets are
// masked.
#pragma once

#include "wire/json.hpp"

#include <execassist/settings/settings.hpp>

#include <string>

namespace execassist::cli {

wire::Json settings_json(const Settings& settings, const std::string& store_path);

// The same as YAML, block style, for people to read and copy.
std::string yaml_text(const wire::Json& document);

}  // namespace execassist::cli
