#include "store/build_repository.hpp"
#include "store/meeting_repository.hpp"
#include "unit/cli/program_fixture.hpp"
#include "wire/json.hpp"

#include <doctest/doctest.h>

namespace execassist::cli {
namespace {

using testing::Called;
using testing::Program;

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// One meeting in a store whose state the cases set.
struct Bench : Program {
  std::string id;

  Bench() {
    edges.fake_source("work").list({meeting("1:1 with Grace", 20)});
    REQUIRE(call({"sync"}).code == 0);
    at_store([&](store::Database& database, store::Transaction&) {
      id = store::MeetingRepository(database).list({}).at(0).meeting_id;
    });
  }
  template <class Act>
  void at_store(Act act) {
    auto database = store::Database::open(edges.store_path, store::OpenMode::read_write);
    auto transaction = database.begin();
    act(database, transaction);
    transaction.commit();
  }
  // Prepared, and its materials are to be written.
  void queue() {
    at_store([&](store::Database& database, store::Transaction& transaction) {
      store::MeetingRepository meetings(database);
      const Meeting meeting = meetings.load(id).value();
      MeetingState state = meeting.state;
      state.status = MeetingStatus::prep_completed;
      state.prep_outcome = PrepOutcome::prepared;
      REQUIRE(meetings.advance(transaction, meeting, state, edges.clock().now(), "test"));
      MaterialsBuild build;
      build.build_id = "build-" + std::to_string(++queued_);
      build.meeting_id = id;
      build.user_id = "ada";
      build.cause = "the prep session is finished";
      build.created_at = build.next_attempt_at = edges.clock().now();
      store::BuildRepository(database).insert(transaction, build);
    });
  }
  void change_title(const std::string& title) {
    MeetingFacts facts = meeting("1:1 with Grace", 20);
    facts.title = title;
    edges.fake_source("work").list({facts});
    REQUIRE(call({"sync"}).code == 0);
  }
  Called materials(std::vector<std::string> more = {}) {
    std::vector<std::string> words = {"prep", "materials", id};
    words.insert(words.end(), more.begin(), more.end());
    return call(words);
  }
  std::map<std::string, std::string>& folder_of_meeting() {
    return edges.fake_archive().folders.at("/archive/ada/" + id);
  }

 private:
  int queued_ = 0;
};

TEST_CASE("prep writes materials and reports them; prep materials shows them") {
  Bench bench;
  bench.queue();
  const auto report = wire::parse_json(bench.call({"prep", "--json"}).out);
  REQUIRE(report);
  const auto& built = *report->find("materials")->as_array();
  REQUIRE(built.size() == 1);
  CHECK(*built[0].find("meeting_id")->as_string() == bench.id);
  CHECK(*built[0].find("location")->as_string() == "/archive/ada/" + bench.id);
  CHECK(report->find("failed_steps")->as_array()->empty());

  auto& folder = bench.folder_of_meeting();
  folder["agenda.md"] = "# Agenda\n- one";
  folder["context-brief.md"] = "# Context\n";
  folder["question-bank.md"] = "# Questions\n";
  folder["notes.md"] = "# Notes\x1b[31m\n";
  folder["materials.html"] = "<html>\x01</html>\n";
  Called called = bench.materials();
  CHECK(called.code == 0);
  CHECK(called.out == "# Agenda\n- one\n\n# Context\n\n# Questions\n\n# Notes\n");
  CHECK(called.err.empty());
  CHECK(bench.materials({"question-bank"}).out == "# Questions\n");
  CHECK(bench.materials({"--html"}).out == "<html>\x01</html>\n");
  CHECK(bench.materials({"--path"}).out == "/archive/ada/" + bench.id + "/materials.html\n");
  CHECK(bench.materials({"--path", "--html"}).code == 2);
  CHECK(bench.materials({"--html", "notes"}).code == 2);
  CHECK(bench.materials({"poem"}).code == 2);
}

TEST_CASE("prep materials --json names the files and what they are") {
  Bench bench;
  bench.queue();
  REQUIRE(bench.call({"prep"}).code == 0);
  const auto json = wire::parse_json(bench.materials({"--json"}).out);
  REQUIRE(json);
  CHECK(*json->find("meeting_id")->as_string() == bench.id);
  CHECK(json->find("build_number")->as_int().value_or(0) >= 1);
  CHECK(*json->find("cause")->as_string() == "the prep session is finished");
  CHECK(json->find("stale")->as_bool() == false);
  CHECK(*json->find("created_at")->as_string() == "2026-11-21T09:30:00Z");
  CHECK(json->find("changes")->as_array()->empty());
  const auto& files = *json->find("files")->as_array();
  REQUIRE(files.size() == 5);
  CHECK(*files[0].find("name")->as_string() == "agenda.md");
  CHECK(*files[4].find("path")->as_string() == "/archive/ada/" + bench.id + "/materials.html");
}

TEST_CASE("--open needs a display and a browser; else it says where the page is") {
  Bench bench;
  bench.queue();
  REQUIRE(bench.call({"prep"}).code == 0);
  const std::string path = "/archive/ada/" + bench.id + "/materials.html";
  Called called = bench.materials({"--open"});
  CHECK(called.code == 0);
  CHECK(called.out == path + "\n");
  CHECK(contains(called.err, "there is no display here"));
  CHECK(bench.edges.opened_urls.empty());
  bench.edges.variables["DISPLAY"] = ":0";
  CHECK(bench.materials({"--open"}).out.empty());
  CHECK(bench.edges.opened_urls == std::vector{"file://" + path});
  CHECK(bench.materials({"--open", "--dry-run"}).out == "would open " + path + "\n");
  CHECK(bench.edges.opened_urls.size() == 1);
  bench.edges.has_browser = false;
  called = bench.materials({"--open"});
  CHECK(called.out == path + "\n");
  CHECK(contains(called.err, "no browser could be started"));
}

TEST_CASE("what is not there is 6, with the way to it") {
  Bench bench;
  Called called = bench.materials();
  CHECK(called.code == 6);
  CHECK(contains(called.err,
                 "it has no materials yet\nhint: they are written when it is prepared: "
                 "execassist prep start " +
                     bench.id));
  bench.queue();
  called = bench.materials();
  CHECK(called.code == 6);
  CHECK(contains(called.err, "its materials are still to be written\nhint: "));

  bench.edges.fake_archive().broken = "no space left";
  called = bench.call({"prep"});
  CHECK(called.code == 3);
  CHECK(contains(called.err,
                 "the step archive failed: no space left\nhint: it is tried again by "
                 "itself; at once: execassist prep retry " +
                     bench.id));
  called = bench.materials({"--json"});
  CHECK(called.code == 6);
  CHECK(contains(called.err, "the step archive failed: no space left"));
  for (int i = 0; i < 3; ++i) {
    bench.edges.fake_clock().advance(minutes{5});
    CHECK(bench.call({"prep"}).code == 3);
  }
  called = bench.materials();
  CHECK(called.code == 6);
  CHECK(contains(called.err, "hint: execassist prep retry " + bench.id + "\n"));
}

TEST_CASE("prep retry resumes the failed step now, and says how it ended") {
  Bench bench;
  CHECK(bench.call({"prep", "retry", bench.id}).code == 5);
  bench.queue();
  bench.edges.fake_archive().broken = "no space left";
  CHECK(bench.call({"prep"}).code == 3);
  Called called = bench.call({"prep", "retry", bench.id, "--json"});
  CHECK(called.code == 3);
  auto json = wire::parse_json(called.out);
  REQUIRE(json);
  CHECK(*json->find("step")->as_string() == "archive");
  CHECK(json->find("failed_steps")->as_array()->size() == 1);
  called = bench.call({"prep", "retry", bench.id, "--dry-run"});
  CHECK(contains(called.out, "would write the materials of " + bench.id));
  bench.edges.fake_archive().broken.clear();
  called = bench.call({"prep", "retry", bench.id});
  CHECK(called.code == 0);
  CHECK(called.out == "materials: /archive/ada/" + bench.id +
                          "/materials.html\n  read:   execassist prep materials " + bench.id +
                          "\n");
  CHECK(bench.call({"prep", "retry", bench.id}).code == 5);
}

TEST_CASE("materials of a meeting that has changed come with a warning, until they are anew") {
  Bench bench;
  bench.queue();
  REQUIRE(bench.call({"prep"}).code == 0);
  bench.change_title("1:1 about the move");
  Called called = bench.materials({"--path"});
  CHECK(called.code == 0);
  CHECK(contains(called.err, "warning: the meeting has changed since"));
  CHECK(contains(bench.materials({"--json"}).out, "\"stale\": true"));
  bench.edges.fake_archive().broken = "full";
  REQUIRE(bench.call({"prep"}).code == 3);
  CHECK(contains(bench.materials({"--path"}).err,
                 "newer materials could not be written: the step "
                 "archive failed: full"));
  bench.edges.fake_archive().broken.clear();
  REQUIRE(bench.call({"prep", "retry", bench.id}).code == 0);
  CHECK(bench.materials({"--path"}).err.empty());
}

TEST_CASE("materials whose retention is over are said to be gone") {
  Bench bench;
  bench.queue();
  REQUIRE(bench.call({"run"}).code == 0);  // the message too
  bench.edges.fake_clock().advance(days{32});
  REQUIRE(bench.call({"run"}).code == 0);
  const Called called = bench.materials();
  CHECK(called.code == 6);
  CHECK(contains(called.err, "its materials have been removed: they are kept for 30 days"));
}

TEST_CASE("run --dry-run says which materials it would write, and writes none") {
  Bench bench;
  bench.queue();
  const Called called = bench.call({"run", "--dry-run"});
  CHECK(called.code == 0);
  CHECK(contains(called.out, "would write the materials of " + bench.id));
  CHECK(bench.edges.fake_archive().puts == 0);
  const auto json = wire::parse_json(bench.call({"run", "--dry-run", "--json"}).out);
  REQUIRE(json);
  const auto& built = *json->find("prep")->find("materials")->as_array();
  REQUIRE(built.size() == 1);
  CHECK(built[0].find("location")->is_null());
}

}  // namespace
}  // namespace execassist::cli
