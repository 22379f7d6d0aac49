#include "cli/output.hpp"

#include "support/fake_terminal.hpp"

#include <doctest/doctest.h>

namespace execassist::cli {
namespace {

using testing::FakeTerminal;

TEST_CASE("with --json only JSON reaches stdout") {
  FakeTerminal terminal;
  Output plain(terminal);
  plain.line("a");
  plain.text("b\nc\n");
  plain.line();
  CHECK(terminal.take_out() == "a\nb\nc\n\n");
  plain.json(1);
  plain.item(2);
  plain.end_items();
  CHECK(terminal.take_out().empty());

  Output json(terminal, {.json = true});
  json.line("a");
  json.text("b");
  CHECK(!json.printed());
  json.json(wire::Json::object({{"a", 1}}));
  CHECK(terminal.take_out() == "{\n  \"a\": 1\n}\n");
  CHECK(json.printed());
}

TEST_CASE("items make an array or lines") {
  FakeTerminal terminal;
  const auto one = wire::Json::object({{"a", "x\ny"}});
  Output array(terminal, {.json = true});
  array.end_items();
  CHECK(terminal.take_out() == "[]\n");
  array.item(one);
  array.item(2);
  array.end_items();
  CHECK(terminal.take_out() == "[\n  {\n    \"a\": \"x\\ny\"\n  },\n  2\n]\n");
  array.end_open_items();
  CHECK(terminal.take_out().empty());

  Output lines(terminal, {.json = true, .json_lines = true});
  lines.end_items();
  lines.item(one);
  lines.item(2);
  lines.end_items();
  CHECK(terminal.take_out() == "{\"a\":\"x\\ny\"}\n2\n");
}

TEST_CASE("talk, warnings and progress go to stderr, and quiet silences talk") {
  FakeTerminal terminal;
  Output output(terminal);
  output.talk("hello");
  output.warn("odd\nthing");
  output.progress("working");
  CHECK(terminal.take_err() == "hello\nexecassist: warning: odd thing\n");
  terminal.err_tty = true;
  terminal.width = 8;
  output.progress("working hard");
  output.line("result");
  CHECK(terminal.take_err() == "\r\x1b[Kworkin\xe2\x80\xa6\r\x1b[K");

  Output quiet(terminal, {.quiet = true});
  quiet.talk("hello");
  quiet.progress("working");
  CHECK(terminal.take_err().empty());
  quiet.warn("odd");
  CHECK(terminal.take_err() == "execassist: warning: odd\n");
  CHECK(terminal.take_out() == "result\n");
}

}  // namespace
}  // namespace execassist::cli
