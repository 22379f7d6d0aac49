#include "prep/session_flow.hpp"

#include <execassist/base/text.hpp>

#include <random>
#include <string>

#include <doctest/doctest.h>

namespace execassist::prep {
namespace {

using namespace std::chrono_literals;
using Place = SessionPlace;
using State = SessionState;

constexpr Instant kNow = std::chrono::sys_days{2026y / 1 / 12} + 9h;
constexpr Instant kLater = kNow + 5min;

PrepSession begun(int questions, Place place = Place::terminal) {
  Meeting meeting;
  meeting.meeting_id = "m";
  meeting.user_id = "ada";
  meeting.state.round = 2;
  std::vector<PrepQuestion> asked;
  for (int i = 0; i < questions; ++i) {
    asked.push_back({"k" + std::to_string(i), "Question " + std::to_string(i), i == 0});
  }
  return new_session(meeting, asked, place, "s", kNow);
}

PrepSession in_state(State state) {
  PrepSession session = begun(3);
  session.state = state;
  if (!session.open()) session.ended_at = kNow;
  return session;
}

const SessionMove& move_of(const SessionDecision& decision) {
  REQUIRE(std::holds_alternative<SessionMove>(decision));
  return std::get<SessionMove>(decision);
}

std::string why(const SessionDecision& decision) {
  const auto* nothing = std::get_if<NoMove>(&decision);
  return nothing ? nothing->why : "it moved";
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

PrepSession after_answer(const PrepSession& session, const std::string& text = "yes") {
  return move_of(answered(session, text, Place::terminal, std::nullopt, kLater)).to;
}
PrepSession after_skip(const PrepSession& session) {
  return move_of(passed_over(session, Place::terminal, std::nullopt, kLater)).to;
}
PrepSession after_back(const PrepSession& session) {
  return move_of(stepped_back(session, Place::terminal, std::nullopt, kLater)).to;
}

}  // namespace

TEST_CASE("a new session stands at its first question") {
  const PrepSession session = begun(3, Place::slack);
  CHECK(session.session_id == "s");
  CHECK(session.meeting_id == "m");
  CHECK(session.user_id == "ada");
  CHECK(session.round == 2);
  CHECK(session.state == State::active);
  CHECK(session.position == 0);
  CHECK(session.version > 0);
  CHECK(session.place == Place::slack);
  CHECK(session.started_at == kNow);
  CHECK(session.last_activity_at == kNow);
  CHECK_FALSE(session.ended_at);
  CHECK_FALSE(session.nudged);
  REQUIRE(session.questions.size() == 3);
  CHECK(session.questions[0].key == "k0");
  CHECK(session.questions[0].for_agenda);
  CHECK_FALSE(session.questions[1].for_agenda);
  CHECK_FALSE(session.questions[0].answer);
  CHECK(progress_of(session) == "1 of 3");
}

TEST_CASE("a session without questions is finished at once") {
  const PrepSession session = begun(0);
  CHECK(session.state == State::finished);
  CHECK(session.ended_at == kNow);
  CHECK(progress_of(session) == "0 of 0");
  CHECK(answered_count(session) == 0);
  CHECK(has(why(answered(session, "x", Place::slack, std::nullopt, kNow)), "finished"));
}

TEST_CASE("questions become one safe line each") {
  Meeting meeting;
  const PrepSession session = new_session(meeting,
                                          {{"k",
                                            "a\x1b[31m\n\xe2\x80\xae"
                                            "b",
                                            false}},
                                          Place::slack, "s", kNow);
  CHECK(session.questions[0].text == "a b");
}

TEST_CASE("an answer goes to the question that waits, and the next one waits") {
  const PrepSession before = begun(3);
  const SessionDecision decision =
      answered(before, "  yes \n no \n", Place::slack, before.version, kLater);
  const SessionMove& move = move_of(decision);
  CHECK(move.outcome == "question 1 of 3 answered");
  CHECK(move.to.version == before.version + 1);
  CHECK(move.to.position == 1);
  CHECK(move.to.state == State::active);
  CHECK(move.to.place == Place::slack);
  CHECK(move.to.last_activity_at == kLater);
  CHECK(move.to.questions[0].answer == "yes \n no");
  CHECK(move.to.questions[0].answered_at == kLater);
  CHECK(move.to.questions[0].answered_in == Place::slack);
  CHECK(move.to.questions[1] == before.questions[1]);
  CHECK(answered_count(move.to) == 1);
}

TEST_CASE("after the last question the session is finished") {
  PrepSession session = after_skip(after_answer(begun(3)));
  CHECK(session.state == State::active);
  session = after_answer(session);
  CHECK(session.state == State::finished);
  CHECK(session.position == 3);
  CHECK(session.ended_at == kLater);
  CHECK(answered_count(session) == 2);
  CHECK(progress_of(session) == "3 of 3");
  // To pass over the last one ends it as well.
  CHECK(after_skip(begun(1)).state == State::finished);
}

TEST_CASE("what says nothing is no answer") {
  const PrepSession session = begun(2);
  for (const char* text : {"", " ", "\n\n\t ", "\xc2\xa0", "\xe3\x80\x80\xe2\x80\x83",
                           "\xe2\x80\x8d\xe2\x80\x8c", "\xc2\xad", "\x01\x02"}) {
    CAPTURE(std::string(text));
    CHECK(has(why(answered(session, text, Place::slack, std::nullopt, kLater)), "empty"));
  }
  for (const char* text : {".", "0", "\xf0\x9f\x91\x8d", "-", "\xe3\x80\x80x"}) {
    CAPTURE(std::string(text));
    CHECK(after_answer(session, text).position == 1);
  }
}

TEST_CASE("an answer is cut at 4,000 characters, and the log says so") {
  const std::string accented = "e\xcc\x81";  // e and an accent: two characters, one to the eye
  std::string marks = "e";
  for (int i = 0; i < 5000; ++i) marks += "\xcc\x81";
  std::string accents;
  for (int i = 0; i < 2001; ++i) accents += accented;
  std::string emoji;
  for (int i = 0; i < 4001; ++i) emoji += "\xf0\x9f\x91\x8d";
  struct Case {
    const char* name;
    std::string text;
    std::size_t bytes;
    bool cut;
  };
  const Case cases[] = {
      {"exactly", std::string(4000, 'x'), 4000, false},
      {"one too many", std::string(4001, 'x'), 4000, true},
      {"blanks around do not count", "  " + std::string(4000, 'x') + "\n", 4000, false},
      {"a megabyte", std::string(1 << 20, 'x'), 4000, true},
      {"characters, not bytes", emoji, 16000, true},
      {"none torn from its accent", accents, 6000, true},
      {"one with thousands of marks", marks, 7999, true},
      {"odd: the accent would be the 4,001st", "x" + accents, 5998, true},
  };
  for (const Case& each : cases) {
    CAPTURE(each.name);
    const SessionDecision decision =
        answered(begun(2), each.text, Place::terminal, std::nullopt, kLater);
    const SessionMove& move = move_of(decision);
    CHECK(move.to.questions[0].answer->size() == each.bytes);
    CHECK(to_valid_utf8(*move.to.questions[0].answer) == *move.to.questions[0].answer);
    CHECK(has(move.outcome, "cut at 4,000 characters") == each.cut);
  }
}

TEST_CASE("a click on a question that waits no more says what does") {
  const PrepSession first = begun(3);
  const PrepSession second = after_answer(first);
  for (const int version : {first.version, first.version - 1, second.version + 1, -7, 0}) {
    CAPTURE(version);
    for (const auto& decision : {answered(second, "x", Place::slack, version, kLater),
                                 passed_over(second, Place::slack, version, kLater),
                                 stepped_back(second, Place::slack, version, kLater)}) {
      CHECK(has(why(decision), "question 2 of 3 waits now"));
    }
  }
  CHECK(move_of(passed_over(second, Place::slack, second.version, kLater)).to.position == 2);
}

TEST_CASE("a pause changes nothing for who sees the question: their click resumes") {
  const PrepSession seen = after_answer(begun(3));
  const PrepSession paused = move_of(fell_idle(seen, 30min, kLater + 30min)).to;
  CHECK(paused.state == State::paused);
  for (const auto version :
       {std::optional(seen.version), std::optional(paused.version), std::optional<int>()}) {
    const SessionDecision decision = answered(paused, "x", Place::slack, version, kLater + 1h);
    const SessionMove& move = move_of(decision);
    CHECK(move.to.state == State::active);
    CHECK(move.to.version == paused.version + 1);
    CHECK(move.to.questions[1].answer == "x");
    CHECK(move.to.nudged);  // once told is told
  }
  CHECK(has(why(answered(paused, "x", Place::slack, seen.version - 1, kLater)), "waits now"));
  CHECK(has(why(answered(paused, " ", Place::slack, std::nullopt, kLater)), "empty"));
}

TEST_CASE("what was passed over can be gone back to, and an answer is not lost by it") {
  PrepSession session = after_answer(after_skip(after_answer(begun(4), "one")), "three");
  CHECK(session.position == 3);
  CHECK(session.questions[1].skipped);
  session = after_back(after_back(session));
  CHECK(session.position == 1);
  CHECK(session.questions[1].skipped);
  session = after_answer(session, "two after all");
  CHECK_FALSE(session.questions[1].skipped);
  CHECK(session.position == 3);  // the third is answered already
  CHECK(answered_count(session) == 3);

  session = after_back(session);
  const SessionDecision kept = passed_over(session, Place::terminal, std::nullopt, kLater);
  CHECK(move_of(kept).outcome == "question 3 of 4 keeps its answer");
  CHECK(move_of(kept).to.questions[2].answer == "three");
  CHECK_FALSE(move_of(kept).to.questions[2].skipped);
  const SessionDecision anew = answered(session, "3", Place::terminal, std::nullopt, kLater);
  CHECK(move_of(anew).outcome == "question 3 of 4 answered anew");
  CHECK(move_of(anew).to.questions[2].answer == "3");
}

TEST_CASE("there is nothing before the first question") {
  CHECK(has(why(stepped_back(begun(2), Place::slack, std::nullopt, kLater)), "first question"));
}

TEST_CASE("a session goes on where the person is") {
  const PrepSession session = begun(2, Place::slack);
  CHECK(has(why(resumed(session, Place::slack, kLater)), "question 1 of 2 waits"));
  const SessionDecision elsewhere = resumed(session, Place::terminal, kLater);
  CHECK(move_of(elsewhere).to.place == Place::terminal);
  CHECK(move_of(elsewhere).to.version == session.version + 1);
  CHECK(move_of(elsewhere).to.last_activity_at == kLater);
  CHECK(move_of(elsewhere).outcome == "resumed at question 1 of 2");
  const PrepSession paused = move_of(fell_idle(session, 30min, kNow + 1h)).to;
  CHECK(move_of(resumed(paused, Place::slack, kLater)).to.state == State::active);
}

TEST_CASE("a session can be ended before its questions are") {
  const SessionDecision decision = ended_early(after_answer(begun(3)), Place::slack, kLater);
  CHECK(move_of(decision).outcome == "ended with 1 of 3 questions answered");
  CHECK(move_of(decision).to.state == State::finished);
  CHECK(move_of(decision).to.ended_at == kLater);
  CHECK(move_of(decision).to.position == 1);
  CHECK(move_of(ended_early(begun(1), Place::slack, kLater)).outcome ==
        "ended with 0 of 1 question answered");
}

TEST_CASE("idle: not a second too early, and only what is active") {
  const PrepSession session = begun(2);
  CHECK(std::holds_alternative<NoMove>(fell_idle(session, 30min, kNow + 30min - 1s)));
  CHECK(std::holds_alternative<NoMove>(fell_idle(session, 30min, kNow - 1h)));
  const SessionDecision decision = fell_idle(session, 30min, kNow + 30min);
  CHECK(move_of(decision).to.state == State::paused);
  CHECK(move_of(decision).to.nudged);
  CHECK(move_of(decision).to.version == session.version + 1);
  CHECK(move_of(decision).to.position == session.position);
  CHECK(move_of(decision).to.last_activity_at == kNow);
  for (const State state : {State::paused, State::finished, State::abandoned}) {
    CHECK(std::holds_alternative<NoMove>(fell_idle(in_state(state), 30min, kNow + 1h)));
  }
}

TEST_CASE("what is over stays over") {
  for (const State state : {State::finished, State::abandoned}) {
    const PrepSession over = in_state(state);
    for (const auto& decision : {answered(over, "x", Place::slack, std::nullopt, kLater),
                                 answered(over, "x", Place::slack, over.version, kLater),
                                 passed_over(over, Place::slack, std::nullopt, kLater),
                                 stepped_back(over, Place::slack, over.version, kLater),
                                 resumed(over, Place::slack, kLater),
                                 ended_early(over, Place::slack, kLater), given_up(over, kLater)}) {
      CHECK(has(why(decision), state == State::finished ? "finished" : "over"));
    }
  }
  for (const State state : {State::active, State::paused}) {
    const SessionDecision decision = given_up(in_state(state), kLater);
    CHECK(move_of(decision).to.state == State::abandoned);
    CHECK(move_of(decision).to.ended_at == kLater);
  }
}

TEST_CASE("random walks keep a session whole") {
  std::mt19937 chance(7);
  const auto below = [&](int bound) {
    return static_cast<int>(chance() % static_cast<unsigned>(bound));
  };
  int finished = 0;
  for (int walk = 0; walk < 400; ++walk) {
    const int count = below(6);
    PrepSession session = begun(count);
    Instant now = kNow;
    for (int step = 0; step < 40; ++step) {
      CAPTURE(walk);
      CAPTURE(step);
      now += minutes{below(40)};
      const Place place = below(2) == 0 ? Place::slack : Place::terminal;
      std::optional<int> version;
      if (below(2) == 0) version = session.version - below(3);
      const std::string text = below(4) == 0 ? " " : "a" + std::to_string(step);
      SessionDecision decision = NoMove{};
      const int act = below(20);
      if (act < 7)
        decision = answered(session, text, place, version, now);
      else if (act < 10)
        decision = passed_over(session, place, version, now);
      else if (act < 15)
        decision = stepped_back(session, place, version, now);
      else if (act < 17)
        decision = resumed(session, place, now);
      else if (act < 19)
        decision = fell_idle(session, 30min, now);
      else
        decision = below(4) == 0 ? given_up(session, now) : ended_early(session, place, now);

      const auto* move = std::get_if<SessionMove>(&decision);
      if (!move) {
        CHECK_FALSE(why(decision).empty());
        CHECK(one_line(why(decision)) == why(decision));
        continue;
      }
      REQUIRE(session.open());
      const PrepSession& to = move->to;
      CHECK_FALSE(move->outcome.empty());
      CHECK(to.version == session.version + 1);
      CHECK(to.position >= 0);
      CHECK(to.position <= count);
      CHECK((to.open() ? to.position < count : true));
      CHECK(to.open() != to.ended_at.has_value());
      int answers = 0;
      for (const SessionQuestion& each : to.questions) {
        answers += each.answer ? 1 : 0;
        CHECK_FALSE((each.answer && each.skipped));
        CHECK(each.answer.has_value() == each.answered_at.has_value());
        CHECK(each.answer.has_value() == each.answered_in.has_value());
      }
      CHECK(answered_count(to) == answers);
      CHECK(answers >= answered_count(session));  // nothing that was answered gets lost
      CHECK(answers <= answered_count(session) + 1);
      // All that lies behind was asked.
      for (int i = 0; i < to.position; ++i) {
        const SessionQuestion& each = to.questions[static_cast<std::size_t>(i)];
        CHECK((each.answer || each.skipped));
      }
      session = to;
    }
    finished += session.state == State::finished ? 1 : 0;
  }
  CHECK(finished > 100);
}

}  // namespace execassist::prep
