#include "build_fixture.hpp"

namespace execassist::app::testing {
namespace {

TEST_CASE("materials go when their retention after the meeting is over, not before") {
  Bench app;
  app.settings.prep.keep_days = 30;
  app.context("budget");
  const Meeting meeting = app.built("a");
  app.built("later", days{10});
  const std::string build_id = app.latest("a").build_id;
  app.advance_to(meeting.facts.end + days{30} - Seconds{1});
  CHECK(clean_up(app.scope) == 0);
  CHECK(app.edges.fake_archive().folders.size() == 2);
  app.advance(Seconds{1});
  app.scope.dry_run = true;
  app.scope.user_id = "grace";
  CHECK(clean_up(app.scope) == 0);
  app.scope.user_id.reset();
  app.scope.dry_run = false;
  CHECK(clean_up(app.scope) == 1);
  CHECK(clean_up(app.scope) == 0);
  CHECK_FALSE(app.edges.fake_archive().folders.contains(app.folder_of(meeting)));
  CHECK(app.edges.fake_archive().folders.size() == 1);
  CHECK(app.latest("a").state == BuildState::expired);
  CHECK_FALSE(app.meeting("a").state.materials_url);
  CHECK(app.meeting("later").state.materials_url);
  const store::BuildContentRepository contents(app.database);
  CHECK(contents.context_of(build_id).empty());
  CHECK(contents.files_of(build_id).preview.empty());
  CHECK(app.story("a").back() == "clean-up: the materials are removed");
}

TEST_CASE("an archive that cannot remove is asked again; the others are cleaned up") {
  Bench app;
  app.built("a");
  app.queue(app.prepared("failed"));
  app.edges.fake_archive().broken = "read-only";
  for (int i = 0; i < 4; ++i) {
    advance_builds(app.scope);
    app.advance(minutes{5});
  }
  REQUIRE(app.latest("failed").state == BuildState::failed);
  app.advance(days{40});
  CHECK(clean_up(app.scope) == 1);  // the failed one has nothing there
  CHECK(app.latest("failed").state == BuildState::expired);
  CHECK(app.latest("a").state == BuildState::done);
  app.edges.fake_archive().broken.clear();
  CHECK(clean_up(app.scope) == 1);
  CHECK(app.edges.fake_archive().folders.empty());
}

TEST_CASE("a dry run removes nothing outside") {
  Bench app;
  app.built("a");
  app.advance(days{40});
  app.scope.dry_run = true;
  CHECK(clean_up(app.scope) == 1);
  CHECK(app.edges.fake_archive().folders.size() == 1);
}

TEST_CASE("what came in from Slack is forgotten two days after it was settled") {
  Bench app;
  const auto add = [&](const std::string& id, const std::string& state, Instant at) {
    app.database.connection().exec(
        "INSERT INTO inbox VALUES ('" + id + "', 'action', 'U1', '', '', '', '', '', 0, '', " +
        std::to_string(at.time_since_epoch().count()) + ", '" + state + "', '', 0, 0)");
  };
  add("old", "done", kNow - days{3});
  add("failed", "failed", kNow - days{3});
  add("new", "done", kNow - days{1});
  add("waits", "pending", kNow - days{9});
  clean_up(app.scope);
  SQLite::Statement query(app.database.connection(),
                          "SELECT group_concat(delivery_id, ' ') FROM "
                          "(SELECT delivery_id FROM inbox ORDER BY delivery_id)");
  query.executeStep();
  CHECK(query.getColumn(0).getString() == "new waits");
}

}  // namespace
}  // namespace execassist::app::testing
