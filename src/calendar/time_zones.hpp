// What a TZID of a calendar file means. The IANA database wins over the file's own definition,
// which is often abridged; Windows names and vendor prefixes lead there too. A name that leads
// nowhere is nothing: the caller says so, and never takes it for UTC.
#pragma once

#include "calendar/custom_zone.hpp"
#include "calendar/ics_components.hpp"

#include <execassist/base/zone.hpp>

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace execassist::calendar {

// A zone of the database, or one that a file defines; that one lives in its TimeZones.
class EventZone {
 public:
  explicit EventZone(Zone zone) : zone_(std::move(zone)) {}
  explicit EventZone(const CustomZone& custom) : zone_(Zone::utc()), custom_(&custom) {}

  Instant to_instant(LocalSeconds local) const {
    return custom_ ? custom_->to_instant(local) : zone_.to_instant(local);
  }
  LocalSeconds to_local(Instant at) const {
    return custom_ ? custom_->to_local(at) : zone_.to_local(at);
  }
  std::string iana_name() const { return custom_ ? std::string() : zone_.name(); }

 private:
  Zone zone_;
  const CustomZone* custom_ = nullptr;
};

// "Eastern Standard Time" and the like, by CLDR's table.
std::optional<Zone> find_windows_zone(const std::string& name);

class TimeZones {
 public:
  void add(const IcsComponent& definition);  // a VTIMEZONE; a later one of the same TZID wins

  // As VCALENDAR number `calendar` of the file means it (RFC 5545 section 3.6.5); what it does not
  // define itself may stand in another one. Null when nothing is known of it. The answer lives as
  // long as this object and its definitions.
  const EventZone* find(const std::string& tzid, std::size_t calendar);

 private:
  std::optional<EventZone> resolve(const std::string& tzid, std::size_t calendar);
  const IcsComponent* definition_of(const std::string& tzid, std::size_t calendar) const;

  using Definitions = std::map<std::size_t, IcsComponent>;  // by calendar
  using Answers = std::map<std::size_t, std::optional<EventZone>>;

  std::unordered_map<std::string, Definitions> definitions_;
  std::size_t defined_ = 0;
  std::vector<std::unique_ptr<CustomZone>> customs_;
  std::unordered_map<std::string, Answers> answers_;
  int budget_ = 5'000'000;  // steps of the rules of all definitions
};

}  // namespace execassist::calendar
