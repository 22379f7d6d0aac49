#include "cli/invocation.hpp"

#include "support/test_edges.hpp"

#include <execassist/base/error.hpp>

#include <stdexcept>

#include <doctest/doctest.h>

namespace execassist::cli {
namespace {

const CommandDesc& sample() {
  static const CommandDesc command{
      .path = {"sample", "one"},
      .arguments = {{.name = "ID"}, {.name = "MORE", .required = false, .repeated = true}},
      .options = {{.name = "--flag"},
                  {.name = "--value", .value_name = "V", .kind = OptionKind::value},
                  {.name = "--many", .value_name = "V", .kind = OptionKind::repeated}}};
  return command;
}

struct Sample {
  explicit Sample(GivenValues given = {})
      : output(edges.terminal()),
        invocation(sample(), GlobalOptions{}, std::move(given), edges, output) {}

  testing::TestEdges edges;
  Output output;
  Invocation invocation;
};

Sample with_value(const std::string& text) { return Sample({{"--value", {text}}}); }

TEST_CASE("what was given can be asked for by name") {
  const Sample empty;
  CHECK(!empty.invocation.flag("--flag"));
  CHECK(!empty.invocation.value("--value"));
  CHECK(empty.invocation.values("--many").empty());
  CHECK(!empty.invocation.argument("ID"));
  CHECK(!empty.invocation.integer("--value", 0, 9));
  CHECK(!empty.invocation.duration("--value"));
  CHECK(!empty.invocation.time("--value", Zone::utc()));
  CHECK_THROWS_AS((void)empty.invocation.flag("--other"), std::logic_error);
  CHECK_THROWS_AS((void)empty.invocation.argument("OTHER"), std::logic_error);

  const Sample full({{"--flag", {""}}, {"--many", {"a", "b"}}, {"ID", {"x"}}, {"MORE", {"y"}}});
  CHECK(full.invocation.flag("--flag"));
  CHECK(full.invocation.values("--many") == std::vector<std::string>{"a", "b"});
  CHECK(full.invocation.argument("ID") == "x");
  CHECK(full.invocation.arguments("MORE") == std::vector<std::string>{"y"});
}

TEST_CASE("numbers, durations and times are read or refused with the option's name") {
  CHECK(with_value("14").invocation.integer("--value", 1, 14) == 14);
  CHECK(with_value("-3").invocation.integer("--value", -3, 0) == -3);
  for (const std::string text : {"", "0", "15", "7x", " 7", "+7", "99999999999999999999", "1e3"}) {
    CAPTURE(text);
    const Sample s = with_value(text);
    CHECK_THROWS_WITH_AS((void)s.invocation.integer("--value", 1, 14),
                         ("--value: '" + text + "' is not a whole number from 1 to 14").c_str(),
                         Error);
  }
  CHECK(with_value("2h").invocation.duration("--value") == hours(2));
  for (const std::string text : {"0s", "2", "-2h", "soon"}) {
    CAPTURE(text);
    CHECK_THROWS_AS((void)with_value(text).invocation.duration("--value"), Error);
  }

  const Zone london = *Zone::find("Europe/London");
  const auto time_of = [&](const std::string& text) {
    return format_rfc3339(*with_value(text).invocation.time("--value", london));
  };
  CHECK(time_of("2026-07-01 14:30") == "2026-07-01T13:30:00Z");
  CHECK(time_of("2026-07-01T14:30:00+02:00") == "2026-07-01T12:30:00Z");
  CHECK(time_of("2026-07-01") == "2026-06-30T23:00:00Z");
  CHECK_THROWS_AS((void)with_value("noon").invocation.time("--value", london), Error);
}

TEST_CASE("a usage error points to the command's help") {
  try {
    Sample().invocation.usage_error("--value: not today");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::usage);
    CHECK(error.hint() == "see execassist sample one --help");
  }
}

}  // namespace
}  // namespace execassist::cli
