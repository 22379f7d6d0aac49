#include "cli/classify_input.hpp"

#include "support/error_of.hpp"
#include "support/fake_files.hpp"

#include <doctest/doctest.h>

namespace execassist::cli {
namespace {

using testing::error_of;
using testing::FakeFiles;

std::vector<ClassifySubject> subjects_in(const std::string& content,
                                         const std::string& path = "/in") {
  FakeFiles files;
  files.put(path, content);
  std::vector<ClassifySubject> subjects;
  read_classify_input(files, path, [&](const ClassifySubject& subject) {
    subjects.push_back(subject);
    return true;
  });
  return subjects;
}

std::string event(const std::string& title) {
  return "BEGIN:VEVENT\nUID:" + title + "\nDTSTART:20261121T090000Z\nSUMMARY:" + title +
         "\nATTENDEE:mailto:a@example.com\nEND:VEVENT\n";
}

std::string calendar(const std::string& events) {
  return "BEGIN:VCALENDAR\nVERSION:2.0\n" + events + "END:VCALENDAR\n";
}

TEST_CASE("a JSON line: what is a meeting, and why another is none") {
  struct Row {
    std::string line;
    std::string title;
    std::string description;
    std::optional<int> people;
    std::string error;
  };
  const std::vector<Row> table = {
      {R"({"title":"A"})", "A", "", 0, ""},
      {R"({"title":"","attendees":null,"description":null})", "", "", 0, ""},
      {R"({"title":"A","description":"B","attendees":["x",{"email":"y"}]})", "A", "B", 2, ""},
      {R"({"title":"A","attendees":2147483647,"more":[]})", "A", "", 2147483647, ""},
      {R"(  {"title":"A","attendees":3.0}  )", "A", "", 3, ""},
      {R"([1])", "", "", {}, "not a JSON object"},
      {R"("text")", "", "", {}, "not a JSON object"},
      {R"({"description":"B"})", "", "", {}, "it has no title"},
      {R"({"title":7})", "", "", {}, "title: must be a text"},
      {R"({"title":"A","description":[]})", "", "", {}, "description: must be a text"},
  };
  for (const Row& row : table) {
    CAPTURE(row.line);
    const auto subjects = subjects_in(row.line);
    REQUIRE(subjects.size() == 1);
    CHECK(subjects[0].error == row.error);
    if (!row.error.empty()) continue;
    CHECK(subjects[0].title == row.title);
    CHECK(subjects[0].description == row.description);
    CHECK(subjects[0].attendee_count == row.people);
  }
  for (const char* people : {"-1", "2147483648", "1.5", "\"3\"", "{}", "true", "1e99"}) {
    CAPTURE(people);
    const auto subjects = subjects_in(R"({"title":"A","attendees":)" + std::string(people) + "}");
    REQUIRE(subjects.size() == 1);
    CHECK(subjects[0].error == "attendees: must be a list or a number that is not negative");
  }
}

TEST_CASE("lines are counted as an editor counts them; empty ones are none") {
  const auto subjects = subjects_in("\n{\"title\":\"A\"}\r\n \t\nnonsense\n\n{\"title\":\"B\"}");
  REQUIRE(subjects.size() == 3);
  CHECK(subjects[0].line == 2);
  CHECK(subjects[1].line == 4);
  CHECK(subjects[1].error.starts_with("not JSON: "));
  CHECK(subjects[2].line == 6);
  CHECK(subjects[2].title == "B");
}

TEST_CASE("a line without end is one bad line, not a full memory") {
  const std::string endless = "{\"title\":\"" + std::string((std::size_t{1} << 20) + 1, 'x');
  const auto subjects = subjects_in("{\"title\":\"A\"}\n" + endless + "\n{\"title\":\"B\"}\n");
  REQUIRE(subjects.size() == 3);
  CHECK(subjects[1].error == "longer than 1 MiB");
  CHECK(subjects[2].title == "B");
}

TEST_CASE("a calendar is known by its first line or by its name") {
  const std::string text = calendar(event("A") + event("B"));
  for (const std::string& content : {text, "\xEF\xBB\xBF" + text, "\n\n" + text}) {
    const auto subjects = subjects_in(content);
    REQUIRE(subjects.size() == 2);
    CHECK(subjects[1].title == "B");
    CHECK(subjects[1].attendee_count == 1);
  }
  CHECK(subjects_in(text, "/A.ICS").size() == 2);
}

TEST_CASE("what is neither a calendar nor JSON lines is one error, not one for each line") {
  for (const std::string content : {"<!DOCTYPE html>\n<html>\n<p>Sign in\n</html>\n", "\n <html>\n",
                                    "\x7f"
                                    "ELF\x02\x01\nmore\n",
                                    "\xff\xfe{\n", "PK\x03\x04\n{}\n"}) {
    CAPTURE(content);
    const auto error = error_of([&] { subjects_in(content); });
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::failed);
    CHECK(error->message().find("neither an iCalendar file nor JSON lines") != std::string::npos);
    CHECK_FALSE(error->hint().empty());
  }
  CHECK(subjects_in("nonsense\n{\"title\":\"A\"}\n").size() == 2);  // a bad line, and a good one
}

TEST_CASE("what says that it is a calendar must be one") {
  const std::string text = calendar(event("A"));
  for (const std::string& content :
       {std::string(), std::string("\n\n"), std::string("<html>"), std::string("{\"title\":\"A\"}"),
        text.substr(0, text.size() - 20)}) {
    CAPTURE(content);
    const auto error = error_of([&] { subjects_in(content, "/a.ics"); });
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::failed);
  }
  CHECK(subjects_in("").empty());  // no lines, no meetings
}

TEST_CASE("reading stops when nobody listens any more") {
  for (const std::string& content :
       {std::string("{\"title\":\"A\"}\n{\"title\":\"B\"}\n"), calendar(event("A") + event("B"))}) {
    FakeFiles files;
    files.standard_input = content;
    int seen = 0;
    read_classify_input(files, "-", [&](const ClassifySubject&) {
      ++seen;
      return false;
    });
    CHECK(seen == 1);
  }
}

}  // namespace
}  // namespace execassist::cli
