#include "calendar/time_zones.hpp"

#include "calendar/content_line.hpp"

#include <execassist/base/text.hpp>

#include <string_view>
#include <utility>

#include <unicode/ucal.h>

namespace execassist::calendar {
namespace {

constexpr std::size_t kMostDefinitions = 2000;
constexpr std::size_t kLongestName = 128;

std::optional<Zone> find_named_zone(const std::string& name) {
  if (auto zone = Zone::find(name)) return zone;
  if (auto zone = find_windows_zone(name)) return zone;
  if (name == "Z" || name == "tzone://Microsoft/Utc") return Zone::utc();
  return std::nullopt;
}

// "/mozilla.org/20050126_1/Europe/Berlin": the longest tail that names a zone. A tail of one word
// could be anything, so it is asked for only when the file does not define the zone.
std::optional<Zone> find_by_tail(std::string_view tzid, bool of_one_word) {
  for (std::size_t slash = tzid.find('/'); slash != std::string_view::npos;
       slash = tzid.find('/', slash + 1)) {
    const std::string tail(tzid.substr(slash + 1));
    if ((tail.find('/') == std::string::npos) != of_one_word) continue;
    if (auto zone = find_named_zone(tail)) return zone;
  }
  return std::nullopt;
}

std::string property_of(const IcsComponent& definition, std::string_view name) {
  for (const std::string& line : definition.lines) {
    if (content_line_name(line) != name) continue;
    if (const auto property = parse_content_line(line)) return std::string(trim(property->value));
  }
  return {};
}

}  // namespace

std::optional<Zone> find_windows_zone(const std::string& name) {
  if (name.empty() || name.size() > kLongestName) return std::nullopt;
  std::u16string wide;
  for (const char c : name) {
    if (static_cast<unsigned char>(c) >= 0x80) return std::nullopt;
    wide += static_cast<char16_t>(c);
  }
  UChar found[kLongestName];
  UErrorCode status = U_ZERO_ERROR;
  const auto length =
      ucal_getTimeZoneIDForWindowsID(wide.data(), static_cast<int32_t>(wide.size()), nullptr, found,
                                     static_cast<int32_t>(kLongestName), &status);
  if (U_FAILURE(status) || length <= 0) return std::nullopt;
  std::string iana;
  for (int32_t i = 0; i < length; ++i) iana += static_cast<char>(found[i]);
  return Zone::find(iana);
}

void TimeZones::add(const IcsComponent& definition) {
  const std::string tzid = property_of(definition, "TZID");
  if (tzid.empty()) return;
  if (defined_ >= kMostDefinitions) return;
  if (definitions_[tzid].insert_or_assign(definition.calendar, definition).second) ++defined_;
}

const EventZone* TimeZones::find(const std::string& tzid, std::size_t calendar) {
  Answers& answers = answers_[tzid];
  auto known = answers.find(calendar);
  if (known == answers.end()) known = answers.emplace(calendar, resolve(tzid, calendar)).first;
  return known->second ? &*known->second : nullptr;
}

const IcsComponent* TimeZones::definition_of(const std::string& tzid, std::size_t calendar) const {
  const auto found = definitions_.find(tzid);
  if (found == definitions_.end()) return nullptr;
  const auto own = found->second.find(calendar);
  return own != found->second.end() ? &own->second : &found->second.rbegin()->second;
}

std::optional<EventZone> TimeZones::resolve(const std::string& tzid, std::size_t calendar) {
  if (tzid.empty()) return std::nullopt;
  if (auto zone = find_named_zone(tzid)) return EventZone(*zone);
  if (auto zone = find_by_tail(tzid, false)) return EventZone(*zone);
  if (const IcsComponent* definition = definition_of(tzid, calendar)) {
    const std::string place = property_of(*definition, "X-LIC-LOCATION");
    if (auto zone = find_named_zone(place)) return EventZone(*zone);
    if (auto custom = CustomZone::parse(*definition, budget_)) {
      customs_.push_back(std::make_unique<CustomZone>(std::move(*custom)));
      return EventZone(*customs_.back());
    }
  }
  if (auto zone = find_by_tail(tzid, true)) return EventZone(*zone);
  return std::nullopt;
}

}  // namespace execassist::calendar
