#include <execassist/base/zone.hpp>

#include <stdexcept>

#include <date/tz.h>

namespace execassist {
namespace {

const date::time_zone& zone_at(const void* pointer) {
  return *static_cast<const date::time_zone*>(pointer);
}

date::sys_seconds to_library(Instant at) { return date::sys_seconds{at.time_since_epoch()}; }

}  // namespace

Zone Zone::utc() { return Zone("UTC", nullptr); }

std::optional<Zone> Zone::find(std::string_view iana_name) {
  if (iana_name == "UTC") return utc();
  // The library would take a path such as "../x" for a file below its folder.
  for (const char c : iana_name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '/' || c == '_' || c == '-' || c == '+';
    if (!plain) return std::nullopt;
  }
  // The folder's "localtime" is whatever zone the machine is in.
  if (iana_name.empty() || iana_name == "localtime") return std::nullopt;
  try {
    return Zone(std::string(iana_name), date::locate_zone(iana_name));
  } catch (const std::runtime_error&) {
    return std::nullopt;
  }
}

LocalSeconds Zone::to_local(Instant at) const {
  if (!zone_) return LocalSeconds{at.time_since_epoch()};
  const auto info = zone_at(zone_).get_info(to_library(at));
  return LocalSeconds{at.time_since_epoch() + info.offset};
}

Instant Zone::to_instant(LocalSeconds local) const {
  if (!zone_) return Instant{local.time_since_epoch()};
  const auto info = zone_at(zone_).get_info(date::local_seconds{local.time_since_epoch()});
  // `first` is the only offset, the one before a gap, or that of the first occurrence.
  return Instant{local.time_since_epoch() - info.first.offset};
}

std::string Zone::abbreviation(Instant at) const {
  if (!zone_) return "UTC";
  return zone_at(zone_).get_info(to_library(at)).abbrev;
}

Date Zone::date_of(Instant at) const { return Date{std::chrono::floor<days>(to_local(at))}; }

Instant Zone::midnight(Date date) const {
  const LocalSeconds local = std::chrono::local_days{date};
  if (!zone_) return Instant{local.time_since_epoch()};
  const auto info = zone_at(zone_).get_info(date::local_seconds{local.time_since_epoch()});
  // Where clocks jump over midnight the day begins at the jump.
  if (info.result == date::local_info::nonexistent) {
    return Instant{info.first.end.time_since_epoch()};
  }
  return to_instant(local);
}

}  // namespace execassist
