// Prep sessions over the store. Each act is part of the caller's transaction: the session by
// compare-and-set, its log entry, the meeting's step that goes with it (start, finish), the next
// question as a notification where the session is held in Slack, and the messages to draw anew.
#pragma once

#include "app/scope.hpp"
#include "prep/transitions.hpp"
#include "store/database.hpp"

#include <execassist/model/meeting.hpp>
#include <execassist/model/prep_session.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace execassist::app {

// Who does it and from where: for the log ("the button in Slack"), and for the place.
struct SessionActor {
  SessionPlace place = SessionPlace::terminal;
  std::string cause;  // "prep start", "a message in Slack"
};

struct SessionResult {
  Meeting meeting;
  std::optional<PrepSession> session;  // as it is now; nothing where the meeting never had one
  bool changed = false;
  std::string said;  // one line for the person: what happened, or why nothing did
  // By the meeting's state, or because no session is open; its hint is a command. `said` says it.
  std::optional<prep::Refusal> refusal{};
  bool cut = false;  // of the answer only the beginning was kept; `said` says it
};

// Throws Error{not_found}: no such meeting; so do the next four. Starts the preparation, or goes on
// with it; a type without questions is prepared at once. From Slack, a question that never got
// there is asked again. What the meeting's state forbids is said, not thrown; `changed` is false
// then.
SessionResult open_session(const Scope& scope, store::Transaction& transaction,
                           const std::string& meeting_id, const SessionActor& actor);

// The session that is open for the meeting. `version`: as the person saw it.
SessionResult answer_session(const Scope& scope, store::Transaction& transaction,
                             const std::string& meeting_id, const std::string& answer,
                             const SessionActor& actor, std::optional<int> version = std::nullopt);
SessionResult pass_over_question(const Scope& scope, store::Transaction& transaction,
                                 const std::string& meeting_id, const SessionActor& actor,
                                 std::optional<int> version = std::nullopt);
SessionResult step_back(const Scope& scope, store::Transaction& transaction,
                        const std::string& meeting_id, const SessionActor& actor,
                        std::optional<int> version = std::nullopt);

// Ends the session, if one is open, and the preparation with it (prep_completed, prepared).
SessionResult finish_session(const Scope& scope, store::Transaction& transaction,
                             const std::string& meeting_id, const SessionActor& actor);

// The meeting was skipped, cancelled or is over: an open session of it is abandoned, and no
// question of it goes out any more. Called by apply_step, as is the next one.
void abandon_session(const Scope& scope, store::Transaction& transaction, const Meeting& meeting,
                     const std::string& why);

// The preparation is finished, whatever its session still had to ask: an open one ends as it is.
void settle_session(const Scope& scope, store::Transaction& transaction, const Meeting& meeting,
                    const std::string& why);

// Pauses what was idle for too long, with one nudge each. Transactions of its own. Returns how
// many.
int pause_idle_sessions(const Scope& scope);

// By the place of the session that waits for an answer of that user in Slack: the latest.
std::optional<PrepSession> session_waiting_in_slack(const Scope& scope, const std::string& user_id);

// Whether the person can have read in Slack what an answer from there would answer.
enum class QuestionInSlack {
  asked,       // it is there, or may be: an attempt whose outcome is not known counts
  on_its_way,  // due now, or in somebody's hands
  missing,     // never queued, given up, kept back, or waiting for another try
  came_later,  // it is there, but was not yet when the person wrote
};

// Of the question that waits. `written`: Slack's timestamp of the person's words, where there are
// any.
QuestionInSlack question_in_slack(const Scope& scope, const PrepSession& session,
                                  std::string_view written = {});

// Every message about the meeting that stands in Slack is to be drawn anew.
void want_redraws(const Scope& scope, store::Transaction& transaction,
                  const std::string& meeting_id);

}  // namespace execassist::app
