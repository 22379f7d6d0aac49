#include "build_fixture.hpp"

namespace execassist::app::testing {
namespace {

using Kind = NotificationKind;
using Lines = std::vector<std::string>;

TEST_CASE("a build goes from its sources to the archive and to a message") {
  Bench app;
  auto& budget = app.context("budget");
  const Meeting meeting = app.prepared("a");
  app.queue(meeting);
  const BuildReport report = advance_builds(app.scope);
  REQUIRE(report.built.size() == 1);
  CHECK(report.failed.empty());
  CHECK(report.built[0].meeting_id == meeting.meeting_id);
  CHECK(report.built[0].location == app.folder_of(meeting));
  CHECK(budget.asked.size() == 1);

  const MaterialsBuild build = app.latest("a");
  CHECK(build.state == BuildState::done);
  CHECK(build.step == BuildStep::deliver);
  CHECK(build.finished_at == kNow);
  CHECK(build.location == app.folder_of(meeting));
  REQUIRE(build.snapshot);
  CHECK(build.snapshot->title == "Weekly review");
  CHECK_FALSE(is_stale(build, meeting));
  CHECK(build.changes.empty());
  CHECK_FALSE(app.leased("a"));

  const auto& folder = app.edges.fake_archive().folders[app.folder_of(meeting)];
  for (const char* name :
       {"agenda.md", "context-brief.md", "question-bank.md", "notes.md", "materials.html"}) {
    CAPTURE(name);
    CHECK(folder.contains(name));
  }
  CHECK(contains(folder.at("context-brief.md"), "budget says so"));
  const store::BuildContentRepository contents(app.database);
  CHECK(contents.files_of(build.build_id).files.empty());
  CHECK_FALSE(contents.files_of(build.build_id).preview.empty());
  CHECK(contents.context_of(build.build_id).size() == 1);
  CHECK(app.meeting("a").state.materials_url ==
        "file://" + app.folder_of(meeting) + "/materials.html");
  CHECK(app.meeting("a").state.status == MeetingStatus::prep_completed);

  const Notification message = app.only(Kind::materials);
  CHECK(message.variant == std::to_string(build.number));
  CHECK(message.expires_at == meeting.facts.end);
  CHECK(message.due_at == kNow);
  CHECK(contains(message.text, "Your materials are ready:\n  Weekly review\n"));

  // A second run repeats nothing.
  CHECK(advance_builds(app.scope).built.empty());
  CHECK(budget.asked.size() == 1);
  CHECK(app.edges.fake_archive().puts == 1);
  CHECK(app.outbox(Kind::materials).size() == 1);
}

TEST_CASE("every step has its line in the story, with what went wrong at a source") {
  Bench app;
  app.context("budget");
  app.context("incidents").answer = [](const ContextRequest&) {
    ContextItem item;
    item.problem = "exit status 1";
    return item;
  };
  const Meeting meeting = app.built("a");
  const Lines story = app.story("a");
  REQUIRE(story.size() >= 5);
  const Lines steps(story.end() - 5, story.end());
  CHECK(steps[0].starts_with("gather: materials are to be written (build "));
  CHECK(steps[1] == "gather: 2 sources; The incidents: exit status 1");
  CHECK(steps[2] == "write: 5 files");
  CHECK(steps[3] == "archive: kept in " + app.folder_of(meeting));
  CHECK(steps[4] == "deliver: done, a message is queued");
}

TEST_CASE("a build that announces nothing is done in silence") {
  Bench app;
  app.queue(app.prepared("a"), false);
  advance_builds(app.scope);
  CHECK(app.latest("a").state == BuildState::done);
  CHECK(app.outbox(Kind::materials).empty());
}

TEST_CASE("an archive that does not take them: 1, 2, 4 minutes, then one alert and prep retry") {
  Bench app;
  auto& budget = app.context("budget");
  app.queue(app.prepared("a"));
  app.edges.fake_archive().broken = "/archive: no space left";
  const Seconds pauses[] = {minutes{1}, minutes{2}, minutes{4}};
  for (int attempt = 1; attempt <= 4; ++attempt) {
    CAPTURE(attempt);
    const BuildReport report = advance_builds(app.scope);
    REQUIRE(report.failed.size() == 1);
    CHECK(report.built.empty());
    CHECK(report.failed[0].step == BuildStep::archive);
    CHECK(report.failed[0].problem == "/archive: no space left");
    CHECK(report.failed[0].given_up == (attempt == 4));
    const MaterialsBuild build = app.latest("a");
    CHECK(build.attempts == attempt);
    CHECK(build.step == BuildStep::archive);
    CHECK_FALSE(app.leased("a"));
    CHECK(app.outbox(Kind::alert).size() == (attempt == 4 ? 1 : 0));
    if (attempt == 4) break;
    CHECK(build.next_attempt_at == app.now() + pauses[attempt - 1]);
    CHECK(advance_builds(app.scope).failed.empty());  // not before its time
    app.advance(pauses[attempt - 1]);
  }
  CHECK(app.latest("a").state == BuildState::failed);
  app.advance(hours{1});
  CHECK(advance_builds(app.scope).failed.empty());
  CHECK(app.outbox(Kind::materials).empty());
  CHECK(app.story("a").back() == "archive: failed, given up: /archive: no space left");

  app.edges.fake_archive().broken.clear();
  retry_build(app.scope, app.meeting("a"));
  CHECK(advance_builds(app.scope).built.size() == 1);
  CHECK(app.latest("a").state == BuildState::done);
  CHECK(app.latest("a").problem.empty());
  CHECK(budget.asked.size() == 1);  // what was done stays done
}

// As if the process were killed, or the disk full, between the act and its record.
TEST_CASE("a store that fails after any step loses nothing, and repeats that step at most") {
  for (const BuildStep step :
       {BuildStep::gather, BuildStep::write, BuildStep::archive, BuildStep::deliver}) {
    CAPTURE(std::string(name_of(step)));
    Bench app;
    auto& budget = app.context("budget");
    app.queue(app.prepared("a"));
    app.break_after(step);
    CHECK(error_of([&] { advance_builds(app.scope); }));
    MaterialsBuild build = app.latest("a");
    CHECK(build.state == BuildState::pending);
    CHECK(build.step == step);
    CHECK(build.attempts == 0);
    CHECK_FALSE(app.leased("a"));
    CHECK(app.outbox(Kind::materials).empty());
    app.mend();
    CHECK(advance_builds(app.scope).built.size() == 1);
    CHECK(app.latest("a").state == BuildState::done);
    CHECK(app.outbox(Kind::materials).size() == 1);
    CHECK(budget.asked.size() == (step == BuildStep::gather ? 2 : 1));
    CHECK(app.edges.fake_archive().puts == (step == BuildStep::archive ? 2 : 1));
    CHECK(store::BuildContentRepository(app.database).context_of(build.build_id).size() == 1);
  }
}

TEST_CASE("one build that fails does not hold up the others") {
  Bench app;
  app.settings.prep.templates = "/own";
  app.edges.fake_files().put("/own/default/agenda.md", "{{#never closed");
  const Meeting bad = app.prepared("bad");
  app.queue(bad);
  const BuildReport first = advance_builds(app.scope);
  REQUIRE(first.failed.size() == 1);
  CHECK(first.failed[0].step == BuildStep::write);
  CHECK(contains(first.failed[0].problem, "agenda.md"));
  CHECK_FALSE(first.failed[0].given_up);
  app.edges.fake_files().remove("/own/default/agenda.md");
  app.queue(app.prepared("good"));
  CHECK(advance_builds(app.scope).built.size() == 1);
  CHECK(app.latest("bad").state == BuildState::pending);
  retry_build(app.scope, bad);  // at once, although it is tried again by itself
  CHECK(advance_builds(app.scope).built.size() == 1);
}

TEST_CASE("a pipe among the person's templates holds up nothing") {
  Bench app;
  app.settings.prep.templates = "/own";
  app.edges.fake_files().put("/own/default/agenda.md", "# Mine");
  app.edges.fake_files().pipes = {"/own/default/agenda.md"};
  app.queue(app.prepared("a"));
  const BuildReport report = advance_builds(app.scope);
  REQUIRE(report.failed.size() == 1);
  CHECK(report.failed[0].problem == "/own/default/agenda.md: is no regular file");
}

TEST_CASE("a build in the hands of another process is left to it until that is gone") {
  Bench app;
  app.queue(app.prepared("a"));
  const ProcessIdentity other{"boot-1", 2000, 7};
  app.edges.fake_processes().living = {other};
  auto transaction = app.database.begin();
  store::BuildRepository builds(app.database);
  REQUIRE(builds.lease_due(transaction, kNow, 9, {"theirs", kNow + minutes{5}, other}, {}).size() ==
          1);
  transaction.commit();
  CHECK(advance_builds(app.scope).built.empty());
  app.advance(minutes{5});
  CHECK(advance_builds(app.scope).built.empty());  // slow, but alive
  app.edges.fake_processes().living.clear();
  CHECK(advance_builds(app.scope).built.size() == 1);
  CHECK(app.outbox(Kind::materials).size() == 1);
}

TEST_CASE("two processes at once: each step is done once") {
  Bench app;
  TestEdges other_edges;
  other_edges.fake_processes().me = {"boot-1", 2000, 7};
  Scope other{app.settings, app.rules, app.database, other_edges, std::nullopt, false, {}};
  BuildReport theirs;
  auto& budget = app.context("budget");
  // The thread that owns the connection waits for this answer.
  budget.answer = [&](const ContextRequest&) {
    theirs = advance_builds(other);
    return item_saying("x");
  };
  app.queue(app.prepared("a"));
  CHECK(advance_builds(app.scope).built.size() == 1);
  CHECK(theirs.built.empty());
  CHECK(budget.asked.size() == 1);
  CHECK(other_edges.fake_archive().puts == 0);
}

TEST_CASE("a build that is overtaken while its sources are asked changes nothing any more") {
  Bench app;
  auto& budget = app.context("budget");
  const Meeting meeting = app.prepared("a");
  bool once = true;
  budget.answer = [&](const ContextRequest&) {
    if (once) app.queue(meeting);
    once = false;
    return item_saying("x");
  };
  app.queue(meeting);
  const std::string first = app.latest("a").build_id;
  CHECK(advance_builds(app.scope).built.size() == 1);
  const auto all = store::BuildRepository(app.database).list({meeting.user_id, {}, {}});
  for (const MaterialsBuild& each : all) {
    CHECK((each.state == BuildState::done) == (each.build_id == app.latest("a").build_id));
  }
  CHECK(store::BuildContentRepository(app.database).context_of(first).empty());
  CHECK(app.outbox(Kind::materials).size() == 1);
}

TEST_CASE("what nobody needs any more is not built") {
  struct Case {
    std::string name;
    std::function<void(Bench&)> change;
    std::string why;
  };
  const Case cases[] = {
      {"cancelled",
       [](Bench& app) { app.set_state("a", MeetingStatus::cancelled, PrepOutcome::prepared); },
       "the meeting is cancelled"},
      {"completed",
       [](Bench& app) { app.set_state("a", MeetingStatus::completed, PrepOutcome::prepared); },
       "the meeting is over"},
      {"its end has come", [](Bench& app) { app.advance(hours{21}); }, "the meeting is over"},
      {"skipped",
       [](Bench& app) { app.set_state("a", MeetingStatus::prep_completed, PrepOutcome::skipped); },
       "the preparation was skipped"}};
  for (const Case& each : cases) {
    CAPTURE(each.name);
    Bench app;
    auto& budget = app.context("budget");
    app.queue(app.prepared("a"));
    each.change(app);
    const BuildReport report = advance_builds(app.scope);
    CHECK(report.built.empty());
    CHECK(report.failed.empty());
    CHECK(app.latest("a").state == BuildState::superseded);
    CHECK(app.latest("a").problem == each.why);
    CHECK(budget.asked.empty());
    CHECK(app.edges.fake_archive().puts == 0);
    CHECK(app.outbox(Kind::materials).empty());
    CHECK(app.story("a").back() == "gather: not needed: " + each.why);
  }
}

TEST_CASE("cancelled between the archive and the message: nothing is left behind") {
  Bench app;
  app.queue(app.prepared("a"));
  app.break_after(BuildStep::deliver);
  CHECK(error_of([&] { advance_builds(app.scope); }));
  CHECK(app.edges.fake_archive().folders.size() == 1);
  CHECK(app.meeting("a").state.materials_url);
  app.mend();
  app.set_state("a", MeetingStatus::cancelled, PrepOutcome::prepared);
  advance_builds(app.scope);
  CHECK(app.latest("a").state == BuildState::superseded);
  CHECK(app.edges.fake_archive().folders.empty());
  CHECK_FALSE(app.meeting("a").state.materials_url);
  CHECK(app.outbox(Kind::materials).empty());
}

TEST_CASE("materials of somebody who is away from the configuration wait for them") {
  Bench app;
  app.queue(app.prepared("a"));
  const std::vector<UserSettings> users = app.settings.users;
  app.settings.users = {user_named("grace", {})};
  CHECK(advance_builds(app.scope).built.empty());
  CHECK(app.latest("a").state == BuildState::pending);
  CHECK(app.latest("a").attempts == 0);
  app.settings.users = users;
  app.advance(hours{1});
  CHECK(advance_builds(app.scope).built.size() == 1);
}

TEST_CASE("only the named meeting, only the named person") {
  Bench app;
  app.queue(app.prepared("a"));
  app.queue(app.prepared("b"));
  CHECK(advance_builds(app.scope, app.meeting("b").meeting_id).built.size() == 1);
  CHECK(app.latest("a").step == BuildStep::gather);
  app.scope.user_id = "grace";
  CHECK(advance_builds(app.scope).built.empty());
  app.scope.user_id = "ada";
  CHECK(advance_builds(app.scope).built.size() == 1);
}

TEST_CASE("a dry run asks no source and writes nothing, and says what it would build") {
  Bench app;
  auto& budget = app.context("budget");
  app.queue(app.prepared("a"));
  app.scope.dry_run = true;
  const BuildReport report = advance_builds(app.scope);
  REQUIRE(report.built.size() == 1);
  CHECK(report.built[0].meeting_id == app.meeting("a").meeting_id);
  CHECK(report.built[0].location.empty());
  CHECK(budget.asked.empty());
  CHECK(app.edges.fake_archive().puts == 0);
  CHECK(app.latest("a").step == BuildStep::gather);
}

TEST_CASE("a build that is cut off while its sources are asked has not failed, and goes on later") {
  Bench app;
  auto& slow = app.context("slow");
  const auto says = slow.answer;
  slow.answer = [](const ContextRequest&) -> ContextItem {
    throw Error(ErrorKind::terminated, "slow: was cut off");
  };
  app.queue(app.prepared("a"));
  const auto story = app.story("a");
  const auto error = error_of([&] { advance_builds(app.scope); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::terminated);
  CHECK(app.latest("a").state == BuildState::pending);
  CHECK(app.latest("a").step == BuildStep::gather);
  CHECK(app.latest("a").attempts == 0);
  CHECK_FALSE(app.leased("a"));
  CHECK(app.story("a") == story);
  slow.answer = says;
  CHECK(advance_builds(app.scope).built.size() == 1);
}

TEST_CASE("three hundred builds of one run") {
  Bench app;
  auto& budget = app.context("budget");
  for (int i = 0; i < 300; ++i) app.put(facts_of("m" + std::to_string(i), kNow + hours{20}));
  app.sync();
  for (int i = 0; i < 300; ++i) {
    const std::string id = "m" + std::to_string(i);
    app.set_state(id, MeetingStatus::prep_completed, PrepOutcome::prepared);
    if (i % 2 == 0) app.queue(app.meeting(id), false);
  }
  CHECK(advance_builds(app.scope).built.size() == 150);
  CHECK(budget.asked.size() == 1);
  CHECK(app.edges.fake_archive().folders.size() == 150);
}

}  // namespace
}  // namespace execassist::app::testing
