#include "context/command_source.hpp"

#include "support/error_of.hpp"
#include "support/fake_command_runner.hpp"

#include <cerrno>

#include <doctest/doctest.h>

namespace execassist::context {
namespace {

using testing::FakeCommandRunner;
using Words = std::vector<std::string>;

ContextSettings of(Words argv) {
  ContextSettings settings;
  settings.name = "incidents";
  settings.label = "Incidents";
  settings.kind = ContextKind::command;
  settings.argv = std::move(argv);
  settings.timeout = Seconds{7};
  settings.largest = 2048;
  return settings;
}

ContextRequest board_meeting() {
  ContextRequest request;
  request.meeting_id = "m1";
  request.meeting_type = "board_meeting";
  request.user_id = "ada";
  request.start = *parse_rfc3339("2026-11-21T09:30:00+01:00");
  request.end = request.start + hours{1};
  request.now = *parse_rfc3339("2026-11-20T12:00:00Z");
  return request;
}

TEST_CASE("a program gets its words, its folder and its limits") {
  FakeCommandRunner runner;
  runner.result = {CommandEnd::exited, 0, "{\"open\": 3}"};
  CommandSource source(of({"./bin/incidents", "--of={meeting_type}", "{start_time}", "",
                           "${user_id}", "{user_id}{end_time}"}),
                       runner, "/etc/ea");
  CHECK(source.depends_on_meeting());
  const ContextItem item = source.fetch(board_meeting());
  REQUIRE(runner.calls.size() == 1);
  CHECK(runner.calls[0].argv == Words{"./bin/incidents", "--of=board_meeting",
                                      "2026-11-21T08:30:00Z", "", "${user_id}",
                                      "ada2026-11-21T09:30:00Z"});
  CHECK(runner.calls[0].folder == "/etc/ea");
  CHECK(runner.calls[0].limit == std::chrono::seconds{7});
  CHECK(runner.calls[0].most_output == 2048);
  CHECK(item.origin == "incidents");
  CHECK(item.as_of == board_meeting().now);
  CHECK(item.lines == std::vector<ContextLine>{{"open: 3", 0}});
  CHECK_FALSE(CommandSource(of({"x", "{}", "${user_id}"}), runner, "/").depends_on_meeting());
}

TEST_CASE("what fails is a problem without what was printed or asked") {
  const struct {
    CommandResult result;
    std::string format;
    std::string problem;
  } cases[] = {
      {{CommandEnd::exited, 7, "hunter2"}, "", "ended with exit status 7"},
      {{CommandEnd::killed, 9, "hunter2"}, "", "was killed by signal 9"},
      {{CommandEnd::not_started, ENOENT, ""}, "", "there is no such program"},
      {{CommandEnd::not_started, EACCES, ""}, "", "cannot be run: permission denied"},
      {{CommandEnd::timed_out, 0, "hunter2"}, "", "gave no answer within 7 s"},
      {{CommandEnd::too_much_output, 0, "hunter2"}, "", "printed more than 2 KiB"},
      {{CommandEnd::exited, 0, ""}, "", "printed nothing"},
      {{CommandEnd::exited, 0, "\n\x1b[0m\n"}, "", "printed nothing"},
      {{CommandEnd::exited, 0, "hunter2\xff"}, "", "is not UTF-8 text"},
      {{CommandEnd::exited, 0, "hunter2 {"}, "json", "is not valid JSON"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.problem);
    FakeCommandRunner runner;
    runner.result = one.result;
    ContextSettings settings = of({"/opt/x", "--key", "hunter2"});
    settings.format = one.format;
    const ContextItem item = CommandSource(settings, runner, "/").fetch(board_meeting());
    CHECK(item.problem == one.problem);
    CHECK(item.origin == "x");
    CHECK(item.lines.empty());
  }
}

TEST_CASE("a program that is cut off is no failed one") {
  FakeCommandRunner runner;
  runner.result = {CommandEnd::cut_off, 0, "{\"open\": 3}"};
  CommandSource source(of({"./incidents"}), runner, "/etc/ea");
  const auto error = testing::error_of([&] { source.fetch(board_meeting()); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::terminated);
}

}  // namespace
}  // namespace execassist::context
