#include "cli/run.hpp"

#include "support/test_edges.hpp"
#include "unit/cli/sample_tree.hpp"

#include <execassist/base/error.hpp>

#include <stdexcept>

#include <doctest/doctest.h>

namespace execassist::cli {
namespace {

using testing::TestEdges;
using Action = std::function<int(Invocation&)>;

struct Called {
  int code = 0;
  std::string out;
  std::string err;
};

Called call(const std::vector<std::string>& arguments, const Action& action, TestEdges& edges) {
  testing::sample_action = action;
  Called called;
  called.code = run(arguments, edges, testing::sample_tree());
  called.out = edges.fake_terminal().take_out();
  called.err = edges.fake_terminal().take_err();
  testing::sample_action = nullptr;
  return called;
}

Called call(const std::vector<std::string>& arguments, const Action& action = {}) {
  TestEdges edges;
  return call(arguments, action, edges);
}

TEST_CASE("an Error becomes two lines and an exit code") {
  const std::vector<std::pair<ErrorKind, int>> kinds = {
      {ErrorKind::failed, 1},         {ErrorKind::usage, 2},          {ErrorKind::partial, 3},
      {ErrorKind::sign_in_needed, 4}, {ErrorKind::refused, 5},        {ErrorKind::not_found, 6},
      {ErrorKind::try_again, 75},     {ErrorKind::configuration, 78}, {ErrorKind::interrupted, 130},
      {ErrorKind::terminated, 143}};
  for (const auto& [kind, code] : kinds) {
    const auto called = call({"sync"}, [kind = kind](Invocation&) -> int {
      throw Error(kind, "calendar: not\nhere\x1b[31m", "look \xe2\x80\xae there");
    });
    CHECK(called.code == code);
    CHECK(called.out.empty());
    CHECK(called.err == "execassist: calendar: not here\nhint: look there\n");
  }
}

TEST_CASE("with --json a failure without a result is a document too") {
  const Action failing = [](Invocation&) -> int {
    throw Error(ErrorKind::not_found, "meeting x: no such meeting");
  };
  const std::string document =
      "{\n  \"error\": {\n    \"code\": 6,\n    \"kind\": \"not_found\",\n    \"message\": "
      "\"meeting x: no such meeting\",\n    \"hint\": null\n  }\n}\n";
  const auto called = call({"sync", "--json"}, failing);
  CHECK(called.code == 6);
  CHECK(called.out == document);
  CHECK(called.err == "execassist: meeting x: no such meeting\n");

  const auto usage = call({"sync", "--json", "--bogus"});
  CHECK(usage.code == 2);
  CHECK(usage.out.find("\"kind\": \"usage\"") != std::string::npos);
  CHECK(usage.out.find("\"unknown option --bogus\"") != std::string::npos);
  CHECK(call({"--json"}).out.find("no command given") != std::string::npos);

  SUBCASE("after a result only stderr hears of it") {
    const auto late = call({"sync", "--json"}, [&](Invocation& invocation) -> int {
      invocation.out.json(wire::Json::array());
      throw Error(ErrorKind::failed, "late: failure");
    });
    CHECK(late.code == 1);
    CHECK(late.out == "[]\n");
    CHECK(late.err == "execassist: late: failure\n");
  }
  SUBCASE("a list that was begun is ended") {
    const auto broken = call({"meetings", "list", "--json"}, [](Invocation& invocation) -> int {
      invocation.out.item(1);
      throw Error(ErrorKind::partial, "line 2: broken");
    });
    CHECK(broken.out == "[\n  1\n]\n");
    CHECK(broken.code == 3);
  }
  SUBCASE("as one line with --json-lines") {
    const auto lines = call({"meetings", "list", "--json-lines"}, failing);
    CHECK(lines.out ==
          "{\"error\":{\"code\":6,\"kind\":\"not_found\",\"message\":\"meeting x: no such "
          "meeting\",\"hint\":null}}\n");
  }
}

TEST_CASE("an unexpected exception is a failure in one line") {
  const auto called = call({"sync"}, [](Invocation&) -> int { throw std::runtime_error("a\nb"); });
  CHECK(called.code == 1);
  CHECK(called.err == "execassist: unexpected: a b\n");
}

TEST_CASE("help, version and nothing at all do not run anything") {
  bool ran = false;
  const Action action = [&ran](Invocation&) {
    ran = true;
    return 0;
  };
  const auto help = call({"sync", "--help"}, action);
  CHECK(help.code == 0);
  CHECK(help.out.starts_with("execassist sync - fetch\n"));
  CHECK(help.err.empty());
  const auto version = call({"--version"}, action);
  CHECK(version.code == 0);
  CHECK(version.out == "execassist 0.1.0\n");
  const auto nothing = call({}, action);
  CHECK(nothing.code == 2);
  CHECK(nothing.out.empty());
  CHECK(nothing.err.find("Usage: execassist [OPTION]... COMMAND") != std::string::npos);
  CHECK(!ran);
}

TEST_CASE("global options reach the command and the edges") {
  TestEdges edges;
  edges.variables["EXECASSIST_NOW"] = "2026-11-21T09:30:00+01:00";
  const Instant now = *parse_rfc3339("2026-11-21T08:30:00Z");
  const auto called = call(
      {"-c", "x.yaml", "sync", "--db", "x.db", "-u", "ada", "-n", "-v", "--log-format", "json"},
      [&](Invocation& invocation) {
        CHECK(invocation.global.config == "x.yaml");
        CHECK(invocation.global.db == "x.db");
        CHECK(invocation.global.user == "ada");
        CHECK(invocation.global.dry_run);
        CHECK(!invocation.global.json);
        CHECK(invocation.global.now == now);
        CHECK(invocation.now() == now);
        CHECK(!invocation.flag("--full"));
        return 3;
      },
      edges);
  CHECK(called.code == 3);
  CHECK(edges.log_level == LogLevel::info);
  CHECK(edges.log_json);
  CHECK(edges.clock().pretended());
}

TEST_CASE("the log level follows --log-level, else -q and -v") {
  const std::vector<std::pair<std::vector<std::string>, LogLevel>> cases = {
      {{"sync"}, LogLevel::warning},
      {{"sync", "-q"}, LogLevel::error},
      {{"sync", "-v"}, LogLevel::info},
      {{"sync", "-vv"}, LogLevel::debug},
      {{"sync", "-vv", "--log-level", "off"}, LogLevel::off},
      {{"sync", "--log-level", "warning"}, LogLevel::warning}};
  for (const auto& [arguments, level] : cases) {
    CAPTURE(arguments);
    TestEdges edges;
    CHECK(call(arguments, {}, edges).code == 0);
    CHECK(edges.log_level == level);
  }
}

TEST_CASE("--now must name its offset") {
  for (const std::string text : {"2026-11-21 14:30", "tomorrow", "2026-13-01T00:00:00Z", ""}) {
    const auto called = call({"sync", "--now", text});
    CHECK(called.code == 2);
    CHECK(called.err.starts_with("execassist: --now: '" + text + "' is not a time"));
  }
  TestEdges edges;
  edges.variables["EXECASSIST_NOW"] = "soon";
  CHECK(call({"sync"}, {}, edges).err.starts_with("execassist: $EXECASSIST_NOW: 'soon'"));
  CHECK(call({"sync", "--now", "2026-11-21T09:30:00Z"}, {}, edges).code == 0);
}

TEST_CASE("colour only where somebody sees it") {
  struct Case {
    std::vector<std::string> arguments;
    bool terminal;
    std::string variable;
    std::string value;
    bool coloured;
  };
  const std::vector<Case> cases = {
      {{"sync"}, true, "", "", true},
      {{"sync"}, false, "", "", false},
      {{"sync", "--no-color"}, true, "", "", false},
      {{"sync"}, true, "NO_COLOR", "1", false},
      {{"sync"}, true, "TERM", "dumb", false},
      {{"sync"}, true, "TERM", "xterm", true},
  };
  for (const Case& c : cases) {
    CAPTURE(c.variable);
    TestEdges edges;
    edges.fake_terminal().out_tty = c.terminal;
    edges.variables[c.variable] = c.value;
    const auto called = call(
        c.arguments,
        [](Invocation& invocation) {
          invocation.out.line(invocation.out.paint(Paint::red, "x"));
          return 0;
        },
        edges);
    CHECK(called.out == (c.coloured ? "\x1b[31mx\x1b[0m\n" : "x\n"));
  }
}

TEST_CASE("a reader who leaves is no failure; a full disk is") {
  const Action chatty = [](Invocation& invocation) {
    invocation.out.line("one");
    invocation.out.line("two");
    CHECK(invocation.out.closed());
    return 0;
  };
  TestEdges edges;
  edges.fake_terminal().break_pipe_after(4);
  const auto left = call({"sync"}, chatty, edges);
  CHECK(left.code == 0);
  CHECK(left.out == "one\n");
  CHECK(left.err.empty());

  TestEdges full;
  full.fake_terminal().fail_after(4);
  const auto stuck = call({"sync"}, chatty, full);
  CHECK(stuck.code == 1);
  CHECK(stuck.err == "execassist: standard output: no space left on device\n");

  TestEdges mute;
  mute.fake_terminal().fail_after(0);
  CHECK(call({"--version"}, {}, mute).code == 1);
}

}  // namespace
}  // namespace execassist::cli
