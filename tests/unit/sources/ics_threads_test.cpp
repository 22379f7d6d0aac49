// Calendars are fetched by several threads at once; ICU below them keeps state of its own.
#include "sources/ics_file_source.hpp"
#include "support/scratch_folder.hpp"

#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::sources {
namespace {

std::string calendar(int number) {
  std::string text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n";
  for (const char* rule :
       {"FREQ=DAILY;COUNT=40", "FREQ=WEEKLY;BYDAY=MO,WE,FR;UNTIL=20261231T000000Z",
        "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=NOSENSE"}) {
    text += "BEGIN:VEVENT\r\nUID:" + std::to_string(number) + rule +
            "\r\nDTSTART;TZID=W. Europe Standard Time:20261101T090000\r\nDURATION:PT30M\r\n"
            "SUMMARY:Meeting\r\nRRULE:" +
            rule + "\r\nEND:VEVENT\r\n";
  }
  return text + "END:VCALENDAR\r\n";
}

TEST_CASE("eight files read at once give what each gives alone") {
  const testing::ScratchFolder folder;
  FetchRequest request;
  request.window = {*parse_rfc3339("2026-11-01T00:00:00Z"), *parse_rfc3339("2026-12-20T00:00:00Z")};
  std::vector<std::string> paths;
  std::vector<std::vector<MeetingFacts>> alone;
  for (int i = 0; i < 8; ++i) {
    paths.push_back(folder.write(std::to_string(i) + ".ics", calendar(i)));
    alone.push_back(IcsFileSource(paths.back(), "").fetch(request).meetings);
    REQUIRE(alone.back().size() > 50);
  }
  std::vector<int> wrong(8, 0);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      for (int round = 0; round < 5; ++round) {
        wrong[i] += IcsFileSource(paths[i], "").fetch(request).meetings == alone[i] ? 0 : 1;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == std::vector<int>(8, 0));
}

}  // namespace
}  // namespace execassist::sources
