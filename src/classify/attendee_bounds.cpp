#include "classify/attendee_bounds.hpp"

#include <execassist/base/text.hpp>

namespace execassist::classify {

bool has_bounds(const MeetingType& type) { return type.attendees_min || type.attendees_max; }

bool fits_bounds(const MeetingType& type, std::optional<int> people) {
  if (!has_bounds(type)) return true;
  if (!people) return false;
  return (!type.attendees_min || *people >= *type.attendees_min) &&
         (!type.attendees_max || *people <= *type.attendees_max);
}

bool bounds_cover(const MeetingType& wide, const MeetingType& narrow) {
  // Whoever asks for a number at all asks for none below zero.
  const auto fewest = has_bounds(narrow) ? narrow.attendees_min.value_or(0) : narrow.attendees_min;
  const bool below = !wide.attendees_min || (fewest && *wide.attendees_min <= *fewest);
  const bool above =
      !wide.attendees_max || (narrow.attendees_max && *wide.attendees_max >= *narrow.attendees_max);
  return below && above;
}

std::string describe_fit(const MeetingType& type, int people) {
  const std::string fewest = std::to_string(type.attendees_min.value_or(0));
  const std::string most = std::to_string(type.attendees_max.value_or(0));
  std::string range;
  if (!type.attendees_max) {
    range = fewest + " or more";
  } else if (!type.attendees_min) {
    range = most + " or fewer";
  } else {
    range = fewest == most ? "exactly " + most : fewest + " to " + most;
  }
  return describe_people(people) + " (" + range + ")";
}

std::string describe_misfit(const MeetingType& type, std::optional<int> people) {
  const std::string fewest = std::to_string(type.attendees_min.value_or(0));
  const std::string most = std::to_string(type.attendees_max.value_or(0));
  std::string bound;
  if (!type.attendees_max) {
    bound = "at least " + fewest + " needed";
  } else if (!type.attendees_min) {
    bound = "at most " + most + " allowed";
  } else {
    bound = (fewest == most ? "exactly " + most : fewest + " to " + most) + " needed";
  }
  return (people ? describe_people(people) : "the number of people is unknown") + ": " + bound;
}

std::string describe_people(std::optional<int> people) {
  return people ? count_of(*people, "person", "people") : "unknown number of people";
}

}  // namespace execassist::classify
