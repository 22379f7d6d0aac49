// The queries of each tick must not walk the past: what SQLite says it would do is asked for every
// statement that a repository really ran.
#include "sample_rows.hpp"
#include "store/arrival_repository.hpp"
#include "store/build_repository.hpp"
#include "store/delivery_repository.hpp"
#include "store/job_repository.hpp"
#include "store/meeting_repository.hpp"
#include "store/outbox_repository.hpp"
#include "store/prep_log_repository.hpp"
#include "store/prep_session_repository.hpp"
#include "store/redraw_repository.hpp"
#include "store/reminder_repository.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>
#include <sqlite3.h>

namespace execassist::store::testing {

namespace {

int remember(unsigned, void* into, void* statement, void*) {
  char* sql = sqlite3_expanded_sql(static_cast<sqlite3_stmt*>(statement));
  if (sql != nullptr) static_cast<std::vector<std::string>*>(into)->emplace_back(sql);
  sqlite3_free(sql);
  return 0;
}

// One line for each step of the plans of all statements that `act` runs.
std::string plans_of(Database& database, const std::function<void()>& act) {
  std::vector<std::string> statements;
  sqlite3* handle = database.connection().getHandle();
  sqlite3_trace_v2(handle, SQLITE_TRACE_STMT, remember, &statements);
  act();
  sqlite3_trace_v2(handle, 0, nullptr, nullptr);
  std::string plans;
  for (const std::string& sql : statements) {
    if (sql.rfind("--", 0) == 0) continue;  // of a trigger
    SQLite::Statement plan(database.connection(), "EXPLAIN QUERY PLAN " + sql);
    while (plan.executeStep()) plans += plan.getColumn(3).getString() + "\n";
  }
  return plans;
}

template <class Act>
std::function<void()> written(Database& database, Act act) {
  return [&database, act] {
    Transaction transaction = database.begin();
    act(transaction);
    transaction.commit();
  };
}

// 20,000 meetings, each in two calendars of its user, ten of them due.
void fill(Database& database) {
  const std::string now = std::to_string(kNow.time_since_epoch().count());
  database.connection().exec(
      "BEGIN;"
      "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 19999) "
      "INSERT INTO meetings SELECT 'm' || i, 'u' || (i % 4), CASE WHEN i / 4 % 2 THEN 'work' ELSE "
      "'home' END, 'uid' || (i / 8 * 4 + i % 4) || char(10), "
      "'x' || i, 'uid' || i, '', 'ics', 'A meeting', '', " +
      now + " + (i - 19000) * 1200, " + now +
      " + (i - 19000) * 1200 + 1800, 'Europe/London', '', '', '', 0, 0, 0, 0, 0, 'meeting', "
      "'accepted', 0, '', 0, 0, 0, '' FROM n;"
      "INSERT INTO meeting_states SELECT meeting_id, end_time, "
      "CASE WHEN end_time <= " +
      now +
      " THEN 'completed' ELSE 'classified' END, 'default', 86400, "
      "CASE WHEN start_time > " +
      now + " AND start_time <= " + now +
      " + 12000 THEN start_time - "
      "86400 ELSE start_time END, NULL, '', '', 0, 0, NULL, NULL, NULL, NULL FROM meetings;"
      "COMMIT;");
}

}  // namespace

TEST_CASE("each frequent query finds its rows by an index") {
  Database database = Database::in_memory();
  store_meeting(database, a_meeting("0m"));
  const MeetingRepository meetings(database);
  const OutboxRepository outbox(database);
  DeliveryRepository delivery(database);
  const ReminderRepository reminders(database);
  const PrepSessionRepository sessions(database);
  RedrawRepository redraws(database);
  const std::vector<MeetingStatus> live{MeetingStatus::discovered, MeetingStatus::classified};

  struct Case {
    std::string name;
    std::string index;
    std::function<void()> act;
  };
  const Case cases[] = {
      {"due preps",
       "SEARCH s USING INDEX meeting_states_by_trigger (status=? AND prep_trigger_time<",
       [&] {
         meetings.list(
             {.user_id = "ada", .statuses = live, .starts_from = kNow, .triggers_by = kNow});
       }},
      {"ended meetings", "SEARCH s USING INDEX meeting_states_by_end (status=? AND ends_at<",
       [&] { meetings.list({.user_id = "ada", .statuses = live, .ended_by = kNow}); }},
      {"ended meetings of all", "SEARCH s USING INDEX meeting_states_by_end (status=? AND ends_at<",
       [&] { meetings.list({.statuses = live, .ended_by = kNow}); }},
      {"the coming days", "SEARCH m USING INDEX meetings_by_user_end (user_id=? AND end_time>",
       [&] {
         meetings.list({.user_id = "ada",
                        .calendar_id = "work",
                        .statuses = live,
                        .ends_after = kNow,
                        .starts_before = kNow + days{7}});
       }},
      {"the coming days of all", "SEARCH m USING INDEX meetings_by_end (end_time>",
       [&] { meetings.list({.ends_after = kNow, .starts_before = kNow + days{7}}); }},
      {"a range of starts",
       "SEARCH m USING INDEX meetings_by_user_start (user_id=? AND start_time>? AND start_time<",
       [&] {
         meetings.list({.user_id = "ada", .starts_before = kNow + days{7}, .starts_from = kNow});
       }},
      {"a calendar",
       "SEARCH m USING INDEX sqlite_autoindex_meetings_2 (user_id=? AND calendar_id=?",
       [&] { meetings.list({.user_id = "ada", .calendar_id = "work"}); }},
      {"a prefix", "SEARCH m USING INDEX sqlite_autoindex_meetings_1 (meeting_id>? AND meeting_id<",
       [&] { meetings.list({.id_prefix = "0"}); }},
      {"an occurrence", "SEARCH m USING INDEX meetings_by_occurrence (occurrence=?",
       [&] { meetings.list({.user_id = "ada", .occurrence = "x"}); }},
      {"attendees", "SEARCH attendees USING PRIMARY KEY (meeting_id=?)",
       [&] { meetings.load("0m"); }},
      {"history", "SEARCH transitions USING INDEX transitions_by_meeting (meeting_id=?",
       [&] { meetings.history("0m"); }},
      {"rows to lease", "SEARCH outbox USING INDEX outbox_by_state (state=? AND next_attempt_at<",
       written(database,
               [&](Transaction& transaction) {
                 delivery.lease_due(transaction, kNow, 20, a_lease("l"), "ada",
                                    {NotificationKind::prep});
               })},
      {"expired leases", "SEARCH outbox USING INDEX outbox_leases (lease_until<",
       [&] { delivery.expired_leases(kNow); }},
      {"the hourly limit", "SEARCH outbox USING INDEX outbox_by_sent (user_id=? AND sent_at>",
       [&] { delivery.recent_deliveries("ada", kNow); }},
      {"the outbox of a meeting", "SEARCH outbox USING INDEX outbox_by_meeting (meeting_id=?",
       [&] { outbox.list({.meeting_id = "0m", .states = {NotificationState::pending}}); }},
      {"the outbox by key",
       "SEARCH outbox USING INDEX sqlite_autoindex_outbox_2 (occurrence=? AND user_id=?",
       [&] { outbox.list({.user_id = "ada", .occurrence = "x"}); }},
      {"suppressing", "SEARCH outbox USING INDEX outbox_by_meeting (meeting_id=?",
       written(database,
               [&](Transaction& transaction) {
                 OutboxRepository(database).suppress_pending(transaction, "0m", std::nullopt, "");
               })},
      {"messages to ask about", "SEARCH r USING INDEX arrivals_to_ask (ask_at<",
       [&] { ArrivalRepository(database).due(kNow, "ada", {NotificationKind::prep}); }},
      {"due reminders", "SEARCH reminders USING INDEX reminders_by_state (state=? AND remind_at<",
       [&] {
         reminders.list({.user_id = "ada", .state = ReminderState::pending, .due_by = kNow});
       }},
      {"reminders of a meeting", "SEARCH reminders USING INDEX reminders_by_meeting (meeting_id=?",
       [&] { reminders.list({.meeting_id = "0m", .state = ReminderState::pending}); }},
      {"the open session", "SEARCH prep_sessions USING INDEX prep_sessions_open (meeting_id=?)",
       [&] { sessions.open_of("0m"); }},
      {"the latest session",
       "SEARCH prep_sessions USING INDEX prep_sessions_by_meeting (meeting_id=?)",
       [&] { sessions.latest_of("0m"); }},
      {"sessions of a meeting",
       "SEARCH prep_sessions USING INDEX prep_sessions_by_meeting (meeting_id=?)",
       [&] { sessions.all_of("0m"); }},
      {"open sessions of a person",
       "SEARCH prep_sessions USING INDEX prep_sessions_of_user (user_id=?)",
       [&] { sessions.open_of_user("ada"); }},
      {"idle sessions", "SEARCH prep_sessions USING INDEX prep_sessions_idle (last_activity_at<",
       [&] { sessions.idle_since(kNow); }},
      {"the log of a preparation", "SEARCH prep_log USING INDEX prep_log_by_meeting (meeting_id=?)",
       [&] { PrepLogRepository(database).list("0m"); }},
      {"messages to draw anew", "SEARCH outbox USING INDEX outbox_by_meeting (meeting_id=?)",
       written(
           database,
           [&](Transaction& transaction) { redraws.want_all(transaction, "0m", "slack", kNow); })},
      {"due redraws", "SEARCH redraws USING INDEX redraws_due (next_attempt_at<",
       [&] { redraws.due(kNow, 20); }},
      {"the next redraw", "SEARCH redraws USING COVERING INDEX redraws_due",
       [&] { redraws.next_due(); }},
      {"duplicates", "SCAN meetings USING COVERING INDEX meetings_by_occurrence",
       written(database,
               [&](Transaction& transaction) {
                 MeetingRepository(database).mark_duplicates(transaction, "ada", {"work"});
               })},
  };
  for (const Case& each : cases) {
    CAPTURE(each.name);
    const std::string plans = plans_of(database, each.act);
    CAPTURE(plans);
    CHECK(plans.find(each.index) != std::string::npos);
    // Tables of one letter are aliases: m, s, c.
    CHECK(plans.find("SCAN m\n") == std::string::npos);
    CHECK(plans.find("SCAN s\n") == std::string::npos);
    CHECK(plans.find("SCAN c\n") == std::string::npos);
    CHECK(plans.find("SCAN outbox\n") == std::string::npos);
    CHECK(plans.find("SCAN reminders\n") == std::string::npos);
    CHECK(plans.find("SCAN prep_sessions\n") == std::string::npos);
  }
}

TEST_CASE("builds of materials are found by an index") {
  Database database = Database::in_memory();
  store_meeting(database, a_meeting("0m"));
  BuildRepository builds(database);
  BuildContentRepository contents(database);
  struct Case {
    std::string name;
    std::string index;
    std::function<void()> act;
  };
  const Case cases[] = {
      {"builds to lease", "SEARCH builds USING INDEX builds_due (next_attempt_at<",
       written(database,
               [&](Transaction& transaction) {
                 builds.lease_due(transaction, kNow, 20, a_lease("l"),
                                  {.user_id = "ada", .meeting_id = "0m"});
               })},
      {"expired leases", "SCAN builds USING INDEX builds_due",
       [&] { builds.expired_leases(kNow); }},
      {"what is kept", "USING INDEX builds_kept",
       [&] { builds.list({.user_id = "ada", .states = {BuildState::done}}); }},
      {"what has failed", "USING INDEX builds_failed",
       [&] { builds.list({.states = {BuildState::failed}}); }},
      {"what was left behind", "USING INDEX builds_left",
       [&] { builds.list({.user_id = "ada", .left_behind = true}); }},
      {"what waits", "USING INDEX builds_due",
       [&] { builds.list({.states = {BuildState::pending}}); }},
      {"of a meeting", "SEARCH builds USING INDEX sqlite_autoindex_builds_2 (meeting_id=?",
       [&] { builds.list({.meeting_id = "0m", .states = {BuildState::done}}); }},
      {"the latest", "SEARCH builds USING INDEX sqlite_autoindex_builds_2 (meeting_id=?",
       [&] { builds.latest_of("0m"); }},
      {"the context", "SEARCH context_items USING PRIMARY KEY (build_id=?",
       [&] { contents.context_of("b"); }},
      {"the files", "SEARCH build_files USING PRIMARY KEY (build_id=?",
       [&] { contents.files_of("b"); }},
      {"a new one", "SEARCH builds USING INDEX sqlite_autoindex_builds_2 (meeting_id=?",
       written(database,
               [&](Transaction& transaction) {
                 MaterialsBuild build;
                 build.build_id = "b";
                 build.meeting_id = "0m";
                 builds.insert(transaction, build);
               })},
  };
  for (const Case& each : cases) {
    CAPTURE(each.name);
    const std::string plans = plans_of(database, each.act);
    CAPTURE(plans);
    CHECK(plans.find(each.index) != std::string::npos);
    CHECK(plans.find("SCAN builds\n") == std::string::npos);
    CHECK(plans.find("SCAN context_items\n") == std::string::npos);
    CHECK(plans.find("SCAN build_files\n") == std::string::npos);
  }
}

TEST_CASE("work follows what is due, not what is stored") {
  Database database = Database::in_memory();
  fill(database);
  MeetingRepository meetings(database);
  int steps = 0;
  sqlite3* handle = database.connection().getHandle();
  // Work in thousands of virtual machine steps: no clock, so no flaky test.
  const auto count = [](void* into) { return ++*static_cast<int*>(into), 0; };
  const auto work_of = [&](const std::function<void()>& act) {
    steps = 0;
    sqlite3_progress_handler(handle, 1000, count, &steps);
    act();
    sqlite3_progress_handler(handle, 0, nullptr, nullptr);
    return steps;
  };
  const std::vector<MeetingStatus> waiting{MeetingStatus::discovered, MeetingStatus::classified};
  std::size_t found = 0;
  CHECK(work_of([&] {
          found =
              meetings
                  .list(
                      {.statuses = waiting, .starts_from = kNow + Seconds{1}, .triggers_by = kNow})
                  .size();
        }) < 10);
  CHECK(found == 10);
  CHECK(work_of([&] { found = meetings.list({.statuses = waiting, .ended_by = kNow}).size(); }) <
        10);
  CHECK(found == 0);
  CHECK(work_of([&] {
          found =
              meetings.list({.user_id = "u1", .ends_after = kNow, .starts_before = kNow + days{1}})
                  .size();
        }) < 50);
  CHECK(found == 18);
  CHECK(work_of([&] {
          Transaction transaction = database.begin();
          CHECK(meetings.mark_duplicates(transaction, "u1", {"work", "home"}) == 2500);
          transaction.commit();
        }) < 2000);  // comparing all pairs of copies would take 25,000
}

}  // namespace execassist::store::testing
