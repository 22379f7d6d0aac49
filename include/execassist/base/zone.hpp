// A time zone of the IANA database. Arithmetic follows RFC 5545 section 3.3.5: a local time that
// occurs twice means the first occurrence; one in a gap is read with the offset before the gap.
#pragma once

#include <execassist/base/instant.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace execassist {

class Zone {
 public:
  static Zone utc();

  // Case matters, links ("US/Eastern") resolve. Nothing for an unknown name, never a default.
  static std::optional<Zone> find(std::string_view iana_name);

  const std::string& name() const { return name_; }  // as it was asked for
  LocalSeconds to_local(Instant at) const;
  Instant to_instant(LocalSeconds local) const;
  std::string abbreviation(Instant at) const;  // "GMT", "CET", "+03"
  Date date_of(Instant at) const;
  Instant midnight(Date date) const;  // the first instant of that local day

 private:
  Zone(std::string name, const void* zone) : name_(std::move(name)), zone_(zone) {}

  std::string name_;
  const void* zone_;  // date::time_zone, owned by the database; null is UTC
};

// Every name of the database, for suggestions; empty when it cannot be read.
std::vector<std::string> zone_names();

}  // namespace execassist
