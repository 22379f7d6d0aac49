// A prep session: the questions of a meeting's type, asked one at a time, with what the person
// answered. It outlives processes: begun in Slack it may end in the terminal. The questions are a
// copy of the rules' at its beginning, so that an edited rule does not tear a session apart.
#pragma once

#include <execassist/base/instant.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace execassist {

enum class SessionState {
  active,
  paused,     // idle for too long; any answer resumes it
  finished,   // all was asked, or the person said so
  abandoned,  // the meeting was skipped, cancelled, or is over
};

// Where the next question is shown.
enum class SessionPlace { slack, terminal };

struct SessionQuestion {
  std::string key;                    // stable while the text changes: "outcome"
  std::string text;                   // one safe line
  bool for_agenda = false;            // its answer becomes an item of the agenda
  std::optional<std::string> answer;  // one safe block, lines separated by \n
  bool skipped = false;               // passed over; still unanswered
  std::optional<Instant> answered_at;
  std::optional<SessionPlace> answered_in;

  friend bool operator==(const SessionQuestion&, const SessionQuestion&) = default;
};

struct PrepSession {
  std::string session_id;
  std::string meeting_id;
  std::string user_id;
  int round = 0;  // of the meeting
  SessionState state = SessionState::active;
  int position = 0;  // index of the question that waits; questions.size(): all were asked
  int version = 0;   // grows with every change: what a click is compared with
  SessionPlace place = SessionPlace::terminal;
  bool nudged = false;  // told once that it waits
  Instant started_at{};
  Instant last_activity_at{};
  std::optional<Instant> ended_at;
  std::vector<SessionQuestion> questions;

  bool open() const { return state == SessionState::active || state == SessionState::paused; }
};

std::string_view name_of(SessionState state);
std::string_view name_of(SessionPlace place);
std::optional<SessionState> session_state_named(std::string_view name);
std::optional<SessionPlace> session_place_named(std::string_view name);

}  // namespace execassist
