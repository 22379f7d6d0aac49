#include "app/tick.hpp"

#include "build_fixture.hpp"
#include "store/job_repository.hpp"

namespace execassist::app::testing {
namespace {

TEST_CASE("one tick does everything, a second one nothing more") {
  App app;
  app.put(facts_of("due", kNow + hours{20}));
  app.put(facts_of("later", kNow + days{5}));
  app.sync();
  add_reminder(app.scope, app.meeting("later"), kNow + minutes{1});
  app.advance(minutes{1});
  app.put(facts_of("new", kNow + hours{21}));
  std::vector<std::string> said;
  app.scope.progress = [&](std::string_view doing) { said.emplace_back(doing); };

  TickReport report = app.tick();
  CHECK(report.sync.users[0].added == 1);
  CHECK(report.prep.triggered.size() == 2);
  CHECK(report.notify.sent == 2);  // without the reminder
  CHECK(report.remind.due == 1);
  CHECK(report.remind.delivery.sent == 1);
  CHECK(app.first().received.size() == 3);
  CHECK_FALSE(report.verdict());
  REQUIRE(said.size() >= 3);
  CHECK(said[0] == "reading work of ada");

  report = app.tick();
  CHECK(report.sync.users[0].added == 0);
  CHECK(report.prep.triggered.empty());
  CHECK(report.notify.notifications.empty());
  CHECK(report.remind.due == 0);
  CHECK(app.first().received.size() == 3);
}

TEST_CASE("a source that fails does not stop the rest of the tick") {
  App app;
  app.put(facts_of("due", kNow + hours{20}));
  app.sync();
  app.listed.clear();
  app.source().always(Error(ErrorKind::try_again, "no network"));
  const auto report = app.tick();
  CHECK(report.notify.sent == 1);
  CHECK(report.verdict() == ErrorKind::try_again);
}

TEST_CASE("a tick writes materials anew where the meeting changed, and tells of them at once") {
  Bench app;
  app.built("a");
  REQUIRE(deliver(app.scope, {NotificationKind::materials}).sent == 1);
  MeetingFacts facts = app.meeting("a").facts;
  facts.title = "Another title";
  app.put(facts);
  const TickReport report = app.tick();
  REQUIRE(report.builds.built.size() == 1);
  CHECK(report.builds.built[0].meeting_id == app.meeting("a").meeting_id);
  CHECK(app.latest("a").cause == "the meeting has another title");
  CHECK(app.waiting(NotificationKind::materials).empty());
  CHECK(app.outbox(NotificationKind::materials).size() == 2);
  CHECK(contains(app.first().received.back().message.text, "Another title"));
  CHECK_FALSE(report.verdict());
  CHECK(app.tick().builds.built.empty());
}

TEST_CASE("a tick with a failed step is partly done, and tells of one given up at once") {
  Bench app;
  app.queue(app.prepared("a"));
  app.edges.fake_archive().broken = "full";
  for (int attempt = 1; attempt <= 4; ++attempt) {
    const TickReport report = app.tick();
    CHECK(report.builds.failed.size() == 1);
    CHECK(report.verdict() == ErrorKind::partial);
    app.advance(minutes{5});
  }
  REQUIRE(app.outbox(NotificationKind::alert).size() == 1);
  CHECK(app.only(NotificationKind::alert).state == NotificationState::sent);
  CHECK_FALSE(app.tick().verdict());
}

TEST_CASE("the verdict of a tick: messages before sources") {
  struct Case {
    std::string name;
    int failed;
    int dead;
    int reminders_failed;
    bool sync_failed;
    std::optional<ErrorKind> verdict;
  };
  const std::vector<Case> cases{
      {"well", 0, 0, 0, false, std::nullopt},
      {"a message failed", 1, 0, 0, false, ErrorKind::partial},
      {"one died", 0, 1, 0, false, ErrorKind::partial},
      {"a reminder failed", 0, 0, 1, false, ErrorKind::partial},
      {"the network", 0, 0, 0, true, ErrorKind::try_again},
      {"both", 1, 0, 0, true, ErrorKind::partial},
  };
  for (const Case& each : cases) {
    CAPTURE(each.name);
    TickReport report;
    report.notify.failed = each.failed;
    report.notify.dead = each.dead;
    report.remind.delivery.failed = each.reminders_failed;
    report.sync.sources = 1;
    report.sync.users.resize(1);
    if (each.sync_failed) {
      report.sync.users[0].errors.push_back({"c", ErrorKind::try_again, "why", ""});
    }
    CHECK(report.verdict() == each.verdict);
  }
  DeliveryReport deferred;
  deferred.deferred = 3;
  CHECK_FALSE(verdict_of(deferred));
}

TEST_CASE("job runs are recorded with their clock and outcome") {
  App app;
  const Instant began = app.now();
  app.advance(Seconds{3});
  record_job(app.scope, "sync", began, std::nullopt);
  record_job(app.scope, "run", began, ErrorKind::partial);
  const auto first = store::JobRepository(app.database).first();
  REQUIRE(first);
  CHECK(first->job == "sync");
  CHECK(first->started_at == began);
  CHECK(first->finished_at == began + Seconds{3});
  CHECK(first->outcome == "done");
  CHECK_FALSE(first->pretended);
  for (const auto& run : store::JobRepository(app.database).latest()) {
    if (run.job == "run") CHECK(run.outcome == "partial");
  }
}

TEST_CASE("--now is for dry runs and for stores that began with it") {
  struct Case {
    std::string name;
    std::optional<bool> first_pretended;  // null: no job ever ran
    bool pretended;
    bool dry_run;
    bool refused;
  };
  const std::vector<Case> cases{{"a new store", std::nullopt, true, false, false},
                                {"a store of pretended times", true, true, false, false},
                                {"a store of real times", false, true, false, true},
                                {"the same, dry run", false, true, true, false},
                                {"no --now", false, false, false, false}};
  for (const Case& each : cases) {
    CAPTURE(each.name);
    App app;
    if (each.first_pretended.value_or(false)) app.edges.pretend_now(kNow);
    if (each.first_pretended) record_job(app.scope, "run", kNow, std::nullopt);
    if (each.pretended) app.edges.pretend_now(kNow + days{1});
    app.scope.dry_run = each.dry_run;
    const auto error = error_of([&] { refuse_pretended_clock(app.scope); });
    CHECK(error.has_value() == each.refused);
    if (error) CHECK(error->kind() == ErrorKind::usage);
  }
}

}  // namespace
}  // namespace execassist::app::testing
