#include "yaml/context_loader.hpp"

#include "unit/yaml/refusals.hpp"

#include <doctest/doctest.h>

namespace execassist::yaml {
namespace {

std::string with(const std::string& source) {
  return "users: [{id: ada}]\ncontext:\n  budget: " + source + "\n";
}

ContextSettings loaded(const std::string& source) { return load(with(source)).context.at(0); }

TEST_CASE("sources of context, each with its defaults") {
  const Settings settings = load(R"(users: [{id: ada}]
context:
  budget: {path: data/budget.csv}
  big_rocks: {label: The rocks, path: ~/rocks.yaml, format: text, largest: 1 MiB}
  incidents: {command: [./incidents, --days, 30, "", "{meeting_type}", "${x}"], timeout: 2s}
  crm:
    url: https://crm.example/v1/{meeting_type}/?from={start_time}
    header: {name: X-Api-Key, value: file:crm.key}
    largest: 300000
  local: {url: "http://127.0.0.1:9/x", header: {name: Authorization, value: env:AUTH}}
)");
  REQUIRE(settings.context.size() == 5);
  const ContextSettings& budget = settings.context[0];
  CHECK(budget.name == "budget");
  CHECK(budget.label == "Budget");
  CHECK(budget.kind == ContextKind::file);
  CHECK(budget.path == "/etc/ea/data/budget.csv");
  CHECK(budget.format.empty());
  CHECK(budget.timeout == Seconds{10});
  CHECK(budget.largest == 256 * 1024);
  CHECK(budget.position == FilePosition{3, 3});
  CHECK(settings.context[1].label == "The rocks");
  CHECK(settings.context[1].path == "/home/ada/rocks.yaml");
  CHECK(settings.context[1].format == "text");
  CHECK(settings.context[1].largest == 1024 * 1024);
  CHECK(settings.context[2].kind == ContextKind::command);
  CHECK(settings.context[2].argv ==
        std::vector<std::string>{"./incidents", "--days", "30", "", "{meeting_type}", "${x}"});
  CHECK(settings.context[2].timeout == Seconds{2});
  CHECK(settings.context[3].kind == ContextKind::url);
  CHECK(settings.context[3].label == "CRM");
  CHECK(settings.context[3].url == "https://crm.example/v1/{meeting_type}/?from={start_time}");
  CHECK(settings.context[3].header == "X-Api-Key");
  CHECK(settings.context[3].secret.text == "file:/etc/ea/crm.key");
  CHECK(settings.context[3].largest == 300'000);
  CHECK(settings.context[4].header == "Authorization");
  CHECK(settings.find_context("crm") == &settings.context[3]);
  CHECK(settings.find_context("CRM") == nullptr);
  CHECK(loaded("{command: [~/bin/x]}").argv[0] == "/home/ada/bin/x");
  CHECK(loaded("{url: https://x.example/a/, header: , format: ~}").url == "https://x.example/a/");
  for (const char* const none : {"", "context:\n", "context: {}\n"}) {
    CHECK(load("users: [{id: ada}]\n" + std::string(none)).context.empty());
  }
}

TEST_CASE("what a source may not be: its kind") {
  check_refusals({
      {"users: [{id: a}]\ncontext: [budget]\n",
       "2:10: context: must be a map of keys and values, but is a list", ""},
      {"users: [{id: a}]\ncontext: {Big Rocks: {path: x}}\n",
       "2:11: context.Big Rocks: a name has lower-case letters (a-z) first, then also digits and "
       "\"_\"",
       "for example big_rocks"},
      {"users: [{id: a}]\ncontext: {a: {path: x}, a: {path: y}}\n",
       "2:25: context.a: given twice (first on line 2)", "keep one"},
      {with("{}"),
       "3:11: context.budget: needs `path` (a file), `command` (a program) or `url` (an address)",
       "a source has exactly one"},
      {with("{path: , url: ~}"),
       "3:11: context.budget: needs `path` (a file), `command` (a program) or `url` (an address)",
       "a source has exactly one"},
      {with("{path: x, url: https://x.example/}"),
       "3:11: context.budget: has both `path` and `url`", "a source has exactly one"},
      {with("budget.csv"), "3:11: context.budget: must be a map of keys and values, but is text",
       ""},
      {with("{file: x}"), "3:12: context.budget.file: unknown key", "allowed here"},
      {with("{path: x, timeout: 5s}"),
       "3:30: context.budget.timeout: is for a command or a url only", ""},
      {with("{path: x, header: {name: A, value: b}}"),
       "3:29: context.budget.header: is for a url only", ""},
      {with("{path: x, format: cvs}"),
       "3:29: context.budget.format: must be one of csv, yaml, json, text, not \"cvs\"",
       "did you mean \"csv\"?"},
  });
}

TEST_CASE("what a source may not be: its program and its limits") {
  const std::string list = "for example [./incidents";
  check_refusals({
      {with("{command: ./incidents --days 30}"),
       "3:21: context.budget.command: must be a list of a program and its arguments, for there is "
       "no shell",
       list},
      {with("{command: []}"), "3:21: context.budget.command: needs a program", list},
      {with("{command: [\"\"]}"), "3:22: context.budget.command[0]: must not be empty", "leave"},
      {with("{command: [\"a\\0b\"]}"),
       "3:22: context.budget.command[0]: must be one line without control characters", ""},
      {with("{command: [x, [y]]}"), "3:25: context.budget.command[1]: must be text, but is a list",
       ""},
      {with("{command: [x, env:KEY]}"), "3:25: context.budget.command[1]: cannot be a reference",
       "only secrets"},
      {with("{command: [\"{user_id}\"]}"),
       "3:22: context.budget.command[0]: the program is always the same one", "placeholders are"},
      {with("{command: [x, \"{meeting_title}\"]}"),
       "3:25: context.budget.command[1]: unknown placeholder \"{meeting_title}\"", "did you mean"},
      {with("{command: [x, \"{title}\"]}"),
       "3:25: context.budget.command[1]: unknown placeholder \"{title}\"",
       "allowed here: {meeting"},
      {with("{command: [x], timeout: 0s}"),
       "3:35: context.budget.timeout: not a length of time between 1 s and 1 min", "write it as"},
      {with("{command: [x], timeout: 61s}"),
       "3:35: context.budget.timeout: not a length of time between 1 s and 1 min", "write it as"},
      {with("{command: [x], largest: 9 MiB}"),
       "3:35: context.budget.largest: not a size between 1 KiB and 8 MiB", "write it as"},
      {with("{command: [x], largest: 100}"),
       "3:35: context.budget.largest: not a size between 1 KiB and 8 MiB", "write it as"},
      {with("{command: [x], largest: 99999999999999999999999 KiB}"),
       "3:35: context.budget.largest: not a size between 1 KiB and 8 MiB", "write it as"},
      {with("{command: [x], largest: 2 GB}"),
       "3:35: context.budget.largest: not a size between 1 KiB and 8 MiB", "write it as"},
      {with("{command: [x], largest: -4 KiB}"),
       "3:35: context.budget.largest: not a size between 1 KiB and 8 MiB", "write it as"},
  });
}

TEST_CASE("what a source may not be: its address and its header") {
  const std::string at = "3:17: context.budget.url: ";
  const std::string header = "context.budget.header";
  check_refusals({
      {with("{url: http://x.example/}"), at + "plain http is only for this machine (localhost)",
       "use https"},
      {with("{url: \"http://localhost@x.example/\"}"),
       at + "plain http is only for this machine (localhost)", "use https"},
      {with("{url: \"https://joe:pw@x.example/\"}"),
       at + "an address with a user name or password in it is not taken", "secrets have keys"},
      {with("{url: ftp://x.example/}"), at + "not an address", "write https"},
      {with("{url: env:URL}"), at + "cannot be a reference", "only secrets"},
      {with("{url: \"https://x.example/a b\"}"), at + "not an address", "write https"},
      {with("{url: https://x.example/é}"), at + "holds characters that no address may",
       "write them percent-encoded"},
      {with("{url: \"https://x.example/a#b\"}"), at + "has a part after \"#\", which is never sent",
       "write \"%23\""},
      {with("{url: \"https://{user_id}.example/\"}"), at + "the host is always the same one",
       "placeholders are"},
      {with("{url: \"https://x.example:{user_id}\"}"), at + "the host is always the same one",
       "placeholders are"},
      {with("{url: \"https://x.example/{start}\"}"), at + "unknown placeholder \"{start}\"",
       "allowed"},
      {with("{url: https://x.example/, header: X-Key}"),
       "3:45: " + header + ": must be a map of keys and values, but is text", ""},
      {with("{url: https://x.example/, header: {name: X-Key}}"),
       "3:45: " + header + ".value: is missing", ""},
      {with("{url: https://x.example/, header: {value: hunter2}}"),
       "3:45: " + header + ".name: is missing", ""},
      {with("{url: https://x.example/, header: {name: \"X: y\", value: hunter2}}"),
       "3:52: " + header + ".name: not the name of a header: \"X: y\"", "for example"},
      {with("{url: https://x.example/, header: {name: HOST, value: hunter2}}"),
       "3:52: " + header + ".name: the header HOST cannot be set", "for example"},
      {with("{url: https://x.example/, header: {name: A, value: \"env:not a name\"}}"),
       "3:62: " + header + ".value: \"env:\" needs the name of an environment variable", "for"},
  });
  const auto error = testing::error_of(
      [] { load(with("{url: https://x.example/, header: {name: A, value: \"hunter2\\n\"}}")); });
  REQUIRE(error);
  CHECK((error->message() + error->hint()).find("hunter2") == std::string::npos);
}

TEST_CASE("there may be many sources, but not without end") {
  std::string text = "users: [{id: a}]\ncontext:\n";
  for (int i = 0; i < 51; ++i) text += "  s" + std::to_string(i) + ": {path: x}\n";
  check_refusals({{text, "53:3: context.s50: more than 50 sources", ""}});
}

}  // namespace
}  // namespace execassist::yaml
