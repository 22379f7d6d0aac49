// What the tests of the Google reader share: a page around one event, and files with real answers.
#pragma once

#include "calendar/google_events.hpp"
#include "wire/json.hpp"

#include <fstream>
#include <iterator>
#include <string>

#include <doctest/doctest.h>

namespace execassist::testing {

inline calendar::GoogleEventReader google_reader() {
  return {"ada@example.com", *Zone::find("Europe/Zurich")};
}

inline calendar::GoogleEventPage page_of(const std::string& json) {
  const auto parsed = wire::parse_json(json);
  REQUIRE(parsed);
  const auto page = google_reader().read(*parsed);
  REQUIRE(page);
  return *page;
}

// `members` are JSON, without braces.
inline calendar::GoogleEventPage page_of_event(const std::string& members) {
  return page_of(R"({"kind":"calendar#events","timeZone":"Asia/Tokyo","items":[{)" + members +
                 "}]}");
}

// An event with an hour on 2026-06-08, and what is given.
inline MeetingFacts facts_with(const std::string& members) {
  const auto page = page_of_event(
      R"("id":"e","start":{"dateTime":"2026-06-08T07:00:00Z"},"end":{"dateTime":"2026-06-08T08:00:00Z"})" +
      (members.empty() ? std::string() : "," + members));
  CHECK(page.warnings.empty());
  REQUIRE(page.meetings.size() == 1);
  return page.meetings.front();
}

inline std::string google_data(const std::string& name) {
  std::ifstream file(std::string(EXECASSIST_SOURCE_DIR) + "/tests/data/google/" + name);
  REQUIRE(file.good());
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace execassist::testing
