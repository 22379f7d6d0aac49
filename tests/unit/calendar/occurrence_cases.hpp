// The cases of tests/data/ics/occurrences/*.txt; README.md there says how they are written.
#pragma once

#include <execassist/base/instant.hpp>

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace execassist::tests {

struct ExpectedOccurrence {
  Instant start{};
  std::string rest;  // minutes, and what else the case says of it
  bool with_id = false;
  bool with_title = false;
};

struct OccurrenceCase {
  std::string file;
  std::string name;
  std::string source;  // what the expectation rests on
  std::string zone;
  Instant from{};
  Instant to{};
  std::unordered_set<std::string> known;
  std::string body;  // what stands inside VCALENDAR, or whole calendars
  std::vector<ExpectedOccurrence> expected;
  std::vector<std::string> warnings;
  std::string problem;
};

// "1997-09-{02..04,09}T09:00Z" is four texts.
std::vector<std::string> expand_braces(const std::string& text);

// Throws std::runtime_error with file and line where a case is malformed.
std::vector<OccurrenceCase> occurrence_cases(const std::string& path);

}  // namespace execassist::tests
