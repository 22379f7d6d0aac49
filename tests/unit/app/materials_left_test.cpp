// What builds leave in the archive when nobody needs them, or when the archive is elsewhere by now.
#include "build_fixture.hpp"

namespace execassist::app::testing {
namespace {

using Kind = NotificationKind;

MaterialsBuild first_of(Bench& app, const std::string& id) {
  return store::BuildRepository(app.database).list({{}, app.meeting(id).meeting_id, {}}).at(0);
}

TEST_CASE("cancelled while the archive is broken: superseded at once, no alert, removed later") {
  for (const BuildStep step : {BuildStep::archive, BuildStep::deliver}) {
    CAPTURE(std::string(name_of(step)));
    Bench app;
    app.queue(app.prepared("a"));
    app.break_after(step);
    CHECK(error_of([&] { advance_builds(app.scope); }));
    app.mend();
    REQUIRE(app.latest("a").step == step);
    REQUIRE(app.edges.fake_archive().folders.size() == 1);
    app.set_state("a", MeetingStatus::cancelled, PrepOutcome::prepared);
    app.edges.fake_archive().broken = "read-only";
    LogCapture log;
    CHECK(advance_builds(app.scope).failed.empty());
    CHECK(app.latest("a").state == BuildState::superseded);
    CHECK(app.latest("a").location == app.folder_of(app.meeting("a")));
    CHECK_FALSE(app.meeting("a").state.materials_url);
    REQUIRE_FALSE(log.lines.empty());
    CHECK(log.lines.back().first == LogLevel::warning);
    CHECK(contains(log.lines.back().second, "materials are not removed yet: read-only"));
    clean_up(app.scope);
    CHECK(app.edges.fake_archive().folders.size() == 1);
    CHECK(app.outbox(Kind::alert).empty());
    app.edges.fake_archive().broken.clear();
    app.scope.dry_run = true;
    clean_up(app.scope);
    CHECK(app.edges.fake_archive().folders.size() == 1);
    app.scope.dry_run = false;
    clean_up(app.scope);
    CHECK(app.edges.fake_archive().folders.empty());
    CHECK(app.latest("a").location.empty());
  }
}

TEST_CASE("a build that failed at the archive, and whose meeting is cancelled, can be retried") {
  Bench app;
  const Meeting meeting = app.prepared("a");
  app.queue(meeting);
  app.edges.fake_archive().broken = "read-only";
  for (int i = 0; i < 4; ++i) {
    advance_builds(app.scope);
    app.advance(minutes{5});
  }
  REQUIRE(app.latest("a").state == BuildState::failed);
  app.set_state("a", MeetingStatus::cancelled, PrepOutcome::prepared);
  retry_build(app.scope, app.meeting("a"));
  CHECK(advance_builds(app.scope).failed.empty());
  CHECK(app.latest("a").state == BuildState::superseded);
}

TEST_CASE("newer materials elsewhere: the older ones are removed from where they were") {
  Bench app;
  const Meeting meeting = app.built("a");
  auto& archive = app.edges.fake_archive();
  archive.root = "/new";
  app.queue(meeting);
  SUBCASE("at once") {}
  SUBCASE("or by the next clean-up, when that fails") {
    // Nothing can be removed, but written.
    archive.stuck = app.folder_of(meeting);
    LogCapture log;
    REQUIRE(advance_builds(app.scope).built.size() == 1);
    CHECK(archive.folders.size() == 2);
    CHECK(first_of(app, "a").location == app.folder_of(meeting));
    CHECK(app.latest("a").state == BuildState::done);
    archive.stuck.clear();
    clean_up(app.scope);
  }
  advance_builds(app.scope);
  CHECK(app.latest("a").state == BuildState::done);
  REQUIRE(archive.folders.size() == 1);
  CHECK(archive.folders.begin()->first == "/new/ada/" + meeting.meeting_id);
  CHECK(app.latest("a").location == archive.folders.begin()->first);
  CHECK(first_of(app, "a").location.empty());
}

TEST_CASE("what a newer build has put in the same place is not taken away") {
  Bench app;
  const Meeting meeting = app.built("a");
  app.queue(meeting);
  app.break_after(BuildStep::deliver);
  CHECK(error_of([&] { advance_builds(app.scope); }));
  app.mend();
  app.queue(meeting);  // overtakes one that is archived, and waits
  clean_up(app.scope);
  CHECK(app.edges.fake_archive().folders.size() == 1);
  advance_builds(app.scope);
  clean_up(app.scope);
  CHECK(app.edges.fake_archive().folders.size() == 1);
  CHECK(store::BuildRepository(app.database).list({{}, {}, {}, true}).empty());
}

}  // namespace
}  // namespace execassist::app::testing
