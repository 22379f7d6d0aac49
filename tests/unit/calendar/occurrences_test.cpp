// What a calendar means, case by case: tests/data/ics/occurrences. tests/e2e/cases/occurrences.sh
// has the same cases worked out by dateutil.
#include "unit/calendar/ics_reading.hpp"
#include "unit/calendar/occurrence_cases.hpp"

#include <execassist/base/error.hpp>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::tests {
namespace {

constexpr std::size_t kFewestCases = 200;

std::vector<OccurrenceCase> all_cases() {
  std::vector<std::string> paths;
  const std::string folder = EXECASSIST_SOURCE_DIR "/tests/data/ics/occurrences";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".txt") paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<OccurrenceCase> out;
  for (const std::string& path : paths) {
    for (OccurrenceCase& each : occurrence_cases(path)) out.push_back(std::move(each));
  }
  return out;
}

FetchResult read_case(const OccurrenceCase& each) {
  Reading reading;
  reading.from = format_rfc3339(each.from);
  reading.to = format_rfc3339(each.to);
  reading.zone = each.zone;
  reading.known = each.known;
  if (each.body.find("BEGIN:VCALENDAR") != std::string::npos) return reading.of_file(each.body);
  if (each.body.find("BEGIN:VEVENT") != std::string::npos) return reading.of(each.body);
  return reading.of(event(each.body));
}

// As much of it as the case speaks of; in full where the case expects nothing at that place.
std::string shown(const MeetingFacts& facts, const ExpectedOccurrence* like) {
  const auto length = std::chrono::duration_cast<minutes>(facts.end - facts.start).count();
  return format_rfc3339(facts.start) + " " + std::to_string(length) +
         (!like || like->with_id ? " id=" + facts.external_id : "") +
         (facts.cancelled ? " cancelled" : "") +
         (!like || like->with_title ? " title=" + facts.title : "");
}

std::string expected_text(const OccurrenceCase& each) {
  std::string out;
  for (const auto& line : each.expected) out += format_rfc3339(line.start) + " " + line.rest + "\n";
  for (const std::string& warning : each.warnings) out += "warns: " + warning + "\n";
  return out + (each.problem.empty() ? "" : "problem: " + each.problem + "\n");
}

std::string actual_text(const OccurrenceCase& each, const FetchResult& result) {
  std::string out;
  std::set<std::string> problems;
  for (std::size_t i = 0; i < result.meetings.size(); ++i) {
    const MeetingFacts& facts = result.meetings[i];
    out += shown(facts, i < each.expected.size() ? &each.expected[i] : nullptr) + "\n";
    if (!facts.problem.empty()) problems.insert(facts.problem);
  }
  std::vector<std::string> awaited = each.warnings;
  for (const std::string& warning : result.warnings) {
    const auto found = std::find_if(awaited.begin(), awaited.end(), [&](const std::string& part) {
      return warning.find(part) != std::string::npos;
    });
    out += "warns: " + (found == awaited.end() ? warning : *found) + "\n";
    if (found != awaited.end()) awaited.erase(found);
  }
  for (const std::string& problem : problems) {
    const bool awaited_one =
        !each.problem.empty() && problem.find(each.problem) != std::string::npos;
    out += "problem: " + (awaited_one ? each.problem : problem) + "\n";
  }
  return out;
}

TEST_CASE("calendars mean what RFC 5545 says: the table of occurrences") {
  const std::vector<OccurrenceCase> cases = all_cases();
  CHECK(cases.size() >= kFewestCases);
  std::set<std::string> names;
  for (const OccurrenceCase& each : cases) {
    CAPTURE(each.file);
    CAPTURE(each.name);
    CHECK_MESSAGE(names.insert(each.file + each.name).second, "two cases of one name");
    try {
      CHECK(actual_text(each, read_case(each)) == expected_text(each));
    } catch (const Error& error) {
      CHECK("Error: " + std::string(error.what()) == expected_text(each));
    }
  }
}

TEST_CASE("what a case expects is read as it is meant") {
  CHECK(expand_braces("1997-{09..10}-{02,11}T09:00Z") ==
        std::vector<std::string>{"1997-09-02T09:00Z", "1997-09-11T09:00Z", "1997-10-02T09:00Z",
                                 "1997-10-11T09:00Z"});
  OccurrenceCase wrong;
  wrong.zone = "Europe/London";
  wrong.from = *parse_rfc3339("2026-06-01T00:00:00Z");
  wrong.to = *parse_rfc3339("2026-06-03T00:00:00Z");
  wrong.body = "DTSTART:20260602T090000Z\nDURATION:PT1H\n";
  wrong.expected = {{*parse_rfc3339("2026-06-02T09:00:00Z"), "30"}};
  CHECK(actual_text(wrong, read_case(wrong)) == "2026-06-02T09:00:00Z 60\n");
  CHECK(actual_text(wrong, read_case(wrong)) != expected_text(wrong));
}

}  // namespace
}  // namespace execassist::tests
