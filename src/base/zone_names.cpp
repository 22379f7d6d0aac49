#include <execassist/base/zone.hpp>

#include <stdexcept>

#include <date/tz.h>

namespace execassist {

std::vector<std::string> zone_names() {
  std::vector<std::string> names;
  try {
    for (const date::time_zone& zone : date::get_tzdb().zones) {
      if (Zone::find(zone.name())) names.push_back(zone.name());
    }
  } catch (const std::runtime_error&) {
    names.clear();
  }
  return names;
}

}  // namespace execassist
