// The bounds that a rule sets on the number of people, in words and as a test.
#pragma once

#include <execassist/model/rules.hpp>

#include <optional>
#include <string>

namespace execassist::classify {

bool has_bounds(const MeetingType& type);

// An unknown number fits only where nothing is asked.
bool fits_bounds(const MeetingType& type, std::optional<int> people);

// Whether everything that fits `narrow` fits `wide`, an unknown number too.
bool bounds_cover(const MeetingType& wide, const MeetingType& narrow);

// "12 people (10 or more)". REQUIRES: has_bounds and a fitting number.
std::string describe_fit(const MeetingType& type, int people);

// "3 people: at least 10 needed". REQUIRES: has_bounds.
std::string describe_misfit(const MeetingType& type, std::optional<int> people);

// "3 people", "1 person", "unknown number of people".
std::string describe_people(std::optional<int> people);

}  // namespace execassist::classify
