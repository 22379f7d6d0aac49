#include "cli/workplace.hpp"

#include "support/error_of.hpp"
#include "unit/cli/program_fixture.hpp"

#include <filesystem>

#include <doctest/doctest.h>

namespace execassist::cli {
namespace {

using testing::Called;
using testing::Program;

const std::string kFolder = "/home/ada/.config/execassist/";

TEST_CASE("the configuration: --config, else where the machine says") {
  Program program;
  CHECK(program.call({"config", "path"}).out == program.edges.config_path + "\n");
  CHECK(program.call({"config", "path", "-c", "other.yaml"}).out == "/home/ada/other.yaml\n");
  CHECK(program.call({"config", "path", "-c", "~/x.yaml"}).out == "/home/ada/x.yaml\n");
  CHECK(program.call({"config", "path", "-c", "/etc/x.yaml"}).out == "/etc/x.yaml\n");
}

TEST_CASE("the store: --db, else $EXECASSIST_DB, else store.path, else where the machine says") {
  Program program;
  const auto shown = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words{"config", "show"};
    words.insert(words.end(), more.begin(), more.end());
    const std::string out = program.call(words).out;
    return out.substr(0, out.find("\nsync:"));
  };
  CHECK(shown({}) == "store:\n  path: \"" + program.edges.store_path + "\"");
  program.edges.fake_files().put(program.edges.config_path,
                                 "store: {path: data/a.db}\n" + program.config);
  CHECK(shown({}) == "store:\n  path: \"" + kFolder + "data/a.db\"");
  program.edges.variables["EXECASSIST_DB"] = "b.db";
  CHECK(shown({}) == "store:\n  path: \"/home/ada/b.db\"");
  CHECK(shown({"--db", "c.db"}) == "store:\n  path: \"/home/ada/c.db\"");
}

TEST_CASE("a wrong configuration stops every command before there is a store") {
  Program program;
  program.edges.fake_files().put(program.edges.config_path, program.config + "stoer: 1\n");
  for (const std::vector<std::string>& words : {std::vector<std::string>{"run"},
                                                {"sync"},
                                                {"prep"},
                                                {"notify"},
                                                {"remind"},
                                                {"classify"},
                                                {"agenda"},
                                                {"meetings", "list"},
                                                {"prep", "list"},
                                                {"notify", "list"},
                                                {"notify", "test"},
                                                {"remind", "list"},
                                                {"config", "check"},
                                                {"config", "show"}}) {
    const Called called = program.call(words);
    CAPTURE(words.front());
    CHECK(called.code == 78);
    CHECK(called.out.empty());
    CHECK(called.err == "execassist: " + program.edges.config_path +
                            ":9:1: stoer: unknown key\nhint: did you mean \"store\"?\n");
  }
  CHECK_FALSE(std::filesystem::exists(program.edges.store_path));
}

TEST_CASE("files that are missing or open to others are wrong configuration, with a next step") {
  Program program;
  auto& files = program.edges.fake_files();

  files.remove(kFolder + "types.yaml");
  Called called = program.call({"run"});
  CHECK(called.code == 78);
  CHECK(called.err.find("types.yaml: no such file or directory\nhint: `rules:` in ") !=
        std::string::npos);
  called = program.call({"classify", "--check", "--rules", "nowhere.yaml"});
  CHECK(called.code == 78);
  CHECK(called.err.find("hint: --rules names") != std::string::npos);

  files.put(kFolder + "types.yaml", program.rules);
  files.open_to_writers.insert(kFolder + "types.yaml");
  CHECK(program.call({"run"}).code == 78);
  files.open_to_writers = {program.edges.config_path};
  called = program.call({"run"});
  CHECK(called.code == 78);
  CHECK(called.err.find("hint: chmod go-w") != std::string::npos);

  files.open_to_writers.clear();
  files.remove(program.edges.config_path);
  called = program.call({"run"});
  CHECK(called.code == 78);
  CHECK(called.err.find("hint: execassist config init") != std::string::npos);
}

TEST_CASE("who may read a configuration matters only where it holds a secret, and which is said") {
  Program program;
  auto& files = program.edges.fake_files();
  files.open_to_readers.insert(program.edges.config_path);
  CHECK(program.call({"config", "check"}).code == 0);
  files.put(program.edges.config_path, program.config + "slack: {bot_token: env:TOKEN}\n");
  CHECK(program.call({"config", "check"}).code == 0);

  const std::vector<std::pair<std::string, std::string>> table = {
      {"google: {client_secret: hush-1}\n", "google.client_secret"},
      {"slack: {bot_token: hush-1}\n", "slack.bot_token"},
      {"slack: {signing_secret: hush-1}\n", "slack.signing_secret"},
      {"twilio: {auth_token: hush-1}\n", "twilio.auth_token"},
      {"ses: {secret_access_key: hush-1}\n", "ses.secret_access_key"},
      {"ses: {session_token: hush-1}\n", "ses.session_token"},
      {"context: {crm: {url: 'https://x.example/', header: {name: X-Key, value: hush-1}}}\n",
       "context.crm.header.value"},
  };
  for (const auto& [more, key] : table) {
    CAPTURE(key);
    files.put(program.edges.config_path, program.config + more);
    const Called called = program.call({"agenda"});
    CHECK(called.code == 78);
    CHECK(called.err.find("(" + key + ")") != std::string::npos);
    CHECK(called.err.find("env:NAME") != std::string::npos);
    CHECK(called.err.find("hush-1") == std::string::npos);
  }
  files.open_to_readers.clear();
  CHECK(program.call({"agenda"}).code == 0);
}

TEST_CASE("context that a type requires must be described, and a misspelling is seen") {
  Rules rules;
  rules.file = "types.yaml";
  rules.types.resize(2);
  rules.types[1].name = "board_meeting";
  rules.types[1].position = {7, 3};
  Settings settings;
  settings.file = "/c.yaml";
  CHECK_NOTHROW(check_required_context(rules, settings));
  const auto refused = [&](const std::string& wanted) {
    rules.types[1].required_context = {wanted};
    const auto error =
        execassist::testing::error_of([&] { check_required_context(rules, settings); });
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::configuration);
    CHECK(error->message() ==
          "types.yaml:7:3: meeting_types.board_meeting.required_context[0]: no source has the name "
          "\"" +
              wanted + "\"");
    return error->hint();
  };
  CHECK(refused("budget") == "describe it under `context:` in /c.yaml");
  settings.context.resize(2);
  settings.context[0].name = "budget";
  settings.context[1].name = "big_rocks";
  CHECK(refused("budgte") == "did you mean \"budget\"?");
  CHECK(refused("weather") == "allowed here: budget, big_rocks");
  rules.types[1].required_context = {"big_rocks", "budget"};
  CHECK_NOTHROW(check_required_context(rules, settings));
}

TEST_CASE("a name of no context is reported where it stands in the rules") {
  Program program;
  auto& files = program.edges.fake_files();
  files.put(program.edges.config_path,
            program.config + "context: {budget: {path: /home/ada/budget.csv}}\n");
  files.put("/home/ada/.config/execassist/types.yaml",
            program.rules + "    required_context:\n      - budget\n      - wether\n");
  const Called called = program.call({"config", "check"});
  CHECK(called.code == 78);
  CHECK(called.err.find("types.yaml:10:9: meeting_types.default.required_context[1]: no source has "
                        "the name \"wether\"") != std::string::npos);
}

TEST_CASE("config check looks at the templates and the archive") {
  Program program;
  auto& files = program.edges.fake_files();
  const std::string path = program.edges.config_path;
  const auto refused = [&](const std::string& why, const std::string& hint) {
    const Called called = program.call({"config", "check"});
    CHECK(called.code == 78);
    CHECK_MESSAGE(called.err.find(why) != std::string::npos, called.err);
    CHECK_MESSAGE(called.err.find(hint) != std::string::npos, called.err);
  };
  files.put(path, program.config + "prep: {templates: mine}\n");
  refused(path + ": prep.templates: " + kFolder + "mine: there is no such folder", "it names a");
  files.put(kFolder + "mine", "x");
  refused("mine: is no folder", "it names a");
  files.remove(kFolder + "mine");
  files.put(kFolder + "mine/default/notes.md", "# {{title}}\n");
  files.put(kFolder + "mine/unknown/notes.md", "{{#x}}");
  CHECK(program.call({"config", "check"}).code == 0);
  for (const std::string name : {"mine/one_on_one/notes.md", "mine/default/agenda.md"}) {
    files.put(kFolder + name, "a\nb\n{{#x}}");
    refused(kFolder + name + ":3: unclosed section \"x\"", "config/materials/README.md");
    files.remove(kFolder + name);
  }
  files.put(kFolder + "mine/default/notes.md/x", "no file, but a folder");
  files.remove(kFolder + "mine/default/notes.md");
  refused(kFolder + "mine/default/notes.md", "mend it, or remove it");
  files.put(path, program.config + "prep: {archive: kept/all}\n");
  CHECK(program.call({"config", "check"}).code == 0);
  files.put(kFolder + "kept", "x");
  refused("prep.archive: " + kFolder + "kept: is no folder", "which is made");
  files.remove(kFolder + "kept");
  files.put(kFolder + "kept/all", "x");
  refused("prep.archive: " + kFolder + "kept/all: is no folder", "which is made");
  files.remove(kFolder + "kept/all");
  files.put(kFolder + "kept/all/ada/m1/agenda.md", "x");
  CHECK(program.call({"config", "check"}).code == 0);
}

TEST_CASE("config check reads the secrets of context and looks for its files") {
  Program program;
  auto& files = program.edges.fake_files();
  files.put(program.edges.config_path, program.config + "context: {budget: {path: b.csv}}\n");
  const Called called = program.call({"config", "check"});
  CHECK(called.code == 0);
  CHECK(called.err.find("context budget: " + kFolder + "b.csv: there is no such file") !=
        std::string::npos);
  files.put(kFolder + "b.csv", "a,b\n");
  CHECK(program.call({"config", "check"}).err.find("budget") == std::string::npos);
  files.put(program.edges.config_path,
            program.config +
                "context: {crm: {url: 'https://x.example/', header: {name: A, value: env:KEY}}}\n");
  CHECK(program.call({"config", "check"}).err.find("context crm: env:KEY is not set") !=
        std::string::npos);
  program.edges.secrets["context.crm.header.value"] = Secret("hunter2");
  const Called good = program.call({"config", "check"});
  CHECK(good.err.find("crm") == std::string::npos);
  CHECK((good.out + good.err).find("hunter2") == std::string::npos);
}

TEST_CASE("an unknown user is 6 and names those there are") {
  Program program;
  const Called called = program.call({"sync", "-u", "gr\x1b[31mace"});
  CHECK(called.code == 6);
  CHECK(called.err == "execassist: no such user: grace\nhint: the configuration has: ada\n");
  CHECK_FALSE(std::filesystem::exists(program.edges.store_path));
}

TEST_CASE("a store that lives by the machine's clock takes --now only for trying out") {
  Program program;
  program.edges.fake_source("work").list({});
  CHECK(program.call({"sync"}).code == 0);
  const std::string later = "2026-11-23T09:00:00Z";
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"run"}, {"agenda"}, {"meetings", "list"}, {"notify"}}) {
    auto with_now = words;
    with_now.insert(with_now.end(), {"--now", later});
    CHECK(program.call(with_now).code == 2);
    with_now.push_back("--dry-run");
    CHECK(program.call(with_now).code == 0);
  }
}

TEST_CASE("a store that was first used with --now goes on with it") {
  Program program;
  program.edges.fake_source("work").list({});
  CHECK(program.call({"sync", "--now", "2026-11-22T09:00:00Z"}).code == 0);
  CHECK(program.call({"run", "--now", "2026-11-23T09:00:00Z"}).code == 0);
}

TEST_CASE("a regular expression that cannot be is found before anything is done") {
  Program program;
  program.edges.fake_files().put(
      kFolder + "types.yaml", "meeting_types:\n  a:\n    match: regex\n    keywords: [\"x(\"]\n");
  const Called called = program.call({"sync"});
  CHECK(called.code == 78);
  CHECK(called.err.find("types.yaml:4:16: ") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(program.edges.store_path));
}

}  // namespace
}  // namespace execassist::cli
