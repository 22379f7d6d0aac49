// The configuration: YAML text → Settings. Strict: an unknown key, a key given twice, a value of
// another type or out of range is an Error{configuration} reading
// `FILE:LINE:COLUMN: users[0].time_zone: why`. Pure: reads no file, no environment variable and no
// secret; references stay as written (but "file:" paths become absolute).
#pragma once

#include <execassist/settings/settings.hpp>

#include <string>

namespace execassist::yaml {

// What the machine says.
struct LoadContext {
  std::string home;       // for "~"; may be empty
  std::string zone_name;  // for users without `time_zone`; UTC when empty or unknown
};

// REQUIRES: `file` is absolute; relative paths are resolved against its folder.
Settings load_settings(const std::string& text, const std::string& file,
                       const LoadContext& context);

}  // namespace execassist::yaml
