// The way of a preparation: what time does (trigger, deadline, end) and what the person does.
#pragma once

#include "app/scope.hpp"
#include "prep/transitions.hpp"
#include "store/database.hpp"

#include <execassist/model/meeting.hpp>
#include <execassist/model/prep_session.hpp>
#include <execassist/model/reminder.hpp>

#include <optional>
#include <string>
#include <vector>

namespace execassist::app {

struct SkippedPrep {
  std::string meeting_id;
  std::string reason;
};

struct PrepReport {
  std::vector<std::string> triggered;
  std::vector<SkippedPrep> skipped;  // their time has come, but they are not prepared
  int completed = 0;                 // meetings that ended
  int unanswered = 0;                // preparations that ended without a reaction
};

// Ends what is over, then starts the preparation of every meeting with trigger <= now < start; each
// queues its notification in the same transaction.
PrepReport trigger_preps(const Scope& scope);

// When its preparation began, where that is known. `session`: the meeting's latest.
std::optional<Instant> when_begun(const Scope& scope, const Meeting& meeting,
                                  const std::optional<PrepSession>& session);

// By the person, as part of the caller's transaction (preparation_acts.cpp).
struct PrepAct {
  Meeting meeting;                       // as it is afterwards
  std::optional<prep::Refusal> refusal;  // why nothing happened
  std::optional<Reminder> reminder;      // of a snooze
};

// `by`: for the history, where it is not the command: "the button in Slack, by bob". Throw
// Error{not_found}.
PrepAct skip_prep(const Scope& scope, store::Transaction& transaction,
                  const std::string& meeting_id, const std::string& by);
PrepAct snooze_prep(const Scope& scope, store::Transaction& transaction,
                    const std::string& meeting_id, Seconds length, const std::string& by);

struct Snoozes {
  std::optional<Instant> latest;   // whatever became of it
  std::optional<Instant> pending;  // when the latest that still waits will come
};
Snoozes snoozes_of(const Scope& scope, const Meeting& meeting);

// When a snooze until `remind_at` is heard of: then, or at the end of the quiet hours that hold it
// back. Unlike the notice it is never brought forward: where their end would be too late, it comes
// in the midst of them.
Instant snooze_delivery(const Scope& scope, const Meeting& meeting, Instant remind_at);

// By the person, each in a transaction of its own. Throw Error{refused} when the meeting's state
// does not allow it; return it as it is then.
Meeting skip_prep(const Scope& scope, const Meeting& meeting);

// Reminds after `length`, but never after the start: then 15 minutes before it.
Reminder snooze_prep(const Scope& scope, const Meeting& meeting, Seconds length);

}  // namespace execassist::app
