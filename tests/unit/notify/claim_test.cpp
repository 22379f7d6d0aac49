#include "notify/claim.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::notify {
namespace {

using namespace std::chrono_literals;
using Kind = NotificationKind;
using Status = MeetingStatus;

constexpr Instant kDay = std::chrono::sys_days{2026y / 1 / 15};
constexpr Instant kStart = kDay + 14h;

// A user who is quiet from 22 to 7 UTC, and a meeting at 14 that was announced in round 2.
struct Scene {
  Notification notification;
  Meeting meeting;
  User user;
  bool meeting_known = true;
  bool user_known = true;
  bool calendar_configured = true;
  LatePolicy late = LatePolicy::shorten;
  Instant now = kDay + 10h;

  explicit Scene(Kind kind, std::string variant = {}) {
    user.quiet_hours = QuietHours{22h, 7h};
    meeting.meeting_id = "m1";
    meeting.facts.start = kStart;
    meeting.facts.end = kStart + 1h;
    meeting.state.status = Status::prep_scheduled;
    meeting.state.round = 2;
    meeting.state.revision = 5;
    notification.kind = kind;
    notification.variant = std::move(variant);
    notification.meeting_id = "m1";
    notification.round = 2;
    notification.due_at = now;
  }

  std::string verdict() const {
    const auto decided =
        decide_claim({notification, meeting_known ? &meeting : nullptr,
                      user_known ? &user : nullptr, calendar_configured, late, now});
    if (const auto* go = std::get_if<GoAhead>(&decided)) return go->shortened ? "shortened" : "go";
    if (const auto* suppress = std::get_if<Suppress>(&decided))
      return "suppress: " + suppress->reason;
    if (const auto* give_up = std::get_if<GiveUp>(&decided)) return "give up: " + give_up->reason;
    return "defer: " + format_rfc3339(std::get<Defer>(decided).until);
  }
};

struct Case {
  std::string what;
  Kind kind;
  std::string variant;
  void (*change)(Scene&);
  std::string verdict;  // or how it begins
};

void check(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    Scene scene(one.kind, one.variant);
    one.change(scene);
    const std::string verdict = scene.verdict();
    CAPTURE(one.what);
    CAPTURE(verdict);
    CHECK(verdict.substr(0, one.verdict.size()) == one.verdict);
    CHECK(verdict.starts_with("go") == (one.verdict == "go"));
    if (one.verdict.ends_with(": ")) CHECK(verdict.size() > one.verdict.size());  // with a reason
  }
}

}  // namespace

TEST_CASE("claim: what is still true goes ahead") {
  check({
      {"prep", Kind::prep, "", [](Scene&) {}, "go"},
      {"automatic reminder", Kind::reminder, "auto:5", [](Scene&) {}, "go"},
      {"a reminder asked for", Kind::reminder, "r1", [](Scene&) {}, "go"},
      {"a reminder asked for, and a move", Kind::reminder, "r1",
       [](Scene& s) { s.meeting.state.revision = 9; }, "go"},
      {"reminder of what is prepared", Kind::reminder, "auto:5",
       [](Scene& s) { s.meeting.state.status = Status::prep_completed; }, "go"},
      {"change", Kind::change, change_variant("moved", kStart - 24h, 5), [](Scene&) {}, "go"},
      {"cancellation", Kind::change, change_variant("cancelled", kStart, 5),
       [](Scene& s) { s.meeting.state.status = Status::cancelled; }, "go"},
      {"alert", Kind::alert, "", [](Scene&) {}, "go"},
      {"alert without a meeting", Kind::alert, "",
       [](Scene& s) {
         s.notification.meeting_id.reset();
         s.meeting_known = false;
       },
       "go"},
      {"alert of a meeting that went", Kind::alert, "", [](Scene& s) { s.meeting_known = false; },
       "go"},
      {"test", Kind::test, "",
       [](Scene& s) {
         s.notification.meeting_id.reset();
         s.meeting_known = false;
       },
       "go"},
      {"not yet expired", Kind::prep, "", [](Scene& s) { s.notification.expires_at = s.now + 1s; },
       "go"},
  });
}

TEST_CASE("claim: what is overtaken is suppressed, with the reason") {
  check({
      {"no user", Kind::prep, "", [](Scene& s) { s.user_known = false; }, "suppress: the user"},
      {"no user to test", Kind::test, "", [](Scene& s) { s.user_known = false; },
       "suppress: the user"},
      {"no meeting", Kind::prep, "", [](Scene& s) { s.meeting_known = false; },
       "suppress: the meeting is not"},
      {"no calendar", Kind::reminder, "r1", [](Scene& s) { s.calendar_configured = false; },
       "suppress: the calendar"},
      {"cancelled", Kind::prep, "", [](Scene& s) { s.meeting.state.status = Status::cancelled; },
       "suppress: the meeting is cancelled"},
      {"reminder of a cancelled one", Kind::reminder, "r1",
       [](Scene& s) { s.meeting.state.status = Status::cancelled; },
       "suppress: the meeting is cancelled"},
      {"another round", Kind::prep, "", [](Scene& s) { s.meeting.state.round = 3; },
       "suppress: the meeting moved"},
      {"begun", Kind::prep, "", [](Scene& s) { s.meeting.state.status = Status::prep_in_progress; },
       "suppress: the preparation has begun"},
      {"done", Kind::prep, "", [](Scene& s) { s.meeting.state.status = Status::prep_completed; },
       "suppress: the preparation is over"},
      {"declined since", Kind::prep, "",
       [](Scene& s) { s.meeting.facts.own_response = Response::declined; },
       "suppress: not prepared any more: declined"},
      {"free since, reminder", Kind::reminder, "auto:5",
       [](Scene& s) { s.meeting.facts.transparent = true; }, "suppress: not prepared any more: "},
      {"declined, but a reminder was asked for", Kind::reminder, "r1",
       [](Scene& s) { s.meeting.facts.own_response = Response::declined; }, "go"},
      {"automatic reminder, moved", Kind::reminder, "auto:4", [](Scene&) {},
       "suppress: the meeting moved"},
      {"changed again", Kind::change, change_variant("moved", kStart, 4), [](Scene&) {},
       "suppress: the meeting changed again"},
      {"late and dropped", Kind::prep, "",
       [](Scene& s) {
         s.now = kStart - 14min;
         s.late = LatePolicy::drop;
       },
       "suppress: late"},
      {"reminder, late and dropped", Kind::reminder, "auto:5",
       [](Scene& s) {
         s.now = kStart - 14min;
         s.late = LatePolicy::drop;
       },
       "suppress: late"},
  });
}

TEST_CASE("claim: what is too late is given up") {
  check({
      {"begun", Kind::prep, "", [](Scene& s) { s.now = kStart; }, "give up: the meeting began"},
      {"reminder, begun", Kind::reminder, "r1", [](Scene& s) { s.now = kStart + 1min; },
       "give up: the meeting began"},
      {"a second before", Kind::reminder, "r1", [](Scene& s) { s.now = kStart - 1s; }, "go"},
      {"never silently", Kind::prep, "",
       [](Scene& s) {
         s.now = kStart;
         s.late = LatePolicy::drop;
       },
       "give up: "},
      {"change in a running meeting", Kind::change, change_variant("moved", kStart, 5),
       [](Scene& s) { s.now = kStart + 1min; }, "go"},
      {"expired", Kind::change, change_variant("moved", kStart, 5),
       [](Scene& s) { s.notification.expires_at = s.now; }, "give up: "},
  });
}

TEST_CASE("claim: late is a matter of the type") {
  check({
      {"shorten", Kind::prep, "", [](Scene& s) { s.now = kStart - 14min; }, "shortened"},
      {"exactly 15 minutes", Kind::prep, "", [](Scene& s) { s.now = kStart - 15min; }, "go"},
      {"send", Kind::prep, "",
       [](Scene& s) {
         s.now = kStart - 14min;
         s.late = LatePolicy::send;
       },
       "go"},
      {"due long ago, but time enough", Kind::prep, "",
       [](Scene& s) { s.notification.due_at = s.now - 48h; }, "go"},
      {"automatic reminder", Kind::reminder, "auto:5", [](Scene& s) { s.now = kStart - 1min; },
       "shortened"},
      {"who asks for a late reminder gets it", Kind::reminder, "r1",
       [](Scene& s) {
         s.now = kStart - 1min;
         s.late = LatePolicy::drop;
       },
       "go"},
      {"a change is never dropped", Kind::change, change_variant("moved", kStart, 5),
       [](Scene& s) {
         s.now = kStart - 1min;
         s.late = LatePolicy::drop;
       },
       "go"},
  });
}

TEST_CASE("claim: quiet hours") {
  const std::string until_seven = "defer: 2026-01-15T07:00:00Z";
  check({
      {"prep", Kind::prep, "", [](Scene& s) { s.now = kDay + 3h; }, until_seven},
      {"reminder", Kind::reminder, "r1", [](Scene& s) { s.now = kDay + 3h; }, until_seven},
      {"their end", Kind::prep, "", [](Scene& s) { s.now = kDay + 7h; }, "go"},
      {"no quiet hours", Kind::prep, "",
       [](Scene& s) {
         s.now = kDay + 3h;
         s.user.quiet_hours.reset();
       },
       "go"},
      {"the meeting starts first", Kind::prep, "",
       [](Scene& s) {
         s.now = kDay + 3h;
         s.meeting.facts.start = kDay + 6h;
       },
       "go"},
      {"the meeting starts first, and soon", Kind::prep, "",
       [](Scene& s) {
         s.now = kDay + 3h;
         s.meeting.facts.start = kDay + 3h + 5min;
       },
       "shortened"},
      {"overtaken is overtaken at night too", Kind::prep, "",
       [](Scene& s) {
         s.now = kDay + 3h;
         s.meeting.state.status = Status::cancelled;
       },
       "suppress: the meeting is cancelled"},
      {"a test is wanted now", Kind::test, "", [](Scene& s) { s.now = kDay + 3h; }, "go"},
      {"change", Kind::change, change_variant("moved", kStart + 24h, 5),
       [](Scene& s) { s.now = kDay + 3h; }, until_seven},
      {"who believes it starts at six must hear of it before", Kind::change,
       change_variant("moved", kDay + 6h, 5), [](Scene& s) { s.now = kDay + 3h; }, "go"},
      {"what was believed is past", Kind::change, change_variant("moved", kDay + 2h, 5),
       [](Scene& s) { s.now = kDay + 3h; }, until_seven},
      {"alert", Kind::alert, "", [](Scene& s) { s.now = kDay + 3h; }, until_seven},
      {"alert of a meeting to come in the night", Kind::alert, "",
       [](Scene& s) {
         s.now = kDay + 3h;
         s.meeting.facts.start = kDay + 4h;
       },
       "go"},
      {"alert of a meeting that has begun can wait", Kind::alert, "",
       [](Scene& s) {
         s.now = kDay + 3h;
         s.meeting.facts.start = kDay + 2h;
       },
       until_seven},
  });
}

TEST_CASE("claim: a conversation that is held now waits for no morning") {
  const auto at_night = [](Scene& s) {
    s.now = kDay + 3h;
    s.meeting.state.status = Status::prep_in_progress;
  };
  check({
      {"question", Kind::question, "s1:1", at_night, "go"},
      {"reply", Kind::reply, "text:x", at_night, "go"},
      {"a nudge is none", Kind::nudge, "s1", at_night, "defer: 2026-01-15T07:00:00Z"},
      {"a question with five minutes left is not late", Kind::question, "s1:1",
       [](Scene& s) {
         s.now = kStart - 5min;
         s.meeting.state.status = Status::prep_in_progress;
       },
       "go"},
      {"of a preparation that is over", Kind::question, "s1:1",
       [](Scene& s) { s.meeting.state.status = Status::prep_completed; },
       "suppress: the preparation is over"},
      {"of a meeting that is off", Kind::question, "s1:1",
       [](Scene& s) { s.meeting.state.status = Status::cancelled; },
       "suppress: the meeting is cancelled"},
      {"a reply of yesterday", Kind::reply, "text:x",
       [](Scene& s) { s.notification.expires_at = s.now; },
       "give up: it could not be delivered in time"},
  });
}

TEST_CASE("claim: variants tell notifications apart") {
  CHECK(automatic_reminder_variant(0) != automatic_reminder_variant(1));
  Notification notification;
  notification.kind = Kind::reminder;
  notification.variant = automatic_reminder_variant(7);
  CHECK(is_automatic_reminder(notification));
  notification.kind = Kind::change;
  CHECK_FALSE(is_automatic_reminder(notification));
  notification.kind = Kind::reminder;
  notification.variant = "q9w1dfwf077ymga1";
  CHECK_FALSE(is_automatic_reminder(notification));

  for (const std::string what : {"moved", "cancelled", "revived"}) {
    const auto change = parse_change_variant(change_variant(what, kStart, 12));
    REQUIRE(change.has_value());
    CHECK(change->what == what);
    CHECK(change->told_start == kStart);
    CHECK(change->revision == 12);
  }
  for (const std::string wrong :
       {"", "moved", "moved:1", "moved:1:2:3", "moved:x:1", "moved:1:x", "moved::", "moved:1: 2",
        "moved:1:2 ", "moved:99999999999999999999:1", "auto:5", "q9w1dfwf077ymga1"}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_change_variant(wrong).has_value());
  }
}

}  // namespace execassist::notify
