#include "render/when.hpp"
#include "slack_fixture.hpp"
#include "store/prep_log_repository.hpp"

// When a snooze is heard of, wherever it is said: quiet hours may hold it back.
namespace execassist::app::testing {
namespace {

using Kind = NotificationKind;

TEST_CASE("a snooze into quiet hours names the time at which it comes") {
  struct Case {
    std::string name;
    std::string pressed;  // New York is five hours behind UTC
    std::string start;
    std::string says;
    std::string comes;
  };
  for (const auto& [name, pressed, start, words, comes] :
       {Case{"held back until the morning", "2026-11-22T01:30:00Z", "2026-11-22T20:00:00Z",
             "2026-11-22 07:00 EST, when quiet hours end.", "2026-11-22T12:00:00Z"},
        Case{"over at the same moment", "2026-11-22T10:00:00Z", "2026-11-22T20:00:00Z",
             "I shall remind you at 07:00.", "2026-11-22T12:00:00Z"},
        Case{"the meeting starts before they end", "2026-11-22T01:30:00Z", "2026-11-22T12:00:00Z",
             "I shall remind you at 22:30.", "2026-11-22T03:30:00Z"},
        Case{"before they begin", "2026-11-21T23:00:00Z", "2026-11-22T20:00:00Z",
             "I shall remind you at 20:00.", "2026-11-22T01:00:00Z"}}) {
    CAPTURE(name);
    SlackApp app;
    app.ada().user.time_zone = *Zone::find("America/New_York");
    const Meeting meeting = app.told(facts_of("a", at(start), hours{1}, "Leadership sync"));
    app.ada().user.quiet_hours = QuietHours{hours{22}, hours{7}};
    app.advance_to(at(pressed));
    const auto result = app.click("remind_later", meeting.meeting_id);
    CHECK(contains(result.outcome, words));
    CHECK(contains(app.click("remind_later", meeting.meeting_id).said, "comes at "));
    redraw_due(app.scope);
    const Zone& zone = app.ada().user.time_zone;
    CHECK(says(app.shown(Kind::prep).content,
               "You snoozed this: reminder at " + render::spoken_time(at(comes), zone) + "."));
    CHECK(says(meetings_overview(app.scope, app.ada()),
               "reminder at " + render::short_stamp(at(comes), zone)));
    CHECK(contains(store::PrepLogRepository(app.database).list(meeting.meeting_id).back().outcome,
                   render::stamp(at(comes), zone)));

    // And then it does come, and not before.
    const auto reminded = [&] {
      return std::count_if(app.slack().received.begin(), app.slack().received.end(),
                           [](const auto& each) { return each.message.kind == Kind::reminder; });
    };
    app.advance_to(at(comes) - minutes{1});
    remind(app.scope);
    CHECK(reminded() == 0);
    app.advance(minutes{1});
    remind(app.scope);
    CHECK(reminded() == 1);
  }
}

TEST_CASE("a snooze whose quiet hours have begun is no reason for another") {
  SlackApp app;
  app.ada().user.time_zone = Zone::utc();
  app.ada().user.quiet_hours = QuietHours{hours{22}, hours{7}};
  const Meeting meeting = app.told(facts_of("a", at("2026-11-22T09:00:00Z")));
  app.advance_to(at("2026-11-21T21:00:00Z"));
  app.click("remind_later", meeting.meeting_id);
  app.advance(hours{2} + minutes{1});  // due by now, and not turned into a message yet
  CHECK(app.click("remind_later", meeting.meeting_id).said ==
        "You snoozed this already: the reminder comes at 2026-11-22 07:00 UTC.");
  CHECK(app.reminders().size() == 1);
}

}  // namespace
}  // namespace execassist::app::testing
