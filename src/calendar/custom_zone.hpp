// A time zone as a calendar file defines it (VTIMEZONE, RFC 5545 section 3.6.5): the list of its
// offset changes from 1900 to 2100. Gaps and overlaps are answered by section 3.3.5. A definition
// without a single readable observance is none.
#pragma once

#include "calendar/ics_components.hpp"

#include <execassist/base/instant.hpp>

#include <optional>
#include <vector>

namespace execassist::calendar {

class CustomZone {
 public:
  // `budget` shrinks by the steps that its rules take; without any left they are not followed.
  static std::optional<CustomZone> parse(const IcsComponent& definition, int& budget);

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
