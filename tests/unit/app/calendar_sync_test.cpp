#include "app/calendar_sync.hpp"

#include "app_fixture.hpp"

namespace execassist::app::testing {
namespace {

// So that horizon and window of the fixture's rules are easy to say: 14 days, and 2 days on top.
constexpr Seconds kWindow = days{14};
constexpr Seconds kHorizon = days{16};

TEST_CASE("sync counts what is new, unchanged, updated, moved and cancelled") {
  App app;
  for (const char* id : {"a", "b", "c", "d"}) app.put(facts_of(id, kNow + days{2}));
  auto report = app.sync();
  REQUIRE(report.users.size() == 1);
  CHECK(report.users[0].added == 4);
  CHECK(report.sources == 1);
  CHECK(report.failed_syncs() == 0);
  CHECK_FALSE(report.verdict());

  report = app.sync();
  CHECK(report.users[0].added == 0);
  CHECK(report.users[0].unchanged == 4);

  app.put(facts_of("b", kNow + days{2}, hours{1}, "Renamed"));
  app.put(facts_of("c", kNow + days{3}));
  app.take_away("d");
  report = app.sync();
  CHECK(report.users[0].added == 0);
  CHECK(report.users[0].unchanged == 1);
  CHECK(report.users[0].updated == 2);
  CHECK(report.users[0].moved == 1);
  CHECK(report.users[0].cancelled == 1);
  CHECK(app.meeting("b").facts.title == "Renamed");
  CHECK(app.meeting("c").facts.start == kNow + days{3});
  CHECK(app.meeting("c").state.revision == 1);
  CHECK(app.meeting("d").state.status == MeetingStatus::cancelled);

  app.put(facts_of("d", kNow + days{2}));
  report = app.sync();
  CHECK(report.users[0].updated == 1);
  CHECK(app.meeting("d").state.status == MeetingStatus::classified);
  CHECK(app.meeting("d").state.round == 1);
}

TEST_CASE("sync asks for the window and tells what it knows") {
  App app;
  app.put(facts_of("a", kNow + days{2}));
  app.sync();
  app.sync();
  REQUIRE(app.source().requests.size() == 2);
  const FetchRequest& request = app.source().requests[1];
  CHECK(request.window.start == kNow - days{1});
  CHECK(request.window.end == kNow + kHorizon);
  CHECK(request.known.contains("a"));
  CHECK(app.calendar().horizon == kNow + kHorizon);
}

TEST_CASE("sync looks as far as the longest preparation needs") {
  App app;
  app.rules.types[0].prep_lead = days{30};
  app.source();
  app.sync();
  REQUIRE(app.source().requests.size() == 1);
  CHECK(app.source().requests[0].window.end == kNow + days{30} + hours{48} + days{2});
}

struct CursorCase {
  std::string name;
  std::function<void(App&)> meanwhile;
  bool full;
  bool given;
};

TEST_CASE("sync gives the cursor back only while it still covers the window") {
  const std::vector<CursorCase> cases{
      {"nothing happened", [](App&) {}, false, true},
      {"--full", [](App&) {}, true, false},
      {"the window's end is the horizon", [](App& app) { app.advance(kHorizon - kWindow); }, false,
       true},
      {"a second later", [](App& app) { app.advance(kHorizon - kWindow + Seconds{1}); }, false,
       false},
      {"other rules", [](App& app) { app.rules.fingerprint = "rules-2"; }, false, false},
      {"another zone", [](App& app) { app.ada().user.time_zone = *Zone::find("Asia/Tokyo"); },
       false, false},
      {"another window", [](App& app) { app.settings.sync.days_behind = 2; }, false, false},
      {"another address", [](App& app) { app.ada().user.email = "x@example.com"; }, false, false},
  };
  for (const CursorCase& each : cases) {
    CAPTURE(each.name);
    App app;
    FetchResult answer;
    answer.complete = true;
    answer.cursor = "cursor-1";
    app.source().always(answer);
    sync_calendars(app.scope, false);
    each.meanwhile(app);
    sync_calendars(app.scope, each.full);
    REQUIRE(app.source().requests.size() == 2);
    CHECK(app.source().requests[0].cursor.empty());
    CHECK(app.source().requests[1].cursor == (each.given ? "cursor-1" : ""));
  }
}

TEST_CASE("what changed is asked for by the last cursor, however differently it is read now") {
  App app;
  FetchResult answer;
  answer.complete = true;
  answer.cursor = "cursor-1";
  app.source().always(answer);
  sync_calendars(app.scope, false);
  app.rules.fingerprint = "rules-2";
  sync_calendars(app.scope, false);
  CHECK(app.source().requests.back().cursor.empty());
  CHECK(app.source().requests.back().last_cursor == "cursor-1");
  app.ada().calendars[0].calendar = "another";
  sync_calendars(app.scope, false);
  CHECK(app.source().requests.back().last_cursor.empty());
}

TEST_CASE("an unchanged calendar counts its live meetings and keeps its horizon") {
  App app;
  app.put(facts_of("a", kNow + days{2}));
  app.put(facts_of("b", kNow + days{2}));
  app.sync();
  app.take_away("b");
  app.sync();
  app.advance(hours{1});
  FetchResult unchanged;
  unchanged.unchanged = true;
  unchanged.cursor = "cursor-2";
  app.source().always(unchanged);
  const auto report = sync_calendars(app.scope, false);
  CHECK(report.users[0].unchanged == 1);
  CHECK(app.calendar().horizon == kNow + kHorizon);
  CHECK(app.calendar().last_success_at == kNow + hours{1});
  CHECK(app.calendar().cursor == "cursor-2");
  CHECK(app.meeting("a").last_synced_at == kNow + hours{1});
}

TEST_CASE("an answer that only lists changes does not move the horizon") {
  App app;
  app.put(facts_of("a", kNow + days{2}));
  app.sync();
  app.advance(days{1});
  FetchResult changes;
  changes.meetings = {facts_of("b", kNow + days{3})};
  changes.removed = {"a"};
  changes.cursor = "token-2";
  app.source().always(changes);
  const auto report = sync_calendars(app.scope, false);
  CHECK(report.users[0].added == 1);
  CHECK(report.users[0].cancelled == 1);
  CHECK(app.calendar().horizon == kNow + kHorizon);
  app.advance(days{2});
  sync_calendars(app.scope, false);
  CHECK(app.source().requests.back().cursor.empty());
}

TEST_CASE("a calendar that fails leaves the others alone and its own meetings as they were") {
  App app;
  app.settings.users[0] = user_named("ada", {"broken", "work"});
  app.put(facts_of("a", kNow + days{2}));
  app.put(facts_of("x", kNow + days{2}), "broken");
  app.sync();
  app.advance(minutes{5});
  app.put(facts_of("b", kNow + days{2}));
  app.listed.erase("broken");
  app.source("broken").always(Error(ErrorKind::failed, "broken: not a\ncalendar", "look at it"));
  const auto report = app.sync();
  CHECK(report.users[0].added == 1);
  REQUIRE(report.users[0].errors.size() == 1);
  CHECK(report.users[0].errors[0].calendar_id == "broken");
  CHECK(report.users[0].errors[0].message == "broken: not a calendar");
  CHECK(report.users[0].errors[0].hint == "look at it");
  CHECK(report.failed_syncs() == 1);
  CHECK(app.meeting("x", "broken").state.status == MeetingStatus::classified);
  CHECK(app.calendar("broken").last_error == "broken: not a calendar");
  CHECK(app.calendar("broken").last_success_at == kNow);
  CHECK(app.calendar("broken").last_attempt_at == kNow + minutes{5});

  app.put(facts_of("x", kNow + days{2}), "broken");
  CHECK(app.sync().failed_syncs() == 0);
  CHECK(app.calendar("broken").last_error.empty());
}

TEST_CASE("a calendar that this build cannot read is an error of its own") {
  App app;  // nothing was listed, so the edges have no such source
  const auto report = sync_calendars(app.scope, false);
  CHECK(report.failed_syncs() == 1);
  CHECK(app.outbox().empty());
}

TEST_CASE("an interruption is no failure of the calendar") {
  App app;
  app.source().always(Error(ErrorKind::interrupted, "interrupted"));
  const auto error = error_of([&] { sync_calendars(app.scope, false); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::interrupted);
}

TEST_CASE("an answer that was overtaken by another sync is dropped") {
  App app;
  app.put(facts_of("a", kNow + days{2}));
  app.sync();
  const int generation = app.calendar().generation;
  bool first = true;
  app.source().during_fetch = [&] {
    if (!first) return;
    first = false;
    app.put(facts_of("b", kNow + days{2}));
    app.sync();  // the faster one
    app.take_away("a");
    app.source().list(app.listed["work"]);
  };
  const auto report = sync_calendars(app.scope, false);
  CHECK(app.calendar().generation == generation + 1);
  CHECK(app.meeting("a").state.status == MeetingStatus::classified);
  CHECK(app.find("b"));
  CHECK(report.users[0].cancelled == 0);
  CHECK(report.failed_syncs() == 0);
}

struct SuspicionCase {
  std::string name;
  int known;
  int left;
  bool held;
};

void list_many(App& app, int count, const std::string& hash) {
  FetchResult answer;
  answer.complete = true;
  answer.content_hash = hash;
  for (int i = 0; i < count; ++i) {
    answer.meetings.push_back(facts_of("m" + std::to_string(i), kNow + days{2} + hours{i}));
  }
  app.source().always(answer);
}

int live(const App& app, int count) {
  int found = 0;
  for (int i = 0; i < count; ++i) {
    const auto meeting = app.meeting("m" + std::to_string(i));
    found += meeting.state.status == MeetingStatus::cancelled ? 0 : 1;
  }
  return found;
}

TEST_CASE("a file that suddenly lacks most of its meetings is held back") {
  const std::vector<SuspicionCase> cases{{"all of ten", 10, 0, true},
                                         {"six of ten", 10, 4, true},
                                         {"half of ten", 10, 5, false},
                                         {"all of nine", 9, 0, false}};
  for (const SuspicionCase& each : cases) {
    CAPTURE(each.name);
    App app;
    list_many(app, each.known, "before");
    sync_calendars(app.scope, false);
    list_many(app, each.left, "after");
    const auto report = sync_calendars(app.scope, false);
    CHECK(report.failed_syncs() == (each.held ? 1 : 0));
    CHECK(live(app, each.known) == (each.held ? each.known : each.left));
  }
}

TEST_CASE("what was held back is believed after an hour of the same, or with --full") {
  App app;
  list_many(app, 10, "before");
  sync_calendars(app.scope, false);
  list_many(app, 2, "after");
  CHECK(sync_calendars(app.scope, false).failed_syncs() == 1);
  app.advance(minutes{59});
  CHECK(sync_calendars(app.scope, false).failed_syncs() == 1);

  SUBCASE("an hour of the same") {
    app.advance(minutes{1});
    const auto report = sync_calendars(app.scope, false);
    CHECK(report.failed_syncs() == 0);
    CHECK(report.users[0].cancelled == 8);
    CHECK_FALSE(app.calendar().held_since);
  }
  SUBCASE("--full") { CHECK(sync_calendars(app.scope, true).users[0].cancelled == 8); }
  SUBCASE("something else in between starts the hour anew") {
    list_many(app, 3, "other");
    CHECK(sync_calendars(app.scope, false).failed_syncs() == 1);
    app.advance(minutes{59});
    CHECK(sync_calendars(app.scope, false).failed_syncs() == 1);
    CHECK(live(app, 10) == 10);
  }
  SUBCASE("the whole file again ends the suspicion") {
    list_many(app, 10, "before");
    CHECK(sync_calendars(app.scope, false).failed_syncs() == 0);
    list_many(app, 2, "after");
    app.advance(minutes{30});
    CHECK(sync_calendars(app.scope, false).failed_syncs() == 1);
  }
}

struct VerdictCase {
  std::string name;
  int sources;
  std::vector<ErrorKind> errors;
  std::optional<ErrorKind> verdict;
};

TEST_CASE("the verdict of a sync") {
  using Kind = ErrorKind;
  const std::vector<VerdictCase> cases{
      {"all well", 2, {}, std::nullopt},
      {"no calendars at all", 0, {}, std::nullopt},
      {"the only one failed", 1, {Kind::failed}, Kind::partial},
      {"one of two needs a sign-in", 2, {Kind::sign_in_needed}, Kind::partial},
      {"all need a sign-in", 2, {Kind::sign_in_needed, Kind::sign_in_needed}, Kind::sign_in_needed},
      {"all are the network", 2, {Kind::try_again, Kind::try_again}, Kind::try_again},
      {"mixed", 2, {Kind::try_again, Kind::sign_in_needed}, Kind::partial},
      {"all refused by the disk", 2, {Kind::failed, Kind::failed}, Kind::partial},
  };
  for (const VerdictCase& each : cases) {
    CAPTURE(each.name);
    SyncReport report;
    report.sources = each.sources;
    report.users.resize(2);
    for (std::size_t i = 0; i < each.errors.size(); ++i) {
      report.users[i % 2].errors.push_back({"c", each.errors[i], "why", ""});
    }
    CHECK(report.verdict() == each.verdict);
  }
}

TEST_CASE("warnings of a source name its calendar") {
  App app;
  FetchResult answer;
  answer.complete = true;
  answer.warnings = {"one entry was skipped"};
  app.source().always(answer);
  const auto report = sync_calendars(app.scope, false);
  REQUIRE(report.users[0].warnings.size() == 1);
  CHECK(report.users[0].warnings[0] == "work: one entry was skipped");
}

TEST_CASE("-u reads only the calendars of that user") {
  App app;
  app.settings.users.push_back(user_named("bob", {"bobs"}));
  app.put(facts_of("a", kNow + days{1}));
  app.put(facts_of("b", kNow + days{1}), "bobs");
  app.scope.user_id = "bob";
  const auto report = app.sync();
  CHECK(report.sources == 1);
  CHECK_FALSE(app.find("a"));
  CHECK(app.find("b", "bobs"));
}

}  // namespace
}  // namespace execassist::app::testing
