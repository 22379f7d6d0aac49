#include "cli/job_report.hpp"

#include "unit/cli/program_fixture.hpp"

#include <execassist/base/text.hpp>

#include <doctest/doctest.h>

namespace execassist::cli {
namespace {

using testing::Called;
using testing::Program;

std::string bytes_of(const std::string& path) { return execassist::testing::content_of(path); }

TEST_CASE("run: announces once, and is silent afterwards") {
  Program program;
  program.edges.fake_source("work").list({program.meeting("1:1 with Grace", 20)});
  const Called first = program.call({"run"});
  CHECK(first.code == 0);
  CHECK(first.err.empty());
  CHECK(first.out.starts_with("Meeting Prep Reminder\n"));
  const Called second = program.call({"run"});
  CHECK(second.code == 0);
  CHECK(second.out.empty());
  CHECK(second.err.empty());
}

TEST_CASE("run: a person at the terminal gets one line, unless quiet") {
  Program program;
  program.edges.fake_source("work").list({program.meeting("1:1 with Grace", 20)});
  program.edges.fake_terminal().err_tty = true;
  CHECK(program.call({"run"}).err == "run: 1 new, 1 to prepare, 1 sent\n");
  CHECK(program.call({"run"}).err == "run: nothing to do\n");
  CHECK(program.call({"run", "-q"}).err.empty());
}

TEST_CASE("run: 75 while another one is at work, and nothing is touched") {
  Program program;
  program.edges.fake_source("work").list({program.meeting("1:1 with Grace", 20)});
  program.edges.fake_files().locked_elsewhere.insert(program.edges.store_path + ".run.lock");
  const Called called = program.call({"run", "--json"});
  CHECK(called.code == 75);
  CHECK(called.err.starts_with("execassist: run: another run is at work on this store\nhint: "));
  CHECK(called.out.find("\"kind\": \"try_again\"") != std::string::npos);
  CHECK(program.edges.fake_source("work").requests.empty());
  CHECK(program.call({"run", "--dry-run"}).code == 0);  // it needs no lock: it writes nothing
}

TEST_CASE("dry runs of every job change no byte and say what would be") {
  Program program;
  program.edges.fake_source("work").list(
      {program.meeting("1:1 with Grace", 20), program.meeting("Lunch", 30)});
  REQUIRE(program.call({"sync"}).code == 0);
  REQUIRE(program.call({"prep"}).code == 0);
  const std::string before = bytes_of(program.edges.store_path);
  const std::string journal = bytes_of(program.edges.store_path + "-wal");
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"run"},
        {"sync", "--full"},
        {"classify", "--all"},
        {"prep"},
        {"notify"},
        {"remind"},
        {"notify", "test"},
        {"notify", "retry", "--dead"},
        {"meetings", "add", "--title", "X", "--start", "2026-11-23", "--duration", "1h"}}) {
    auto dry = words;
    dry.push_back("--dry-run");
    CAPTURE(words.front());
    const Called called = program.call(dry);
    CHECK(called.code == 0);
    CHECK(called.err.starts_with("dry run: nothing is sent, nothing is written\n"));
    CHECK(bytes_of(program.edges.store_path) == before);
    CHECK(bytes_of(program.edges.store_path + "-wal") == journal);
  }
  const Called notify = program.call({"notify", "--dry-run"});
  CHECK(notify.out.starts_with("would go to ada by terminal:\n  | Meeting Prep Reminder\n"));
  CHECK(program.call({"notify", "list"}).out.find("  prep      pending  ") != std::string::npos);
}

TEST_CASE("with --json the message stands in the document and nowhere else") {
  Program program;
  program.edges.fake_source("work").list({program.meeting("1:1 with Grace", 20)});
  const Called called = program.call({"run", "--json"});
  CHECK(called.err.empty());
  const auto json = wire::parse_json(called.out);
  REQUIRE(json);
  for (const char* part : {"sync", "classify", "prep", "notify", "remind"})
    CHECK(json->find(part) != nullptr);
  const auto& sent = *json->find("notify")->find("notifications")->as_array();
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].find("text")->as_string()->starts_with("Meeting Prep Reminder\n"));
  CHECK(sent[0].find("state")->dump(-1) == "\"sent\"");
}

TEST_CASE("sync: the exit code follows what the calendars have in common") {
  const std::vector<std::pair<ErrorKind, int>> table = {
      {ErrorKind::failed, 3}, {ErrorKind::sign_in_needed, 4}, {ErrorKind::try_again, 75}};
  for (const auto& [kind, code] : table) {
    for (const char* command : {"sync", "run"}) {
      Program program;
      program.edges.fake_source("work").always(Error(kind, "it\nbroke", "mend it"));
      const Called called = program.call({command});
      CHECK(called.code == code);
      CHECK(called.out.empty());
      CHECK(called.err == "execassist: sync: ada: work: it broke\nhint: mend it\n");
    }
  }
}

TEST_CASE("a message that cannot be delivered is 3, one line and what to do") {
  Program program;
  program.edges.fake_source("work").list({program.meeting("1:1 with Grace", 20)});
  program.edges.fake_channel("terminal").script(AttemptOutcome::refused, "no paper");
  REQUIRE(program.call({"sync"}).code == 0);
  REQUIRE(program.call({"prep"}).code == 0);
  const Called called = program.call({"notify"});
  CHECK(called.code == 3);
  CHECK(called.out.empty());
  CHECK(called.err.starts_with(
      "execassist: notify: 1 message not delivered yet: ada: no paper\nhint: it is tried again"));
  CHECK(program.call({"notify", "log"}).out.find("  prep  terminal  refused  no paper\n") !=
        std::string::npos);
}

TEST_CASE("colour is for a terminal that wants it") {
  Program program;
  program.edges.fake_source("work").list({program.meeting("1:1 with Grace", 20)});
  REQUIRE(program.call({"sync"}).code == 0);
  const auto coloured = [&](const std::vector<std::string>& words) {
    return program.call(words).out.find('\x1b') != std::string::npos;
  };
  CHECK_FALSE(coloured({"agenda"}));
  program.edges.fake_terminal().out_tty = true;
  CHECK(coloured({"agenda"}));
  CHECK(coloured({"meetings", "list"}));
  CHECK_FALSE(coloured({"agenda", "--no-color"}));
  CHECK_FALSE(coloured({"agenda", "--json"}));
  program.edges.variables["NO_COLOR"] = "1";
  CHECK_FALSE(coloured({"agenda"}));
}

TEST_CASE("no line of an agenda is wider than the screen") {
  Program program;
  MeetingFacts wide = program.meeting(
      "\xe6\x9d\xb1\xe4\xba\xac a long title without an end to it, "
      "which has to be cut where the screen ends",
      20);
  wide.attendees.resize(500, {"p@example.com", "", Response::accepted, false});
  MeetingFacts all_day = program.meeting("Holiday", 30);
  all_day.all_day = true;
  program.edges.fake_source("work").list({wide, all_day, program.meeting("1:1", 40)});
  REQUIRE(program.call({"sync"}).code == 0);
  for (const int width : {50, 60, 70, 80, 100, 120, 200}) {
    program.edges.fake_terminal().width = width;
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"agenda"}, {"meetings", "list"}, {"prep", "list"}}) {
      CAPTURE(width);
      CAPTURE(words.front());
      for (const std::string& line : split(program.call(words).out, '\n')) {
        CAPTURE(line);
        CHECK(display_width(line) <= width);
      }
    }
  }
}

TEST_CASE("a summary leaves out what is zero") {
  app::TickReport report;
  CHECK(summary_of(report) == "nothing to do");
  report.sync.users.resize(2);
  report.sync.users[0].added = 2;
  report.sync.users[1].added = 1;
  report.sync.users[1].errors.push_back({"work", ErrorKind::failed, "x", ""});
  report.notify.sent = 1;
  report.remind.delivery.deferred = 1;
  report.notify.dead = 1;
  CHECK(summary_of(report) == "3 new, 1 sent, 1 put off, 1 given up, 1 failed to sync");
}

TEST_CASE("a verdict becomes an exit code") {
  CHECK(code_of(std::nullopt) == 0);
  CHECK(code_of(ErrorKind::partial) == 3);
  CHECK(code_of(ErrorKind::sign_in_needed) == 4);
  CHECK(code_of(ErrorKind::try_again) == 75);
}

}  // namespace
}  // namespace execassist::cli
