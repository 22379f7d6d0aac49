#include "calendar/ics_components.hpp"

#include "calendar/ics_titles.hpp"
#include "unit/calendar/ics_reading.hpp"

#include <execassist/base/error.hpp>

#include <string>
#include <vector>

#include <doctest/doctest.h>

using execassist::Error;
using execassist::ErrorKind;
using execassist::tests::Reading;

namespace {

const std::string kTwoEvents =
    "BEGIN:VCALENDAR\nVERSION:2.0\nX-WR-CALNAME:Work\n"
    "BEGIN:VEVENT\nUID:1\nDTSTART:20260601T090000Z\nSUMMARY:Caf\xC3\xA9 plan\\, part\\n 1\n"
    "BEGIN:VALARM\nDESCRIPTION:not this\nSUMMARY:nor this\nEND:VALARM\nEND:VEVENT\n"
    "BEGIN:VTODO\nSUMMARY:Buy milk\nEND:VTODO\n"
    "BEGIN:VEVENT\nUID:2\nDTSTART:20260602T090000Z\nSUMMARY:Second\nEND:VEVENT\nEND:VCALENDAR\n";

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
  return text;
}

}  // namespace

TEST_CASE("every way to break and fold lines gives the same events") {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"LF", kTwoEvents},
      {"CRLF", replaced(kTwoEvents, "\n", "\r\n")},
      {"CR", replaced(kTwoEvents, "\n", "\r")},
      {"BOM", "\xEF\xBB\xBF" + kTwoEvents},
      {"no last line break", kTwoEvents.substr(0, kTwoEvents.size() - 1)},
      {"blank lines", replaced(kTwoEvents, "\n", "\n\n")},
      {"folded within a character", replaced(kTwoEvents, "\xC3\xA9", "\xC3\r\n \xA9")},
      {"folded with a tab", replaced(kTwoEvents, "plan", "pl\n\tan")},
      {"folded within a name", replaced(kTwoEvents, "SUMMARY:Sec", "SUM\n MARY:Sec")},
      {"two calendars",
       replaced(kTwoEvents, "BEGIN:VTODO", "END:VCALENDAR\nBEGIN:VCALENDAR\nBEGIN:VTODO")},
      {"lower case", replaced(replaced(kTwoEvents, "BEGIN:V", "begin:v"), "END:V", "end:v")},
      {"a remark behind the end", kTwoEvents + "-- served by example\n"},
  };
  for (const auto& [name, text] : cases) {
    for (const std::size_t chunk : {std::size_t{1}, std::size_t{7}, std::size_t{4096}}) {
      CAPTURE(name);
      CAPTURE(chunk);
      Reading reading;
      reading.chunk = chunk;
      const auto result = reading.of_file(text);
      REQUIRE(result.meetings.size() == 2);
      CHECK(result.meetings[0].title == "Caf\xC3\xA9 plan, part 1");
      CHECK(result.meetings[0].description.empty());
      CHECK(result.meetings[1].title == "Second");
      CHECK(result.complete);
    }
  }
}

TEST_CASE("what is no calendar, or not a whole one, is an error and never an empty calendar") {
  struct Case {
    std::string name;
    std::string text;
    std::string message;  // a part of it
  };
  const std::vector<Case> cases{
      {"empty", "", "calendar.ics is not an iCalendar file: it is empty"},
      {"blank", "\n \n", "it is empty"},
      {"a login page", "<!DOCTYPE html>\n<html>Sign in</html>\n",
       "calendar.ics is not an iCalendar file: it begins with \"<!DOCTYPE html>\""},
      {"a card", "BEGIN:VCARD\nEND:VCARD\n", "it begins with \"BEGIN:VCARD\""},
      {"an event alone", "BEGIN:VEVENT\nEND:VEVENT\n", "it begins with \"BEGIN:VEVENT\""},
      {"binary",
       std::string("\x7F"
                   "ELF\x02\0\0\0",
                   8),
       "NUL bytes"},
      {"noise", "\x89PNG\r\n\x1a\n", "not an iCalendar file"},
      {"UTF-16",
       std::string("\xFF\xFE"
                   "B\0E\0",
                   6),
       "UTF-16"},
      {"no end", kTwoEvents.substr(0, kTwoEvents.size() - 14),
       "is truncated or damaged: it stops at line 20, before END:VCALENDAR"},
      {"cut within an event", kTwoEvents.substr(0, 150), "truncated"},
      {"cut within a line", kTwoEvents.substr(0, kTwoEvents.size() - 4), "damaged"},
      {"a lost end", replaced(kTwoEvents, "END:VALARM\n", ""), "ends VEVENT where VALARM is open"},
      {"an end without a name", replaced(kTwoEvents, "END:VALARM\n", "END:\x1f\n"),
       "ends a part without a name where VALARM is open"},
      {"an event within an event", replaced(kTwoEvents, "END:VALARM\nEND:VEVENT\n", "END:VALARM\n"),
       "inside VEVENT"},
      {"a calendar within a calendar", "BEGIN:VCALENDAR\n" + kTwoEvents, "inside VCALENDAR"},
      {"an event behind the end", kTwoEvents + "BEGIN:VEVENT\nEND:VEVENT\n", "outside VCALENDAR"},
      {"zeros from a crash", kTwoEvents.substr(0, 200) + std::string(64, '\0'), "NUL bytes"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.name);
    std::string message;
    try {
      Reading().of_file(each.text);
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::failed);
      CHECK_FALSE(error.hint().empty());
      message = error.message();
    }
    CAPTURE(message);
    CHECK(message.find(each.message) != std::string::npos);
  }
}

TEST_CASE("nesting without end is refused") {
  std::string text = "BEGIN:VCALENDAR\n";
  for (int i = 0; i < 100; ++i) text += "BEGIN:X\n";
  CHECK_THROWS_AS(Reading().of_file(text), Error);
}

TEST_CASE("a huge event costs a bounded amount of memory") {
  std::size_t longest = 0;
  std::size_t largest = 0;
  bool cut = false;
  execassist::calendar::IcsComponents components("x", [&](const auto& component) {
    largest = 0;
    for (const std::string& line : component.lines) {
      longest = std::max(longest, line.size());
      largest += line.size();
    }
    cut = component.cut;
  });
  components.add_bytes("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20260601T090000Z\n");
  const std::string block(1000, 'x');
  components.add_bytes("DESCRIPTION:");
  for (int i = 0; i < 2000; ++i) components.add_bytes(block + "\n ");
  for (int i = 0; i < 9000; ++i) components.add_bytes("\nX-MORE:" + block);
  components.add_bytes("\nEND:VEVENT\nEND:VCALENDAR\n");
  components.finish();
  CHECK(cut);
  CHECK(longest == std::size_t{256} * 1024);
  CHECK(largest <= std::size_t{4} * 1024 * 1024);
}

TEST_CASE("an inline attachment is dropped without a word") {
  bool cut = true;
  std::size_t lines = 0;
  execassist::calendar::IcsComponents components("x", [&](const auto& component) {
    cut = component.cut;
    lines = component.lines.size();
  });
  components.add_bytes("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nATTACH;ENCODING=BASE64:");
  for (int i = 0; i < 1000; ++i) components.add_bytes(std::string(1000, 'A') + "\n ");
  components.add_bytes("\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR\n");
  components.finish();
  CHECK_FALSE(cut);
  CHECK(lines == 2);
}

TEST_CASE("titles are handed out one by one, from lines") {
  std::vector<std::string> seen;
  execassist::calendar::IcsTitles titles("calendar.ics", [&](const auto& title) {
    seen.push_back(std::to_string(title.line) + " " + title.uid + " " + title.title + " " +
                   std::to_string(title.attendee_count.value_or(-1)) + " " + title.description);
  });
  for (const std::string line :
       {"BEGIN:VCALENDAR\r", "BEGIN:VEVENT", "UID:1", "SUMMARY:Staff", " \tmeeting",
        "ATTENDEE;PARTSTAT=DECLINED:mailto:a@example.com", "ATTENDEE:mailto:b@example.com",
        "ATTENDEE;CUTYPE=ROOM:mailto:room@example.com", "DESCRIPTION:Weekly", "END:VEVENT",
        "BEGIN:VEVENT", "END:VEVENT", "END:VCALENDAR"}) {
    titles.add_line(line);
  }
  titles.finish();
  REQUIRE(seen.size() == 2);
  CHECK(seen[0] == "2 1 Staff meeting 1 Weekly");
  CHECK(seen[1] == "11   0 ");
}

TEST_CASE("titles of a truncated stream end in an error") {
  execassist::calendar::IcsTitles titles("-", [](const auto&) {});
  titles.add_line("BEGIN:VCALENDAR");
  CHECK_THROWS_AS(titles.finish(), Error);
}
