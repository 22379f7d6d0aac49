// The way of a preparation: what time does (trigger, deadline, end) and what the person does.
#pragma once

#include "app/scope.hpp"

#include <execassist/model/meeting.hpp>
#include <execassist/model/reminder.hpp>

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

// By the person. Throw Error{refused} when the meeting's state does not allow it; return it as it
// is then.
Meeting start_prep(const Scope& scope, const Meeting& meeting);
Meeting finish_prep(const Scope& scope, const Meeting& meeting);
Meeting skip_prep(const Scope& scope, const Meeting& meeting);

// Reminds after `length`, but never after the start: then 15 minutes before it.
Reminder snooze_prep(const Scope& scope, const Meeting& meeting, Seconds length);

}  // namespace execassist::app
