// A time zone as a calendar file defines it (VTIMEZONE): the list of its offset changes up to the
// year 2100. The library's own evaluation is not used: it answers gaps and overlaps against RFC
// 5545 section 3.3.5. A definition without a single readable observance is none.
#pragma once

#include "calendar/ics_components.hpp"

#include <execassist/base/instant.hpp>

#include <optional>
#include <vector>

namespace execassist::calendar {

class CustomZone {
 public:
  static std::optional<CustomZone> parse(const IcsComponent& definition);

  Instant to_instant(LocalSeconds local) const;
  LocalSeconds to_local(Instant at) const;

 private:
  struct Change {
    LocalSeconds onset{};  // on the clock that ends there
    Seconds before{};      // offsets from UTC
    Seconds after{};
  };

  explicit CustomZone(std::vector<Change> changes) : changes_(std::move(changes)) {}

  std::vector<Change> changes_;  // by onset, never empty
};

}  // namespace execassist::calendar
