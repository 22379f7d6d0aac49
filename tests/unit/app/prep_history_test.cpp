#include "app/prep_history.hpp"

#include "session_fixture.hpp"

namespace execassist::app::testing {
namespace {

std::vector<std::string> lines_of(const std::vector<HistoryEntry>& history) {
  std::vector<std::string> lines;
  for (const HistoryEntry& each : history) {
    lines.push_back(each.what + " | " + each.cause + " | " + each.outcome);
  }
  return lines;
}

}  // namespace

TEST_CASE("the story of a preparation stands in the order in which it happened") {
  SessionApp app;
  const Meeting meeting = app.told();
  app.advance(minutes{10});
  app.open(meeting, kSlack);
  app.advance(minutes{1});
  app.answer(meeting, "one\ntwo", kSlack);
  app.advance(minutes{1});
  app.back(meeting, kSlack);
  app.advance(minutes{1});
  app.answer(meeting, "three", kSlack);
  app.advance(minutes{1});
  add_reminder(app.scope, meeting, kNow + hours{3});
  app.advance(minutes{1});
  skip_prep(app.scope, meeting);

  const auto history = prep_history(app.scope, meeting);
  CHECK(lines_of(history) ==
        std::vector<std::string>{
            "state | sync: new | discovered",
            "state | classify | classified",
            "state | prep: its time has come | prep_scheduled",
            "message | prep on first | accepted",
            "state | user: the button in Slack | prep_in_progress",
            "session | the button in Slack | begun at question 1 of 3",
            "session | the button in Slack | question 1 of 3 answered",
            "session | the button in Slack | back at question 1 of 3",
            "answer | default question 1 | three",
            "session | the button in Slack | question 1 of 3 answered anew",
            "reminder | added | at 2026-11-21 12:30 UTC",
            "session | the preparation was skipped | abandoned with 1 of 3 questions answered",
            "state | user: prep skip | prep_completed",
        });
  for (std::size_t i = 1; i < history.size(); ++i) CHECK(history[i - 1].at <= history[i].at);
  for (const HistoryEntry& each : history) CHECK(each.to.has_value() == (each.what == "state"));
  CHECK_FALSE(history[0].from);
  CHECK(history[1].from == MeetingStatus::discovered);
  CHECK(history.back().at == app.now());
  CHECK(history.back().to == MeetingStatus::prep_completed);
}

TEST_CASE(
    "failed deliveries and answers of earlier sessions belong to the story, each on one line") {
  SessionApp app;
  app.first().script(AttemptOutcome::not_sent, "the server\nis \x1b[31mdown");
  const Meeting meeting = app.told();
  app.open(meeting);
  app.answer(meeting, "of the\nfirst session");
  app.take_away("one");
  app.sync();
  app.put(facts_of("one", kNow + days{1}));
  app.sync();
  app.open(meeting);
  app.answer(meeting, "of the second");
  const auto lines = lines_of(prep_history(app.scope, meeting));
  const auto counted = [&](const std::string& line) {
    return std::count(lines.begin(), lines.end(), line);
  };
  CHECK(counted("message | prep on first | not_sent: the server is down") == 1);
  CHECK(counted("message | prep on first | accepted") == 1);
  CHECK(counted("answer | default question 1 | of the first session") == 1);
  CHECK(counted("answer | default question 2 | of the second") == 1);
}

}  // namespace execassist::app::testing
