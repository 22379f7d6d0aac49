#include "cli/workplace.hpp"

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
