#include "cli/command_line.hpp"

#include "unit/cli/sample_tree.hpp"

#include <execassist/base/error.hpp>

#include <doctest/doctest.h>

namespace execassist::cli {
namespace {

using Words = std::vector<std::string>;

ParsedCommandLine parse(const Words& words) {
  return parse_command_line(testing::sample_tree(), words);
}

TEST_CASE("a command is found by its path, wherever the options stand") {
  struct Case {
    Words words;
    std::string path;
    GivenValues global;
    GivenValues given;
  };
  const std::vector<Case> cases = {
      {{}, "", {}, {}},
      {{"sync"}, "sync", {}, {}},
      {{"sync", "--full"}, "sync", {}, {{"--full", {""}}}},
      {{"--json", "sync"}, "sync", {{"--json", {""}}}, {}},
      {{"sync", "--json", "--json"}, "sync", {{"--json", {"", ""}}}, {}},
      {{"-nq", "-u", "ada", "sync"},
       "sync",
       {{"--dry-run", {""}}, {"--quiet", {""}}, {"--user", {"ada"}}},
       {}},
      {{"sync", "-uada", "-vv"}, "sync", {{"--user", {"ada"}}, {"--verbose", {"", ""}}}, {}},
      {{"-u", "prep", "prep"}, "prep", {{"--user", {"prep"}}}, {}},
      {{"--user=sync", "prep", "list"}, "prep list", {{"--user", {"sync"}}}, {}},
      {{"prep"}, "prep", {}, {}},
      {{"prep", "--all"}, "prep", {}, {{"--all", {""}}}},
      {{"prep", "list", "-c", "x.yaml"}, "prep list", {{"--config", {"x.yaml"}}}, {}},
      {{"meetings", "list", "--from", "2026-11-21 14:30", "--status=classified"},
       "meetings list",
       {},
       {{"--from", {"2026-11-21 14:30"}}, {"--status", {"classified"}}}},
      {{"meetings", "list", "--type", "a", "--type", "b"},
       "meetings list",
       {},
       {{"--type", {"a", "b"}}}},
      {{"meetings", "list", "--type", "[a,b]"}, "meetings list", {}, {{"--type", {"[a,b]"}}}},
      {{"meetings", "list", "--days", "-3"}, "meetings list", {}, {{"--days", {"-3"}}}},
      {{"meetings", "add", "--title", "--json"}, "meetings add", {}, {{"--title", {"--json"}}}},
      {{"meetings", "add", "--title", ""}, "meetings add", {}, {{"--title", {""}}}},
      {{"meetings", "add", "--title", "prep"}, "meetings add", {}, {{"--title", {"prep"}}}},
      {{"meetings", "add", "--title=a=b"}, "meetings add", {}, {{"--title", {"a=b"}}}},
      {{"meetings", "show", "list"}, "meetings show", {}, {{"ID", {"list"}}}},
      {{"meetings", "show", "run"}, "meetings show", {}, {{"ID", {"run"}}}},
      {{"meetings", "show", "--", "--odd"}, "meetings show", {}, {{"ID", {"--odd"}}}},
      {{"completion", "bash"}, "completion", {}, {{"SHELL", {"bash"}}}},
      {{"completion", "zsh", "[a,b]", "-", "-1"},
       "completion",
       {},
       {{"SHELL", {"zsh"}}, {"FILE", {"[a,b]", "-", "-1"}}}},
  };
  for (const Case& c : cases) {
    CAPTURE(c.words);
    const auto parsed = parse(c.words);
    CHECK(path_text(*parsed.command) == c.path);
    CHECK(parsed.global == c.global);
    CHECK(parsed.given == c.given);
    CHECK(!parsed.help);
  }
}

TEST_CASE("help and version need no valid rest") {
  for (const Words& words : std::vector<Words>{{"meetings", "show", "--help"},
                                               {"-h", "meetings", "show"},
                                               {"help", "meetings", "show"},
                                               {"meetings", "show", "x", "y", "--help"}}) {
    CAPTURE(words);
    const auto parsed = parse(words);
    CHECK(parsed.help);
    CHECK(path_text(*parsed.command) == "meetings show");
  }
  CHECK(parse({"help"}).help);
  CHECK(parse({"meetings", "--help"}).help);
  CHECK(parse({"--version"}).version);
}

TEST_CASE("what is wrong is said in one line, with one hint") {
  struct Case {
    Words words;
    std::string message;
    std::string hint;
  };
  const std::string list_help = "see execassist meetings list --help";
  const std::vector<Case> cases = {
      {{"sycn"}, "unknown command 'sycn'", "did you mean sync?"},
      {{"frobnicate"}, "unknown command 'frobnicate'", "see execassist --help"},
      {{"help", "frobnicate"}, "unknown command 'frobnicate'", "see execassist --help"},
      {{""}, "unknown command ''", "see execassist --help"},
      {{"meetings"}, "meetings: needs a subcommand", "one of list, show, add"},
      {{"meetings", "lst"}, "meetings: unknown command 'lst'", "did you mean list?"},
      {{"prep", "lsit"}, "prep: unknown command 'lsit'", "did you mean list?"},
      {{"meetings", "list", "--form", "x"}, "unknown option --form", "did you mean --from?"},
      {{"meetings", "list", "--statuss=x"}, "unknown option --statuss", "did you mean --status?"},
      {{"meetings", "list", "--frobnicate"}, "unknown option --frobnicate", list_help},
      {{"meetings", "list", "-x"}, "unknown option -x", list_help},
      {{"meetings", "list", "-nx"}, "unknown option -x", list_help},
      {{"meetings", "list", "---"}, "unknown option ---", list_help},
      {{"--jsn", "sync"}, "unknown option --jsn", "did you mean --json?"},
      {{"prep", "--all", "list"}, "unknown option --all", "see execassist prep list --help"},
      {{"prep", "list", "--all"}, "unknown option --all", "see execassist prep list --help"},
      {{"sync", "--json-lines"}, "unknown option --json-lines", "see execassist sync --help"},
      {{"meetings", "list", "--from"}, "--from: needs a value (TIME)", list_help},
      {{"meetings", "list", "--from="}, "--from: needs a value (TIME)", "see execassist --help"},
      {{"sync", "-u"}, "--user: needs a value (ID)", "see execassist sync --help"},
      {{"sync", "-nu"}, "--user: needs a value (ID)", "see execassist sync --help"},
      {{"sync", "--json=no"}, "--json: takes no value", "see execassist sync --help"},
      {{"meetings", "list", "--from", "a", "--from", "b"}, "--from: given twice", list_help},
      {{"-u", "a", "sync", "-u", "b"}, "--user: given twice", "see execassist sync --help"},
      {{"meetings", "list", "--status", "canceled"},
       "--status: 'canceled' is not one of classified, cancelled",
       "did you mean cancelled?"},
      {{"sync", "--log-level", "loud"},
       "--log-level: 'loud' is not one of debug, info, warning, error, off",
       "see execassist sync --help"},
      {{"meetings", "show"},
       "meetings show: missing argument ID",
       "see execassist meetings show --help"},
      {{"meetings", "show", "a", "b"},
       "meetings show: unexpected argument 'b'",
       "see execassist meetings show --help"},
      {{"sync", "x"}, "sync: unexpected argument 'x'", "see execassist sync --help"},
      {{"meetings", "add"},
       "meetings add: missing option --title",
       "see execassist meetings add --help"},
      {{"completion", "csh"}, "SHELL: 'csh' is not one of bash, zsh", "did you mean zsh?"},
      {{"completion", "tcl/tk"},
       "SHELL: 'tcl/tk' is not one of bash, zsh",
       "see execassist completion --help"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.words);
    try {
      const auto parsed = parse(c.words);
      FAIL_CHECK("accepted as " << path_text(*parsed.command));
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::usage);
      CHECK(error.message() == c.message);
      CHECK(error.hint() == c.hint);
    }
  }
}

TEST_CASE("noise is refused, not followed") {
  const std::vector<Words> noise = {{"\xff\xfe"},
                                    {"--\xff"},
                                    {std::string(100000, 'x')},
                                    {"meetings", "show", "a", std::string(3, '\n')},
                                    {"-"},
                                    {"/sync"},
                                    {"++"},
                                    Words(2000, "meetings")};
  for (const Words& words : noise) CHECK_THROWS_AS(parse(words), Error);
}

}  // namespace
}  // namespace execassist::cli
