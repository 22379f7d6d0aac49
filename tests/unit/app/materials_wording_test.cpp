#include "app/wording.hpp"
#include "build_fixture.hpp"
#include "store/prep_session_repository.hpp"

#include <execassist/base/text.hpp>

namespace execassist::app::testing {
namespace {

using Kind = NotificationKind;

std::string everything_in(const OutgoingMessage& message) {
  std::string all = message.subject + "\n" + message.text + "\n" + message.content.headline;
  for (const MessageSection& section : message.content.sections) {
    for (const TextLine& line : section.lines) {
      for (const TextRun& run : line) all += "\n" + run.text;
    }
    for (const std::string& bullet : section.bullets) all += "\n" + bullet;
  }
  for (const std::string& line : message.content.footer) all += "\n" + line;
  const BriefText& brief = message.brief;
  return all + "\n" + brief.lead + brief.topic + brief.detail + brief.rest;
}

TEST_CASE("the message shows the agenda, the age of the data and the command") {
  Bench app;
  const Meeting meeting = app.built("a");
  CHECK(deliver(app.scope, {Kind::materials}).sent == 1);
  const OutgoingMessage& message = app.first().received.at(0).message;
  CHECK(message.subject == "Your materials: Weekly review");
  const auto preview =
      store::BuildContentRepository(app.database).files_of(app.latest("a").build_id).preview;
  REQUIRE_FALSE(preview.empty());
  CHECK(contains(message.text, one_line(preview.front())));
  CHECK(contains(message.text, "execassist prep materials " + meeting.meeting_id + " --open"));
  CHECK(contains(message.text, "Calendar read at "));
  CHECK_FALSE(contains(message.text, "What changed"));
}

TEST_CASE("a sensitive meeting keeps title, agenda and changes off a channel of many hands") {
  for (const bool many_hands : {true, false}) {
    CAPTURE(many_hands);
    Bench app;
    app.rules.types[2].sensitive = true;
    MeetingFacts facts = facts_of("a", kNow + hours{20}, hours{1}, "Board: Project Zanzibar");
    app.put(facts);
    app.sync();
    app.set_state("a", MeetingStatus::prep_completed, PrepOutcome::prepared);
    app.queue(app.meeting("a"));
    advance_builds(app.scope);
    facts.title = "Board: Project Zanzibar and Timbuktu";
    app.put(facts);
    app.sync();
    REQUIRE(queue_rebuilds(app.scope) == 1);
    advance_builds(app.scope);
    app.first().discreet = !many_hands;
    REQUIRE(deliver(app.scope, {Kind::materials}).sent == 1);
    const std::string all = everything_in(app.first().received.at(0).message);
    for (const char* part : {"Zanzibar", "Timbuktu", "What changed", "The agenda"}) {
      CAPTURE(part);
      CHECK(contains(all, part) == !many_hands);
    }
    CHECK(contains(all, "(title kept private)") == many_hands);
    CHECK(contains(all, "execassist prep materials "));
  }
}

TEST_CASE("a message that goes out late says what is in hand then") {
  Bench app;
  app.built("a");
  MeetingFacts facts = app.meeting("a").facts;
  facts.location = "Room 2";
  app.put(facts);
  app.sync();
  REQUIRE(deliver(app.scope, {Kind::materials}).sent == 1);
  CHECK(contains(app.first().received.at(0).message.text,
                 "The meeting has changed since they were written."));
  queue_rebuilds(app.scope);
  advance_builds(app.scope);
  REQUIRE(deliver(app.scope, {Kind::materials}).sent == 1);
  const std::string& text = app.first().received.at(1).message.text;
  CHECK(contains(text, "What changed since I last wrote:\n  - "));
  CHECK_FALSE(contains(text, "has changed since"));
}

TEST_CASE("a message that waits is overtaken by the materials that follow") {
  Bench app;
  app.built("a");
  app.queue(app.meeting("a"));
  advance_builds(app.scope);
  const auto report = deliver(app.scope, {Kind::materials});
  CHECK(report.sent == 1);
  CHECK(app.outbox(Kind::materials).size() == 2);
  CHECK(app.first().received.size() == 1);
}

TEST_CASE("a nudge says which question waits and how to go on") {
  Bench app;
  app.put(facts_of("a", kNow + hours{20}));
  app.sync();
  app.set_state("a", MeetingStatus::prep_in_progress);
  const Meeting meeting = app.meeting("a");
  Notification nudge;
  nudge.kind = Kind::nudge;
  nudge.meeting_id = meeting.meeting_id;
  const User& ada = app.ada().user;
  CHECK(contains(wording(app.scope, nudge, &meeting, ada, false).text,
                 "You were preparing Weekly review: the next question waits."));
  PrepSession session;
  session.session_id = "s";
  session.meeting_id = meeting.meeting_id;
  session.user_id = "ada";
  session.state = SessionState::paused;
  session.position = 1;
  session.started_at = session.last_activity_at = kNow;
  for (const char* key : {"a", "b", "c", "d"}) session.questions.emplace_back().text = key;
  auto transaction = app.database.begin();
  REQUIRE(store::PrepSessionRepository(app.database).insert(transaction, session));
  transaction.commit();
  const auto message = wording(app.scope, nudge, &meeting, ada, false);
  CHECK(contains(message.text, "You were preparing Weekly review: question 2 of 4 waits."));
  CHECK(contains(message.text, "execassist prep start " + meeting.meeting_id));
  REQUIRE(message.content.buttons.size() == 1);
  CHECK(message.content.buttons[0].action == "start_prep");
  CHECK(message.content.buttons[0].label == "Continue");
  CHECK(message.content.buttons[0].value == meeting.meeting_id);
}

}  // namespace
}  // namespace execassist::app::testing
