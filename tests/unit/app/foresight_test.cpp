#include "app/foresight.hpp"

#include "build_fixture.hpp"

namespace execassist::app::testing {
namespace {

Foresight look(App& app, int days_ahead) {
  Scope scope = app.scope;
  scope.dry_run = true;
  return foresee(scope, days{days_ahead});
}

class Foreseen : public Bench {
 public:
  // What the calendar lists at every reading.
  void list(const std::vector<MeetingFacts>& meetings) { source().list(meetings); }
};

TEST_CASE("foresight: what would be sent, when, by what and why") {
  Foreseen app;
  app.ada().user.time_zone = Zone::find("Europe/London").value();
  app.ada().user.quiet_hours = QuietHours{hours{22}, hours{7}};
  // Monday 01:00 is within quiet hours, and so is the trigger of a Tuesday's 05:00.
  app.list({facts_of("early", at("2026-11-24T05:00:00Z"), hours{1}, "Early bird"),
            facts_of("late", at("2026-11-24T15:00:00Z"))});
  const Foresight foresight = look(app, 4);

  CHECK(foresight.from == kNow);
  CHECK(foresight.until == kNow + days{4});
  struct Expected {
    std::string at;
    NotificationKind kind;
    std::string title;
    std::string reason;
  };
  const std::vector<Expected> expected{
      {"2026-11-23T07:00:00Z", NotificationKind::prep, "Early bird",
       "24 h before Tue 05:00; quiet hours until 07:00"},
      {"2026-11-23T15:00:00Z", NotificationKind::prep, "Weekly review", "24 h before Tue 15:00"},
      {"2026-11-23T21:50:00Z", NotificationKind::reminder, "Early bird",
       "2 h before Tue 05:00; brought forward: quiet hours until 07:00"},
      {"2026-11-23T23:30:00Z", NotificationKind::materials, "Early bird",
       "no reaction by the deadline; quiet hours until 07:00 would be too late"},
      {"2026-11-24T09:00:00Z", NotificationKind::materials, "Weekly review",
       "no reaction by the deadline"},
      {"2026-11-24T13:00:00Z", NotificationKind::reminder, "Weekly review", "2 h before Tue 15:00"},
  };
  REQUIRE(foresight.messages.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const ForeseenMessage& message = foresight.messages[i];
    CAPTURE(i);
    CHECK(format_rfc3339(message.at) == expected[i].at);
    CHECK(message.kind == expected[i].kind);
    CHECK(message.title == expected[i].title);
    CHECK(message.reason == expected[i].reason);
    CHECK(message.user_id == "ada");
    CHECK(message.channel == "first");
    CHECK(contains(message.text, expected[i].title));
  }
  CHECK_FALSE(foresight.verdict());
}

TEST_CASE("foresight: nothing outside is asked twice, and nothing is done") {
  Foreseen app;
  auto& context = app.context("notes");
  app.list({facts_of("a", kNow + hours{30}), facts_of("b", kNow + days{30})});
  const Foresight foresight = look(app, 40);
  CHECK(foresight.messages.size() == 6);
  CHECK(app.source().requests.size() == 2);  // as the first run reads it, and once further ahead
  CHECK(app.source().requests[1].window.end >= foresight.until + days{14});
  CHECK(context.asked.empty());
  CHECK(app.edges.fake_archive().puts == 0);
  CHECK(app.first().calls == 0);
  CHECK(app.now() == kNow);
}

TEST_CASE("foresight: days without anything cost next to nothing") {
  Foreseen app;
  app.list({facts_of("a", kNow + days{50})});
  const Foresight foresight = look(app, 60);
  CHECK(foresight.messages.size() == 3);
  CHECK(foresight.runs <= 100);  // of 17,280: one a day, and one where the calendar is read on
}

TEST_CASE("foresight: a calendar that fails is told, and what the store knows is used") {
  Foreseen app;
  app.put(facts_of("known", kNow + hours{30}));
  app.sync();
  app.listed.clear();
  app.source().always(Error(ErrorKind::try_again, "no network"));
  const Foresight foresight = look(app, 2);
  CHECK(foresight.verdict() == ErrorKind::try_again);
  CHECK(foresight.first.sync.users[0].errors.size() == 1);
  CHECK(foresight.later_errors.empty());
  REQUIRE(foresight.messages.size() == 3);
  CHECK(foresight.messages[0].at == kNow + hours{6});
  CHECK(app.source().requests.size() == 2);  // the test's own, and one
}

TEST_CASE("foresight: a calendar that can be read once, but not further ahead") {
  Foreseen app;
  FetchResult now;
  now.complete = true;
  now.cursor = "c1";
  now.meetings = {facts_of("a", kNow + hours{30})};
  app.source().script(now);
  app.source().always(Error(ErrorKind::try_again, "no network"));
  const Foresight foresight = look(app, 10);
  CHECK_FALSE(foresight.first.verdict());
  REQUIRE(foresight.later_errors.size() == 1);
  CHECK(foresight.later_errors[0].message == "no network");
  CHECK(foresight.verdict() == ErrorKind::partial);
  CHECK(foresight.messages.size() == 3);
}

TEST_CASE("foresight: the hourly limit, and what is left at the end") {
  Foreseen app;
  app.settings.notify.per_user_hourly_limit = 1;
  app.rules.types.back().escalate_after = hours{3};
  app.list({facts_of("a", kNow + hours{20}), facts_of("b", kNow + hours{20})});
  const Foresight foresight = look(app, 1);
  REQUIRE(foresight.messages.size() >= 2);
  CHECK(foresight.messages[0].at == kNow);
  CHECK(foresight.messages[0].reason == "24 h before Sun 05:30; due since Sat 05:30");
  CHECK(foresight.messages[1].at == kNow + hours{1});
  CHECK(foresight.messages[1].reason == "24 h before Sun 05:30; the hourly limit of 1");
  CHECK(foresight.messages[2].kind == NotificationKind::escalation);
  CHECK(foresight.messages[2].channel == "second");
  CHECK(foresight.messages[2].reason == "no reaction to the notice by first for 3 h");

  // One more at the very end of the days, which another run would send.
  Foreseen second;
  second.settings.notify.per_user_hourly_limit = 1;
  second.list({facts_of("a", kNow + hours{47} + minutes{55}),
               facts_of("b", kNow + hours{47} + minutes{55})});
  const Foresight cut = look(second, 1);
  CHECK(cut.messages.size() == 1);
  REQUIRE(cut.left.size() == 1);
  CHECK(cut.left[0].state == NotificationState::pending);
  CHECK(cut.left[0].reason == "the hourly limit of 1");
  CHECK(cut.left[0].due_at == kNow + hours{24});  // looked at again after five minutes
}

TEST_CASE("foresight: what is not needed any more is left out, with its reason") {
  Foreseen app;
  app.rules.types.back().late = LatePolicy::drop;
  app.rules.types.back().prep_lead = minutes{10};
  app.rules.types.back().reminder_lead.reset();
  app.list({facts_of("a", kNow + hours{20})});
  const Foresight foresight = look(app, 1);
  CHECK(foresight.messages.empty());
  REQUIRE(foresight.left.size() == 1);
  CHECK(foresight.left[0].state == NotificationState::suppressed);
  CHECK(foresight.left[0].title == "Weekly review");
  CHECK(contains(foresight.left[0].reason, "late: drop"));
}

TEST_CASE("foresight: a suspicious calendar is believed after an hour") {
  Foreseen app;
  std::vector<MeetingFacts> many;
  for (int i = 0; i < 12; ++i) {
    many.push_back(facts_of("m" + std::to_string(i), kNow + hours{30 + i}));
  }
  app.list(many);
  sync_calendars(app.scope, false);
  FetchResult few;
  few.complete = true;
  few.meetings = {many[0]};
  few.content_hash = "few";
  app.source().always(few);
  const Foresight foresight = look(app, 2);
  CHECK(foresight.first.sync.failed_syncs() == 1);
  CHECK(foresight.verdict() == ErrorKind::partial);
  CHECK(foresight.messages.size() == 3);  // of the one that stays
}

TEST_CASE("foresight: a channel whose settings are wrong is passed over, and told") {
  Foreseen app;
  app.edges.unavailable.emplace("first", Error(ErrorKind::configuration, "no token"));
  app.list({facts_of("a", kNow + hours{30})});
  const Foresight foresight = look(app, 2);
  CHECK(foresight.verdict() == ErrorKind::configuration);
  REQUIRE(foresight.messages.size() == 3);
  CHECK(foresight.messages[0].channel == "second");
}

}  // namespace
}  // namespace execassist::app::testing
