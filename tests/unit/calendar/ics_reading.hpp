// Reads calendar text in tests and writes each meeting as one line, so that a case is a text and a
// list of lines: "START MINUTES RECURRENCE-ID-or-dash TITLE", then "cancelled" where it is.
#pragma once

#include "calendar/ics_calendar.hpp"

#include <execassist/base/instant.hpp>
#include <execassist/base/zone.hpp>

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace execassist::tests {

struct Reading {
  std::string from = "2026-01-01T00:00:00Z";
  std::string to = "2027-01-01T00:00:00Z";
  std::string zone = "Europe/London";
  std::string user_email = "ada@example.com";
  std::unordered_set<std::string> known;
  std::size_t chunk = 4096;

  FetchResult of_file(std::string_view bytes) const {
    FetchRequest request;
    request.window = {*parse_rfc3339(from), *parse_rfc3339(to)};
    request.user_zone = *Zone::find(zone);
    request.known = known;
    calendar::IcsCalendar reader("calendar.ics", user_email, request);
    for (std::size_t at = 0; at < bytes.size(); at += chunk) {
      reader.add_bytes(bytes.substr(at, chunk));
    }
    return reader.finish();
  }

  // `body`: what stands inside VCALENDAR, with bare LF.
  FetchResult of(const std::string& body) const {
    return of_file("BEGIN:VCALENDAR\nVERSION:2.0\n" + body + "END:VCALENDAR\n");
  }
};

inline std::string line_of(const MeetingFacts& facts) {
  const auto length = std::chrono::duration_cast<minutes>(facts.end - facts.start).count();
  return format_rfc3339(facts.start) + " " + std::to_string(length) + " " +
         (facts.recurrence_id.empty() ? "-" : facts.recurrence_id) +
         (facts.title.empty() ? "" : " " + facts.title) + (facts.cancelled ? " cancelled" : "");
}

inline std::vector<std::string> lines_of(const FetchResult& result) {
  std::vector<std::string> out;
  for (const MeetingFacts& facts : result.meetings) out.push_back(line_of(facts));
  return out;
}

inline std::string event(const std::string& lines, const std::string& uid = "a") {
  return "BEGIN:VEVENT\nUID:" + uid + "\n" + lines + "END:VEVENT\n";
}

inline std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

}  // namespace execassist::tests
