// The program over stores that earlier versions left: the first run brings them up to date and does
// its work, as if they had always been of today's schema.
#include "program_fixture.hpp"
#include "unit/store/filled_store.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

namespace execassist::cli::testing {

namespace {

const char* const kTwoPeople =
    "rules: types.yaml\n"
    "users:\n"
    "  - id: ada\n"
    "    email: ada@example.com\n"
    "    time_zone: Europe/London\n"
    "    channels: [terminal]\n"
    "    calendars:\n"
    "      - {id: work, kind: ics, path: work.ics}\n"
    "      - {id: home, kind: ics, path: home.ics}\n"
    "  - {id: bob, channels: [terminal], calendars: [{kind: google, calendar: primary}]}\n";

const char* const kTypes =
    "meeting_types:\n"
    "  leadership_meeting: {keywords: [leadership], prep_hours_before: 72}\n"
    "  one_on_one: {keywords: [\"1:1\"]}\n"
    "  board: {keywords: [board]}\n"
    "  default: {}\n";

struct OldProgram : Program {
  explicit OldProgram(int version) {
    edges.fake_files().put(edges.config_path, kTwoPeople);
    edges.fake_files().put("/home/ada/.config/execassist/types.yaml", kTypes);
    for (const char* calendar : {"work", "home", "google:primary"}) edges.fake_source(calendar);
    store::testing::write_filled_store(edges.store_path, version);
  }

  std::string ask(const std::string& sql) const {
    SQLite::Database store(edges.store_path, SQLite::OPEN_READONLY);
    return store.execAndGet(sql).getString();
  }
};

}  // namespace

TEST_CASE("a run over a store of each earlier schema does its work") {
  for (const int version : store::testing::all_versions()) {
    CAPTURE(version);
    OldProgram program(version);
    const std::string rows = program.ask("SELECT count(*) FROM outbox");
    const Called called = program.call({"run"});
    CAPTURE(called.err);
    CAPTURE(called.out);
    CHECK(called.code == 0);
    // What was due under the old version is said once, by the new one.
    CHECK(called.out.find("Leadership sync") != std::string::npos);
    CHECK(program.ask("SELECT state FROM outbox WHERE notification_id = 'n000000000000005'") ==
          "sent");
    CHECK(std::stoi(program.ask("SELECT count(*) FROM outbox")) >= std::stoi(rows));
    CHECK(program.ask("SELECT count(*) FROM pragma_foreign_key_check") == "0");
    CHECK(program.ask("PRAGMA integrity_check") == "ok");
    CHECK(program.ask("SELECT outcome FROM job_runs WHERE job = 'run' ORDER BY run_id DESC") ==
          "done");
    const Called again = program.call({"run"});
    CHECK(again.code == 0);
    CHECK(again.out.find("It is on again") == std::string::npos);
  }
}

TEST_CASE("what people ask of a migrated store is answered") {
  for (const int version : store::testing::all_versions()) {
    CAPTURE(version);
    OldProgram program(version);
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             {"agenda"},
             {"meetings", "list", "--json"},
             {"meetings", "show", "cccccccccccccccc"},
             {"prep", "show", "dddddddddddddddd", "--history", "--json"},
             {"notify", "list", "--json"},
             {"notify", "log", "--json"},
             {"notify", "show", "n000000000000009"},
             {"remind", "list", "--json"}}) {
      CAPTURE(words.front());
      CAPTURE(words.back());
      const Called called = program.call(words);
      CAPTURE(called.err);
      CHECK(called.code == 0);
      CHECK_FALSE(called.out.empty());
    }
  }
}

}  // namespace execassist::cli::testing
