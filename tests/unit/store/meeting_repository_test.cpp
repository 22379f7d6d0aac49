#include "store/meeting_repository.hpp"

#include "sample_rows.hpp"
#include "support/error_of.hpp"

#include <algorithm>

#include <doctest/doctest.h>

namespace execassist::store::testing {

using execassist::testing::error_of;

namespace {

std::vector<std::string> ids(const std::vector<Meeting>& meetings) {
  std::vector<std::string> result;
  for (const Meeting& each : meetings) result.push_back(each.meeting_id);
  return result;
}

using Ids = std::vector<std::string>;

}  // namespace

TEST_CASE("a meeting comes back with every field") {
  Database database = Database::in_memory();
  MeetingRepository meetings(database);
  const Meeting full = a_full_meeting();
  const Meeting plain = a_meeting("1plain");
  store_meeting(database, full);
  store_meeting(database, plain);

  const std::optional<Meeting> loaded = meetings.load("0full");
  REQUIRE(loaded);
  CHECK(same(*loaded, full));
  REQUIRE(meetings.load("1plain"));
  CHECK(same(*meetings.load("1plain"), plain));
  const std::vector<Meeting> listed = meetings.list({});
  REQUIRE(listed.size() == 2);
  CHECK(same(listed[0], full));
  CHECK(same(listed[1], plain));
  CHECK_FALSE(meetings.load("0ful"));
}

TEST_CASE("each enumeration value is stored") {
  Database database = Database::in_memory();
  MeetingRepository meetings(database);
  int next = 0;
  const auto round_trips = [&](const Meeting& meeting) {
    store_meeting(database, meeting);
    const std::optional<Meeting> loaded = meetings.load(meeting.meeting_id);
    return loaded && same(*loaded, meeting);
  };
  for (int i = 0; i <= static_cast<int>(MeetingStatus::cancelled); ++i) {
    Meeting meeting = a_meeting("s" + std::to_string(next++));
    meeting.state.status = static_cast<MeetingStatus>(i);
    CHECK_MESSAGE(round_trips(meeting), "status ", i);
  }
  for (int i = 0; i <= static_cast<int>(Response::declined); ++i) {
    Meeting meeting = a_meeting("r" + std::to_string(next++));
    meeting.facts.own_response = static_cast<Response>(i);
    meeting.facts.attendees = {{"a@example.com", "", static_cast<Response>(i), false}};
    CHECK_MESSAGE(round_trips(meeting), "response ", i);
  }
  for (int i = 0; i <= static_cast<int>(EntryKind::birthday); ++i) {
    Meeting meeting = a_meeting("e" + std::to_string(next++));
    meeting.facts.entry = static_cast<EntryKind>(i);
    CHECK_MESSAGE(round_trips(meeting), "entry ", i);
  }
  for (int i = 0; i <= static_cast<int>(PrepOutcome::no_reaction); ++i) {
    Meeting meeting = a_meeting("o" + std::to_string(next++));
    meeting.state.prep_outcome = static_cast<PrepOutcome>(i);
    CHECK_MESSAGE(round_trips(meeting), "outcome ", i);
  }
}

TEST_CASE("a list is narrowed by each filter") {
  Database database = Database::in_memory();
  MeetingRepository meetings(database);
  Meeting early = a_meeting("aa1");
  early.facts.start = kNow;
  early.facts.end = kNow + hours{1};
  early.state.status = MeetingStatus::classified;
  early.state.meeting_type = "qbr";
  early.state.prep_trigger_time = kNow - hours{1};
  Meeting point = a_meeting("aa2");  // of zero length
  point.facts.start = point.facts.end = kNow + hours{2};
  point.state.prep_trigger_time = kNow + hours{1};
  Meeting late = a_meeting("b_3");
  late.facts.start = kNow + hours{3};
  late.facts.end = kNow + hours{4};
  late.calendar_id = "home";
  late.state.status = MeetingStatus::cancelled;
  late.state.duplicate_of = "aa1";
  Meeting foreign = a_meeting("b%4");
  foreign.user_id = "bob";
  foreign.facts.start = kNow + hours{3};
  foreign.facts.end = kNow + hours{3} + minutes{1};
  for (const Meeting& each : {late, foreign, point, early}) store_meeting(database, each);

  struct Case {
    const char* name;
    MeetingFilter filter;
    Ids expected;
  };
  const Case cases[] = {
      {"all, by start then id", {}, {"aa1", "aa2", "b%4", "b_3"}},
      {"user", {.user_id = "bob"}, {"b%4"}},
      {"calendar", {.calendar_id = "home"}, {"b_3"}},
      {"type", {.meeting_type = "qbr"}, {"aa1"}},
      {"statuses",
       {.statuses = {MeetingStatus::classified, MeetingStatus::cancelled}},
       {"aa1", "b_3"}},
      {"ends after: exclusive", {.ends_after = kNow + hours{1}}, {"aa2", "b%4", "b_3"}},
      {"ends after: zero length at the bound",
       {.ends_after = kNow + hours{2}},
       {"aa2", "b%4", "b_3"}},
      {"ends after: zero length before",
       {.ends_after = kNow + hours{2} + Seconds{1}},
       {"b%4", "b_3"}},
      {"starts before: exclusive", {.starts_before = kNow + hours{2}}, {"aa1"}},
      {"starts from: inclusive", {.starts_from = kNow + hours{2}}, {"aa2", "b%4", "b_3"}},
      {"a window",
       {.user_id = "ada", .ends_after = kNow + minutes{30}, .starts_before = kNow + hours{3}},
       {"aa1", "aa2"}},
      {"ended by: inclusive", {.ended_by = kNow + hours{2}}, {"aa1", "aa2"}},
      {"ended by, with a status",
       {.statuses = {MeetingStatus::discovered}, .ended_by = kNow + hours{9}},
       {"aa2", "b%4"}},
      {"triggers by: inclusive, none without", {.triggers_by = kNow + hours{1}}, {"aa1", "aa2"}},
      {"triggers, start still ahead",
       {.statuses = {MeetingStatus::discovered, MeetingStatus::classified},
        .starts_from = kNow + Seconds{1},
        .triggers_by = kNow + hours{1}},
       {"aa2"}},
      {"prefix", {.id_prefix = "aa"}, {"aa1", "aa2"}},
      {"prefix: % is itself", {.id_prefix = "b%"}, {"b%4"}},
      {"prefix: _ is itself", {.id_prefix = "b_"}, {"b_3"}},
      {"prefix: quotes are harmless", {.id_prefix = "' OR 1=1 --"}, {}},
      {"prefix: whole id", {.id_prefix = "aa1"}, {"aa1"}},
      {"prefix: empty is any", {.id_prefix = ""}, {"aa1", "aa2", "b%4", "b_3"}},
      {"prefix: high bytes", {.id_prefix = "\xff\xff"}, {}},
      {"occurrence", {.occurrence = occurrence_key(point)}, {"aa2"}},
      {"without duplicates", {.without_duplicates = true}, {"aa1", "aa2", "b%4"}},
  };
  for (const Case& each : cases) {
    CAPTURE(each.name);
    CHECK(ids(meetings.list(each.filter)) == each.expected);
  }
}

TEST_CASE("attendees of many meetings stay with their meetings, in order") {
  Database database = Database::in_memory();
  Transaction transaction = database.begin();
  for (int i = 0; i < 2100; ++i) {
    Meeting meeting = a_meeting("m" + std::to_string(10000 + i));
    for (int k = 0; k < i % 3; ++k) {
      meeting.facts.attendees.push_back(
          {std::to_string(9 - k) + "@" + meeting.meeting_id, "", Response::accepted, false});
    }
    MeetingRepository(database).insert(transaction, meeting, "sync: new");
  }
  transaction.commit();
  const std::vector<Meeting> listed = MeetingRepository(database).list({});
  REQUIRE(listed.size() == 2100);
  int wrong = 0;
  for (int i = 0; i < 2100; ++i) {
    const Meeting& meeting = listed[static_cast<std::size_t>(i)];
    bool right = meeting.facts.attendees.size() == static_cast<std::size_t>(i % 3);
    for (int k = 0; right && k < i % 3; ++k) {
      right = meeting.facts.attendees[static_cast<std::size_t>(k)].email ==
              std::to_string(9 - k) + "@" + meeting.meeting_id;
    }
    if (!right) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("facts are replaced, the state is left alone") {
  Database database = Database::in_memory();
  MeetingRepository meetings(database);
  Meeting meeting = a_full_meeting();
  store_meeting(database, meeting);
  Meeting moved = a_meeting("0full");
  moved.user_id = meeting.user_id;
  moved.calendar_id = meeting.calendar_id;
  moved.facts.source = "manual";
  moved.facts.attendees = {{"new@example.com", "New", Response::accepted, false}};
  moved.updated_at = kNow + hours{1};
  moved.last_synced_at = kNow + hours{2};
  moved.state = {};
  stored(database, [&](Transaction& transaction) {
    meetings.update_facts(transaction, moved);
    return 0;
  });
  const std::optional<Meeting> loaded = meetings.load("0full");
  REQUIRE(loaded);
  CHECK(loaded->facts == moved.facts);
  CHECK(loaded->state == meeting.state);
  CHECK(loaded->created_at == meeting.created_at);
  CHECK(loaded->updated_at == kNow + hours{1});
  CHECK(loaded->last_synced_at == kNow + hours{2});
  // What SQL derives from the facts follows them.
  CHECK(ids(meetings.list({.ended_by = moved.facts.end})) == Ids{"0full"});
  CHECK(meetings.list({.ended_by = moved.facts.end - Seconds{1}}).empty());
  CHECK(ids(meetings.list({.occurrence = occurrence_key(moved)})) == Ids{"0full"});
  CHECK(meetings.list({.occurrence = occurrence_key(meeting)}).empty());
}

TEST_CASE("a state is replaced only when it is still the one planned from") {
  Database database = Database::in_memory();
  MeetingRepository meetings(database);
  const Meeting meeting = a_meeting("0m");
  store_meeting(database, meeting);
  MeetingState scheduled = a_full_meeting().state;
  scheduled.status = MeetingStatus::prep_scheduled;
  const auto advance = [&](const Meeting& from, const MeetingState& to, const std::string& cause) {
    return stored(database, [&](Transaction& transaction) {
      return meetings.advance(transaction, from, to, kNow + hours{1}, cause);
    });
  };
  CHECK(advance(meeting, scheduled, "prep: trigger time reached"));
  CHECK(meetings.load("0m")->state == scheduled);
  CHECK_FALSE(advance(meeting, scheduled, "prep: trigger time reached"));  // somebody was first

  Meeting stale = *meetings.load("0m");
  stale.state.round -= 1;
  CHECK_FALSE(advance(stale, scheduled, "stale round"));
  stale = *meetings.load("0m");
  stale.state.revision += 1;
  CHECK_FALSE(advance(stale, scheduled, "stale revision"));
  CHECK(meetings.load("0m")->state == scheduled);

  // Other fields alone are no transition; a new revision is one.
  Meeting current = *meetings.load("0m");
  MeetingState retyped = current.state;
  retyped.meeting_type = "other";
  CHECK(advance(current, retyped, "classify"));
  current = *meetings.load("0m");
  MeetingState moved = current.state;
  moved.revision += 1;
  CHECK(advance(current, moved, "sync: moved"));
  CHECK_FALSE(advance(a_meeting("missing"), moved, "nobody"));

  const std::vector<Transition> history = meetings.history("0m");
  REQUIRE(history.size() == 3);
  CHECK_FALSE(history[0].from);
  CHECK(history[0].to == MeetingStatus::discovered);
  CHECK(history[0].at == kNow);
  CHECK(history[0].cause == "sync: new");
  CHECK(history[1].from == MeetingStatus::discovered);
  CHECK(history[1].to == MeetingStatus::prep_scheduled);
  CHECK(history[1].at == kNow + hours{1});
  CHECK(history[1].cause == "prep: trigger time reached");
  CHECK(history[2].from == MeetingStatus::prep_scheduled);
  CHECK(history[2].to == MeetingStatus::prep_scheduled);
  CHECK(history[2].cause == "sync: moved");
  CHECK(meetings.history("missing").empty());
}

TEST_CASE("a mirrored meeting is as fresh as its calendar, a manual one as itself") {
  Database database = Database::in_memory();
  MeetingRepository meetings(database);
  Meeting manual = a_meeting("manual");
  manual.facts.source = "manual";
  store_meeting(database, a_meeting("mirrored"));
  store_meeting(database, manual);
  CHECK(meetings.load("mirrored")->last_synced_at == kNow);
  CalendarRecord calendar;
  calendar.user_id = "ada";
  calendar.calendar_id = "work";
  calendar.last_success_at = kNow + hours{3};
  CHECK(stored(database, [&](Transaction& transaction) {
    return CalendarRepository(database).store_success(transaction, calendar);
  }));
  CHECK(meetings.load("mirrored")->last_synced_at == kNow + hours{3});
  CHECK(meetings.load("manual")->last_synced_at == kNow);
  for (const Meeting& each : meetings.list({})) {
    CAPTURE(each.meeting_id);
    CHECK(each.last_synced_at == (each.meeting_id == "manual" ? kNow : kNow + hours{3}));
  }
}

TEST_CASE("duplicates: the first live calendar stands for all") {
  Database database = Database::in_memory();
  MeetingRepository meetings(database);
  const auto add = [&](const std::string& id, const std::string& calendar, const std::string& uid,
                       const std::string& user = "ada") {
    Meeting meeting = a_meeting(id);
    meeting.user_id = user;
    meeting.calendar_id = calendar;
    meeting.facts.ical_uid = uid;
    store_meeting(database, meeting);
  };
  add("w1", "work", "x");
  add("h1", "home", "x");
  add("g1", "gone", "x");
  add("w2", "work", "twins");
  add("w3", "work", "twins");
  add("m1", "manual", "y");
  add("h2", "home", "y");
  add("b1", "work", "x", "bob");
  add("alone", "home", "z");

  const auto mark = [&](const std::vector<std::string>& order) {
    return stored(database, [&](Transaction& transaction) {
      return meetings.mark_duplicates(transaction, "ada", order);
    });
  };
  const auto original = [&](const std::string& id) {
    return meetings.load(id)->state.duplicate_of.value_or("");
  };
  const auto set_status = [&](const std::string& id, MeetingStatus status) {
    const Meeting from = *meetings.load(id);
    MeetingState to = from.state;
    to.status = status;
    CHECK(stored(database, [&](Transaction& transaction) {
      return meetings.advance(transaction, from, to, kNow, "test");
    }));
  };

  CHECK(mark({"work", "home"}) == 2);
  CHECK(original("h1") == "w1");
  CHECK(original("m1") == "h2");  // manual counts last
  for (const char* id : {"w1", "g1", "w2", "w3", "h2", "b1", "alone"}) {
    CAPTURE(id);
    CHECK(original(id).empty());
  }
  CHECK(mark({"work", "home"}) == 0);  // only what differs is written

  CHECK(mark({"home", "work"}) == 2);  // another order
  CHECK(original("w1") == "h1");
  CHECK(original("h1").empty());

  set_status("h1", MeetingStatus::cancelled);
  CHECK(mark({"home", "work"}) == 2);
  CHECK(original("w1").empty());
  CHECK(original("h1") == "w1");  // it lives on there

  set_status("w1", MeetingStatus::cancelled);
  CHECK(mark({"home", "work"}) == 1);  // all copies gone: none stands for another
  CHECK(original("h1").empty());

  CHECK(mark({"manual", "home"}) == 2);
  CHECK(original("h2") == "m1");
  CHECK(original("m1").empty());
  CHECK(mark({}) == 1);  // a calendar that is not configured does not count
  CHECK(original("h2").empty());
}

TEST_CASE("what would break an invariant is refused and changes nothing") {
  Database database = Database::in_memory();
  MeetingRepository meetings(database);
  store_meeting(database, a_meeting("0m"));
  Meeting backwards = a_meeting("backwards");
  backwards.facts.end = backwards.facts.start - Seconds{1};
  Meeting twin = a_meeting("twin");
  twin.facts.external_id = a_meeting("0m").facts.external_id;
  for (const Meeting& bad : {a_meeting("0m"), backwards, twin}) {
    CAPTURE(bad.meeting_id);
    const auto error = error_of([&] { store_meeting(database, bad); });
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::failed);
    CHECK(meetings.list({}).size() == 1);
    CHECK(meetings.history("0m").size() == 1);
  }
}

}  // namespace execassist::store::testing
