#include "app/manual_meetings.hpp"

#include "app_fixture.hpp"

namespace execassist::app::testing {
namespace {

NewMeeting a_new_meeting() {
  NewMeeting meeting;
  meeting.title = "Leadership sync";
  meeting.start = kNow + days{2};
  meeting.length = minutes{45};
  return meeting;
}

TEST_CASE("a meeting entered by hand is typed at once and prepared like any other") {
  App app;
  NewMeeting entered = a_new_meeting();
  entered.title = " Leadership\n\x1b[31msync ";
  entered.attendees = {"Bob@Example.com", "eve@example.com"};
  const Meeting meeting = add_meeting(app.scope, app.ada(), entered);
  CHECK(meeting.facts.title == "Leadership sync");
  CHECK(meeting.facts.source == "manual");
  CHECK(meeting.calendar_id == kManualCalendar);
  CHECK(meeting.facts.end == meeting.facts.start + minutes{45});
  CHECK(meeting.facts.organizer == "ada@example.com");
  CHECK(attendee_count(meeting.facts) == 2);
  CHECK(meeting.facts.attendees[0].email == "bob@example.com");
  CHECK(meeting.state.meeting_type == "leadership_meeting");
  CHECK(meeting.state.status == MeetingStatus::classified);
  CHECK(trigger_preps(app.scope).triggered == std::vector<std::string>{meeting.meeting_id});
  CHECK(deliver(app.scope, {}).sent == 1);

  app.put(facts_of("x", kNow + days{3}));
  app.sync();  // does not cancel what no calendar knows
  CHECK(store::MeetingRepository(app.database).load(meeting.meeting_id)->state.status ==
        MeetingStatus::prep_scheduled);
}

TEST_CASE("two alike are two meetings") {
  App app;
  const Meeting a = add_meeting(app.scope, app.ada(), a_new_meeting());
  const Meeting b = add_meeting(app.scope, app.ada(), a_new_meeting());
  CHECK(a.meeting_id != b.meeting_id);
  app.source();
  sync_calendars(app.scope, false);
  CHECK(trigger_preps(app.scope).triggered.size() == 2);
}

TEST_CASE("nonsense is refused before anything is stored") {
  struct Case {
    std::string name;
    std::function<void(NewMeeting&)> make;
  };
  const std::vector<Case> cases{
      {"no title", [](NewMeeting& m) { m.title = ""; }},
      {"a title of control characters", [](NewMeeting& m) { m.title = " \n\t\x1b "; }},
      {"no length", [](NewMeeting& m) { m.length = Seconds{0}; }},
      {"negative length", [](NewMeeting& m) { m.length = -hours{1}; }},
      {"two months", [](NewMeeting& m) { m.length = days{60}; }},
      {"no address", [](NewMeeting& m) { m.attendees = {"bob"}; }},
      {"an address without a name", [](NewMeeting& m) { m.attendees = {"@example.com"}; }},
      {"an address without a host", [](NewMeeting& m) { m.attendees = {"bob@"}; }},
      {"an address in a header", [](NewMeeting& m) { m.attendees = {"a@b\nBcc: c@d"}; }},
      {"several in one", [](NewMeeting& m) { m.attendees = {"a@b,c@d"}; }},
  };
  for (const Case& each : cases) {
    CAPTURE(each.name);
    App app;
    NewMeeting meeting = a_new_meeting();
    each.make(meeting);
    const auto error = error_of([&] { add_meeting(app.scope, app.ada(), meeting); });
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::usage);
    CHECK(store::MeetingRepository(app.database).list({}).empty());
  }
}

TEST_CASE("cancelling by hand is silent, and ends what was pending") {
  App app;
  const Meeting meeting = add_meeting(app.scope, app.ada(), a_new_meeting());
  trigger_preps(app.scope);
  SUBCASE("told already") {
    deliver(app.scope, {});
    cancel_meeting(app.scope, meeting);
    CHECK(app.outbox(NotificationKind::change).empty());
  }
  SUBCASE("not told yet") {
    CHECK(cancel_meeting(app.scope, meeting).state.status == MeetingStatus::cancelled);
    CHECK(app.only(NotificationKind::prep).state == NotificationState::suppressed);
  }
  CHECK(deliver(app.scope, {}).sent == 0);
  const auto again = error_of([&] { cancel_meeting(app.scope, meeting); });
  REQUIRE(again);
  CHECK(again->kind() == ErrorKind::refused);
}

TEST_CASE("only meetings entered by hand that are not over can be cancelled by hand") {
  App app;
  app.put(facts_of("a", kNow + days{1}));
  app.sync();
  const auto mirrored = error_of([&] { cancel_meeting(app.scope, app.meeting("a")); });
  REQUIRE(mirrored);
  CHECK(mirrored->kind() == ErrorKind::refused);
  CHECK(contains(mirrored->hint(), "prep skip " + app.meeting("a").meeting_id));

  const Meeting meeting = add_meeting(app.scope, app.ada(), a_new_meeting());
  app.advance(days{3});
  const auto over = error_of([&] { cancel_meeting(app.scope, meeting); });
  REQUIRE(over);
  CHECK(over->kind() == ErrorKind::refused);
  CHECK(contains(over->message(), "over"));

  Meeting nobody = meeting;
  nobody.meeting_id = "nobody";
  const auto missing = error_of([&] { cancel_meeting(app.scope, nobody); });
  REQUIRE(missing);
  CHECK(missing->kind() == ErrorKind::not_found);
}

}  // namespace
}  // namespace execassist::app::testing
