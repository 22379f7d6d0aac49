#include "prep/session_flow.hpp"

#include <execassist/base/graphemes.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

namespace execassist::prep {
namespace {

constexpr std::size_t kLongestAnswer = 4000;  // characters

int count_of_questions(const PrepSession& session) {
  return static_cast<int>(session.questions.size());
}

std::string number_of(const PrepSession& session, int position) {
  return std::to_string(position + 1) + " of " + std::to_string(count_of_questions(session));
}

// "question 2 of 4": of the one that waits.
std::string waiting_one(const PrepSession& session) { return "question " + progress_of(session); }

std::string answers_of(const PrepSession& session) {
  return std::to_string(answered_count(session)) + " of " +
         count_of(count_of_questions(session), "question") + " answered";
}

// Nothing in it that anybody could see.
bool is_blank(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto [character, size] = decode_character(text, at);
    const bool space = character <= U' ' || character == U'\u00a0' || character == U'\u3000' ||
                       (character >= U'\u2000' && character <= U'\u200a');
    if (!space && !is_invisible(character)) return false;
    at += size;
  }
  return true;
}

std::size_t characters_in(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) at += decode_character(text, at).size;
  return count;
}

// The first so many characters, without tearing one that is made of several.
std::string_view beginning_of(std::string_view text, std::size_t most) {
  std::size_t end = 0;
  for (std::size_t taken = 0; end < text.size();) {
    const std::size_t size = grapheme_size(text, end);
    taken += characters_in(text.substr(end, size));
    if (taken > most) break;
    end += size;
  }
  if (end > 0) return text.substr(0, end);
  // One character with thousands of marks.
  for (std::size_t taken = 0; taken < most && end < text.size(); ++taken) {
    end += decode_character(text, end).size;
  }
  return text.substr(0, end);
}

struct FittedAnswer {
  std::string text;
  bool cut = false;
};

FittedAnswer fitted(const std::string& answer) {
  const std::string whole(trim(answer));
  if (characters_in(whole) <= kLongestAnswer) return {whole, false};
  return {std::string(trim(beginning_of(whole, kLongestAnswer))), true};
}

// Why an act on a session that was seen at `version` does nothing; empty: it acts.
std::string objection(const PrepSession& session, std::optional<int> version) {
  if (session.state == SessionState::finished) return "The prep session is finished already.";
  if (session.state == SessionState::abandoned) return "The prep session is over.";
  if (!version || *version == session.version) return {};
  // A pause changes nothing for the person: the question that they see still waits.
  const bool paused_since =
      session.state == SessionState::paused && *version == session.version - 1;
  if (paused_since) return {};
  return "The session has gone on since then: " + waiting_one(session) + " waits now.";
}

PrepSession touched(const PrepSession& session, SessionPlace place, Instant now) {
  PrepSession to = session;
  to.version += 1;
  to.state = SessionState::active;
  to.place = place;
  to.last_activity_at = now;
  return to;
}

void finish(PrepSession& session, Instant now) {
  session.state = SessionState::finished;
  session.ended_at = now;
}

// To the next question that was neither answered nor passed over; after the last one it ends.
void go_on(PrepSession& session, Instant now) {
  const auto open = std::find_if(
      session.questions.begin() + session.position + 1, session.questions.end(),
      [](const SessionQuestion& question) { return !question.answer && !question.skipped; });
  session.position = static_cast<int>(open - session.questions.begin());
  if (open == session.questions.end()) finish(session, now);
}

}  // namespace

PrepSession new_session(const Meeting& meeting, const std::vector<PrepQuestion>& questions,
                        SessionPlace place, std::string session_id, Instant now) {
  PrepSession session;
  session.session_id = std::move(session_id);
  session.meeting_id = meeting.meeting_id;
  session.user_id = meeting.user_id;
  session.round = meeting.state.round;
  session.version = 1;
  session.place = place;
  session.started_at = now;
  session.last_activity_at = now;
  for (const PrepQuestion& question : questions) {
    SessionQuestion& asked = session.questions.emplace_back();
    asked.key = question.key;
    asked.text = one_line(question.text);
    asked.for_agenda = question.for_agenda;
  }
  if (questions.empty()) finish(session, now);
  return session;
}

PrepSession carried_over(PrepSession session, const PrepSession& before) {
  for (SessionQuestion& question : session.questions) {
    const auto same = std::find_if(before.questions.begin(), before.questions.end(),
                                   [&](const SessionQuestion& each) {
                                     return each.key == question.key && each.text == question.text;
                                   });
    if (same != before.questions.end() && same->answer) question = *same;
  }
  const auto open = std::find_if(session.questions.begin(), session.questions.end(),
                                 [](const SessionQuestion& each) { return !each.answer; });
  // All were answered: the last one waits, so that the person has the last word.
  const auto at = open == session.questions.end() ? open - 1 : open;
  if (session.open()) session.position = static_cast<int>(at - session.questions.begin());
  return session;
}

SessionDecision resumed(const PrepSession& session, SessionPlace place, Instant now) {
  if (const std::string why = objection(session, std::nullopt); !why.empty()) return NoMove{why};
  const bool there = session.state == SessionState::active && session.place == place;
  const std::string number = progress_of(session);
  if (there) return NoMove{"The session is under way: question " + number + " waits."};
  return SessionMove{touched(session, place, now), "resumed at question " + number};
}

SessionDecision asked_again(const PrepSession& session, SessionPlace place, Instant now) {
  if (const std::string why = objection(session, std::nullopt); !why.empty()) return NoMove{why};
  return SessionMove{touched(session, place, now), waiting_one(session) + " asked again"};
}

SessionDecision answered(const PrepSession& session, const std::string& answer, SessionPlace place,
                         std::optional<int> version, Instant now) {
  if (const std::string why = objection(session, version); !why.empty()) return NoMove{why};
  if (is_blank(answer)) {
    return NoMove{"That was empty: a few words will do, or skip the question."};
  }
  SessionMove move{touched(session, place, now), waiting_one(session) + " answered"};
  SessionQuestion& question = move.to.questions[static_cast<std::size_t>(session.position)];
  if (question.answer) move.outcome += " anew";
  const FittedAnswer text = fitted(answer);
  move.cut = text.cut;
  if (text.cut) move.outcome += ", cut at 4,000 characters";
  question.answer = text.text;
  question.skipped = false;
  question.answered_at = now;
  question.answered_in = place;
  go_on(move.to, now);
  return move;
}

SessionDecision passed_over(const PrepSession& session, SessionPlace place,
                            std::optional<int> version, Instant now) {
  if (const std::string why = objection(session, version); !why.empty()) return NoMove{why};
  SessionMove move{touched(session, place, now), waiting_one(session)};
  SessionQuestion& question = move.to.questions[static_cast<std::size_t>(session.position)];
  // Whoever went back to it and then thought better of it loses nothing.
  question.skipped = !question.answer;
  move.outcome += question.skipped ? " passed over" : " keeps its answer";
  go_on(move.to, now);
  return move;
}

SessionDecision stepped_back(const PrepSession& session, SessionPlace place,
                             std::optional<int> version, Instant now) {
  if (const std::string why = objection(session, version); !why.empty()) return NoMove{why};
  if (session.position == 0) return NoMove{"This is the first question already."};
  SessionMove move{touched(session, place, now), {}};
  move.to.position -= 1;
  move.outcome = "back at " + waiting_one(move.to);
  return move;
}

SessionDecision ended_early(const PrepSession& session, SessionPlace place, Instant now) {
  if (const std::string why = objection(session, std::nullopt); !why.empty()) return NoMove{why};
  SessionMove move{touched(session, place, now), "ended with " + answers_of(session)};
  finish(move.to, now);
  return move;
}

SessionDecision fell_idle(const PrepSession& session, Seconds idle, Instant now) {
  if (session.state != SessionState::active) return NoMove{"The session does not wait."};
  if (now - session.last_activity_at < idle) return NoMove{"The session is not idle yet."};
  SessionMove move{session, "paused at " + waiting_one(session)};
  move.to.version += 1;
  move.to.state = SessionState::paused;
  move.to.nudged = true;
  return move;
}

SessionDecision given_up(const PrepSession& session, Instant now) {
  if (const std::string why = objection(session, std::nullopt); !why.empty()) return NoMove{why};
  SessionMove move{session, "abandoned with " + answers_of(session)};
  move.to.version += 1;
  move.to.state = SessionState::abandoned;
  move.to.ended_at = now;
  return move;
}

int answered_count(const PrepSession& session) {
  return static_cast<int>(
      std::count_if(session.questions.begin(), session.questions.end(),
                    [](const SessionQuestion& question) { return question.answer.has_value(); }));
}

std::string progress_of(const PrepSession& session) {
  const int last = std::max(0, count_of_questions(session) - 1);
  if (session.questions.empty()) return "0 of 0";
  return number_of(session, std::clamp(session.position, 0, last));
}

}  // namespace execassist::prep
