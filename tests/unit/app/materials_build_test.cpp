#include "app/materials_build.hpp"

#include "build_fixture.hpp"

namespace execassist::app::testing {
namespace {

using Kind = NotificationKind;

// The calendar says something else of the meeting from now on.
void change(Bench& app, const std::string& id, const std::function<void(MeetingFacts&)>& act) {
  MeetingFacts facts = app.meeting(id).facts;
  act(facts);
  app.put(facts);
  app.sync();
}

TEST_CASE("a build is queued with its cause, and overtakes the one that waits") {
  Bench app;
  const Meeting meeting = app.prepared("a");
  app.queue(meeting, true);
  const MaterialsBuild first = app.latest("a");
  CHECK(first.state == BuildState::pending);
  CHECK(first.cause == "the prep session is finished");
  CHECK(first.next_attempt_at == kNow);
  auto transaction = app.database.begin();
  queue_build(app.scope, transaction, meeting, {"a\ncause", false});
  transaction.commit();
  const MaterialsBuild second = app.latest("a");
  CHECK(second.number == first.number + 1);
  CHECK(second.cause == "a cause");
  CHECK(second.announce);  // what the first would have said is still owed
  advance_builds(app.scope);
  CHECK(app.outbox(Kind::materials).size() == 1);
  app.queue(meeting, false);
  CHECK_FALSE(app.latest("a").announce);
}

TEST_CASE("a change after the materials makes others, told when it matters") {
  struct Case {
    std::string name;
    std::function<void(MeetingFacts&)> change;
    std::string cause;
    bool told;
  };
  const Case cases[] = {
      {"moved",
       [](MeetingFacts& facts) {
         facts.start += hours{1};
         facts.end += hours{1};
       },
       "the meeting moved", true},
      {"longer", [](MeetingFacts& facts) { facts.end += minutes{30}; }, "the meeting moved", true},
      {"renamed", [](MeetingFacts& facts) { facts.title = "Another"; },
       "the meeting has another title", true},
      {"elsewhere", [](MeetingFacts& facts) { facts.location = "Room 2"; },
       "the meeting has another place", true},
      {"another link", [](MeetingFacts& facts) { facts.join_url = "https://x/j/2?pwd=s3cret"; },
       "the link to join is another one", true},
      {"another organizer", [](MeetingFacts& facts) { facts.organizer = "new@example.com"; },
       "its details changed", false},
      {"one more",
       [](MeetingFacts& facts) {
         facts.attendees.push_back({"new@example.com", "", Response::accepted, false});
       },
       "other people take part", false}};
  for (const Case& each : cases) {
    CAPTURE(each.name);
    Bench app;
    app.built("a");
    CHECK(queue_rebuilds(app.scope) == 0);
    change(app, "a", each.change);
    CHECK(is_stale(app.latest("a"), app.meeting("a")));
    CHECK(queue_rebuilds(app.scope) == 1);
    CHECK(queue_rebuilds(app.scope) == 0);
    CHECK(app.latest("a").cause == each.cause);
    deliver(app.scope, {Kind::materials});
    const MaterialsBuild before = store::BuildRepository(app.database)
                                      .list({{}, app.meeting("a").meeting_id, {BuildState::done}})
                                      .at(0);
    CHECK(advance_builds(app.scope).built.size() == 1);
    const MaterialsBuild now = app.latest("a");
    CHECK(now.number > before.number);
    CHECK_FALSE(now.changes.empty());
    CHECK_FALSE(is_stale(now, app.meeting("a")));
    CHECK(app.outbox(Kind::materials).size() == (each.told ? 2 : 1));
    // One build is in hand, one folder is kept.
    CHECK(store::BuildRepository(app.database)
              .list({{}, now.meeting_id, {BuildState::done}})
              .size() == 1);
    CHECK(store::BuildContentRepository(app.database).files_of(before.build_id).preview.empty());
    CHECK(app.edges.fake_archive().folders.size() == 1);
    CHECK(queue_rebuilds(app.scope) == 0);
  }
}

TEST_CASE("a change and its undoing before the next run make nothing") {
  Bench app;
  app.built("a");
  change(app, "a", [](MeetingFacts& facts) { facts.title = "Another"; });
  change(app, "a", [](MeetingFacts& facts) { facts.title = "Weekly review"; });
  CHECK(queue_rebuilds(app.scope) == 0);
}

TEST_CASE("a build under way is begun anew when the meeting changes after it was written") {
  Bench app;
  app.queue(app.prepared("a"));
  app.edges.fake_archive().broken = "full";
  advance_builds(app.scope);
  const MaterialsBuild waiting = app.latest("a");
  REQUIRE(waiting.step == BuildStep::archive);
  CHECK(queue_rebuilds(app.scope) == 0);
  change(app, "a", [](MeetingFacts& facts) { facts.title = "Another"; });
  CHECK(queue_rebuilds(app.scope) == 1);
  CHECK(app.latest("a").announce);
  app.edges.fake_archive().broken.clear();
  advance_builds(app.scope);
  CHECK(app.outbox(Kind::materials).size() == 1);
}

TEST_CASE("what is over, skipped, not prepared or has failed is not built anew") {
  using Status = MeetingStatus;
  struct Case {
    std::string name;
    Status status;
    std::optional<PrepOutcome> outcome;
    Seconds later;
    int queued;
  };
  const Case cases[] = {
      {"prepared", Status::prep_completed, PrepOutcome::prepared, Seconds{0}, 1},
      {"no reaction", Status::prep_completed, PrepOutcome::no_reaction, Seconds{0}, 1},
      {"being prepared again", Status::prep_in_progress, std::nullopt, Seconds{0}, 1},
      {"skipped", Status::prep_completed, PrepOutcome::skipped, Seconds{0}, 0},
      {"classified", Status::classified, std::nullopt, Seconds{0}, 0},
      {"cancelled", Status::cancelled, std::nullopt, Seconds{0}, 0},
      {"it has begun", Status::prep_completed, PrepOutcome::prepared, hours{20}, 0}};
  for (const Case& each : cases) {
    CAPTURE(each.name);
    Bench app;
    app.built("a");
    change(app, "a", [](MeetingFacts& facts) { facts.location = "Room 2"; });
    app.set_state("a", each.status, each.outcome);
    app.advance(each.later);
    CHECK(queue_rebuilds(app.scope) == each.queued);
  }
  Bench app;
  app.queue(app.prepared("a"));
  app.edges.fake_archive().broken = "full";
  for (int i = 0; i < 4; ++i) {
    advance_builds(app.scope);
    app.advance(minutes{5});
  }
  REQUIRE(app.latest("a").state == BuildState::failed);
  change(app, "a", [](MeetingFacts& facts) { facts.location = "Room 2"; });
  CHECK(queue_rebuilds(app.scope) == 0);
}

TEST_CASE("the alert of a failed build: which step, why, what to type, and once for each time") {
  Bench app;
  const Meeting meeting = app.prepared("a");
  app.queue(meeting);
  app.edges.fake_archive().broken = "/archive: no\nspace left";
  const auto give_up = [&] {
    for (int i = 0; i < 4; ++i) {
      advance_builds(app.scope);
      app.advance(minutes{5});
    }
    REQUIRE(app.latest("a").state == BuildState::failed);
  };
  give_up();
  CHECK(deliver(app.scope, {}).sent == 1);
  REQUIRE(app.first().received.size() == 1);
  const OutgoingMessage& alert = app.first().received[0].message;
  CHECK(alert.kind == Kind::alert);
  for (const char* part : {"  Weekly review\n", "Step that failed: archive",
                           "Why: /archive: no space left", "execassist prep retry "}) {
    CAPTURE(part);
    CHECK(contains(alert.text, part));
  }
  CHECK(contains(alert.text, "prep retry " + meeting.meeting_id));
  retry_build(app.scope, meeting);
  give_up();
  CHECK(app.outbox(Kind::alert).size() == 2);
  // Resumed before the second one is out: it says nothing that is still true.
  app.edges.fake_archive().broken.clear();
  retry_build(app.scope, meeting);
  CHECK(deliver(app.scope, {Kind::alert}).suppressed == 1);
  CHECK(app.first().received.size() == 1);
}

TEST_CASE("only what has failed can be resumed") {
  Bench app;
  const Meeting meeting = app.prepared("a");
  const auto refused = [&] {
    const auto error = error_of([&] { retry_build(app.scope, meeting); });
    return error && error->kind() == ErrorKind::refused;
  };
  CHECK(refused());
  app.queue(meeting);
  CHECK(refused());
  app.edges.fake_archive().broken = "full";
  advance_builds(app.scope);
  retry_build(app.scope, meeting);  // waits for its next try: at once, then
  CHECK(app.latest("a").next_attempt_at == app.now());
  CHECK(app.latest("a").attempts == 0);
  CHECK(refused());
  app.edges.fake_archive().broken.clear();
  advance_builds(app.scope);
  CHECK(refused());
}

}  // namespace
}  // namespace execassist::app::testing
