#include "app/slack_words.hpp"

#include "slack_fixture.hpp"

namespace execassist::app::testing {
namespace {

using Kind = NotificationKind;
using Status = MeetingStatus;

const Instant kStart = kNow + hours{20};

// What was replied to what came last.
std::string replied(SlackApp& app) {
  for (const Notification& reply : app.waiting(Kind::reply)) {
    if (reply.occurrence == app.last_delivery()) return reply.text;
  }
  return {};
}

TEST_CASE("words: alone, in any case, with any punctuation around them") {
  struct Case {
    std::string text;
    SlackWord means;
  };
  for (const auto& [text, means] : {
           Case{"help", SlackWord::help},
           Case{"  HELP!!  ", SlackWord::help},
           Case{"Help?", SlackWord::help},
           Case{"meetings", SlackWord::list},
           Case{"/meetings", SlackWord::list},
           Case{"List.", SlackWord::list},
           Case{"status", SlackWord::status},
           Case{"Start", SlackWord::start},
           Case{"*back*", SlackWord::back},
           Case{"\"skip\"", SlackWord::skip},
           Case{"(finish)", SlackWord::finish},
           Case{"`done`", SlackWord::finish},
           Case{"STOP", SlackWord::stop},
           Case{"quit.", SlackWord::stop},
           Case{"skip\n", SlackWord::skip},
           Case{"skip the budget", SlackWord::none},
           Case{"help me", SlackWord::none},
           Case{"skipper", SlackWord::none},
           Case{"we are done", SlackWord::none},
           Case{"", SlackWord::none},
           Case{"...", SlackWord::none},
           Case{std::string("skip") + std::string(100'000, '.'), SlackWord::none},
           Case{"\xFF\xFE", SlackWord::none},
           Case{"ｓｋｉｐ", SlackWord::none},
       }) {
    CAPTURE(text.substr(0, 40));
    CHECK(slack_word(text) == means);
  }
}

TEST_CASE("answers: a session is answered in the conversation, to its end") {
  SlackApp app;
  const Meeting meeting = app.told(facts_of("a", kStart));
  CHECK(contains(app.write("start").outcome, "start"));
  REQUIRE(app.session(meeting));
  deliver(app.scope, {});
  app.write("The budget,\nand who signs it");
  CHECK(app.session(meeting)->questions[0].answer == "The budget,\nand who signs it");
  CHECK(app.session(meeting)->questions[0].answered_in == SessionPlace::slack);
  deliver(app.scope, {});
  app.write("Skip.");
  CHECK(app.session(meeting)->questions[1].skipped);
  app.write("back");
  CHECK(app.session(meeting)->position == 1);
  CHECK(app.outbox(Kind::reply).empty());  // the next question is the reply
  for (const char* answer : {"none", "Everybody"}) {
    deliver(app.scope, {});
    app.write(answer);
  }
  CHECK(app.session(meeting)->state == SessionState::finished);
  CHECK(app.state(meeting).prep_outcome == PrepOutcome::prepared);
  CHECK(app.outbox(Kind::reply).size() == 1);
  deliver(app.scope, {});
  CHECK(app.slack().received.back().message.kind == Kind::reply);
  CHECK(app.first().received.empty());
}

TEST_CASE("answers: a paused session goes on with any answer") {
  SlackApp app;
  const Meeting meeting = app.told(facts_of("a", kStart));
  app.write("start");
  deliver(app.scope, {});
  app.advance(app.settings.prep.session_idle);
  CHECK(pause_idle_sessions(app.scope) == 1);
  CHECK(app.session(meeting)->state == SessionState::paused);
  app.write("The budget");
  CHECK(app.session(meeting)->state == SessionState::active);
  CHECK(app.session(meeting)->position == 1);
}

TEST_CASE("answers: an empty one is no answer, and is told so") {
  SlackApp app;
  const Meeting meeting = app.told(facts_of("a", kStart));
  app.write("start");
  deliver(app.scope, {});
  for (const char* nothing : {"", "  \n ", "\xE2\x80\x8B", "\x1b[2J"}) {
    app.write(nothing);
    CHECK(app.session(meeting)->position == 0);
    CHECK_FALSE(replied(app).empty());
  }
  CHECK(app.waiting(Kind::reply).size() == 4);
}

TEST_CASE("finish and done end the session") {
  for (const char* word : {"finish", "Done!"}) {
    SlackApp app;
    const Meeting meeting = app.told(facts_of("a", kStart));
    app.write("start");
    app.write(word);
    CHECK(app.session(meeting)->state == SessionState::finished);
    CHECK(app.state(meeting).status == Status::prep_completed);
    CHECK(contains(replied(app), "finished"));
  }
}

TEST_CASE("start: the meeting announced last, else what goes on elsewhere, else nothing") {
  SlackApp app;
  app.write("start");
  CHECK(contains(replied(app), "Nothing waits to be prepared"));
  const Meeting older = app.told(facts_of("a", kStart));
  app.advance(minutes{5});
  const Meeting newer = app.told(facts_of("b", kStart - hours{1}, hours{1}, "Planning"));
  app.write("start");
  CHECK(app.session(newer));
  CHECK_FALSE(app.session(older));
  // Once more says which question waits, and asks nothing anew.
  const auto questions = app.outbox(Kind::question).size();
  app.write("start");
  CHECK(app.outbox(Kind::question).size() == questions);
  CHECK(contains(replied(app), "Preparing Planning: question 1 of 3 waits."));
  app.write("finish");
  app.write("start");
  CHECK(app.session(older));
}

TEST_CASE("start: takes over what was begun in the terminal, which an answer does not") {
  SlackApp app;
  const Meeting meeting = app.told(facts_of("a", kStart));
  {
    auto transaction = app.database.begin();
    open_session(app.scope, transaction, meeting.meeting_id,
                 {SessionPlace::terminal, "prep start"});
    transaction.commit();
  }
  app.write("An answer");
  CHECK_FALSE(app.session(meeting)->questions[0].answer);
  CHECK(contains(replied(app), "goes on in the terminal"));
  app.write("start");
  CHECK(app.session(meeting)->place == SessionPlace::slack);
  deliver(app.scope, {});
  app.write("An answer");
  CHECK(app.session(meeting)->questions[0].answer == "An answer");
}

TEST_CASE("without a session every word is answered kindly, and nothing happens") {
  SlackApp app;
  const Meeting meeting = app.told(facts_of("a", kStart));
  struct Case {
    std::string text;
    std::string reply;
  };
  for (const auto& [text, reply] :
       {Case{"Good morning", "Write help"}, Case{"back", "no question to go back from"},
        Case{"skip", "no question to skip"}, Case{"finish", "no preparation to finish"},
        Case{"stop", "Nothing is going on"}, Case{"status", "To prepare next: Weekly review"},
        Case{std::string(60'000, 'x'), "Write help"}}) {
    CAPTURE(text.substr(0, 40));
    app.write(text);
    CHECK(contains(replied(app), reply));
  }
  CHECK(app.state(meeting).status == Status::prep_scheduled);
  CHECK(app.outbox(Kind::question).empty());
}

TEST_CASE("stop leaves the session as it is") {
  SlackApp app;
  const Meeting meeting = app.told(facts_of("a", kStart));
  app.write("start");
  const int version = app.session(meeting)->version;
  app.write("Stop!");
  CHECK(app.session(meeting)->version == version);
  CHECK(contains(replied(app), "waits: write an answer at any time"));
}

TEST_CASE("help and the list are messages of their own") {
  SlackApp app;
  const Meeting meeting = app.told(facts_of("a", kStart));
  app.write("HELP");
  app.write("meetings");
  CHECK(deliver(app.scope, {}).sent == 2);
  const auto& received = app.slack().received;
  const auto& help = received[received.size() - 2].message;
  const auto& list = received.back().message;
  CHECK(help.content.headline == "What You Can Say");
  CHECK(contains(help.text, "finish end the session"));
  CHECK(list.content.headline == "Your Next 7 Days");
  CHECK(has_button(list.content, "skip_prep"));
  CHECK(contains(list.text, "Weekly review"));
}

TEST_CASE("a list in the conversation is drawn anew by a click on it") {
  SlackApp app;
  const Meeting meeting = app.told(facts_of("a", kStart));
  app.write("meetings");
  deliver(app.scope, {});
  const std::string ts = app.slack().received.back().message_id;
  Inbound click;
  click.kind = InboundKind::action;
  click.slack_user = "U0ADA";
  click.action = "skip_prep";
  click.value = meeting.meeting_id;
  click.message_ts = ts;
  app.act(click);
  CHECK(redraw_due(app.scope) == 2);  // the notice and the list
  CHECK(says(app.slack().shown(ts)->content, "prep skipped"));
  CHECK_FALSE(has_button(app.slack().shown(ts)->content, "skip_prep"));
}

TEST_CASE("one message is replied to once, and a reply that is late helps nobody") {
  SlackApp app;
  Inbound message;
  message.delivery_id = "message:1";
  message.slack_user = "U0ADA";
  message.text = "hello";
  for (int i = 0; i < 3; ++i) {
    auto transaction = app.database.begin();
    act_on(app.scope, transaction, message);
    transaction.commit();
  }
  CHECK(app.outbox(Kind::reply).size() == 1);
  app.advance(hours{1});
  deliver(app.scope, {});
  CHECK(app.slack().received.empty());
  CHECK(app.only(Kind::reply).state == NotificationState::dead);
  CHECK(app.outbox(Kind::alert).empty());
}

}  // namespace
}  // namespace execassist::app::testing
