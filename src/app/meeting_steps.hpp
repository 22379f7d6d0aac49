// Applies a decided step of a meeting: the state by compare-and-set, what it suppresses, what it
// announces.
#pragma once

#include "app/scope.hpp"
#include "prep/transitions.hpp"
#include "store/database.hpp"

#include <execassist/model/meeting.hpp>

#include <optional>
#include <string>

namespace execassist::app {

// It was delivered, or nobody knows that it was not.
bool may_have_arrived(const Notification& notification);

// What the person was told of this meeting, or is being told right now.
prep::Told what_was_told(const Scope& scope, const Meeting& meeting);

// What the person takes for true while a notice of something else has not certainly arrived.
struct Belief {
  Instant start{};
  bool cancelled = false;
  bool certain = true;  // false: the notice may have arrived, and then they know
};

std::optional<Belief> belief_behind(const Scope& scope, const Meeting& meeting);

// `before` is the meeting as planned from; `facts` what it is now. False when somebody was first,
// and then nothing is changed.
bool apply_step(const Scope& scope, store::Transaction& transaction, const Meeting& before,
                const MeetingFacts& facts, const prep::Step& step);

// A new notification about a meeting, due now, without its text.
Notification about_meeting(const Meeting& meeting, NotificationKind kind, std::string variant,
                           Instant now);

}  // namespace execassist::app
