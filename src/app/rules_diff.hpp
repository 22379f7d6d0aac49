// What other rules would change about the meetings in the store. Writes nothing.
#pragma once

#include "app/scope.hpp"

#include <execassist/model/meeting.hpp>
#include <execassist/model/rules.hpp>

#include <vector>

namespace execassist::app {

struct RetypedMeeting {
  Meeting before;      // as it stands in the store
  MeetingState after;  // as the other rules have it
  // False of what keeps its type whatever the rules say: it was announced, or is over or cancelled.
  bool takes_effect = true;
  // Its preparation would be due at once: the new time for it has passed, the start has not.
  bool due_now = false;
};

struct RulesDiff {
  std::vector<RetypedMeeting> changed;  // another type or lead, by start
  int compared = 0;
  int kept = 0;  // would have another type or lead, but keep theirs; in `changed` only with `all`
};

// Of the meetings that are not over yet; with `all` of every one in the store. Throws
// Error{configuration}: a bad regular expression.
RulesDiff diff_rules(const Scope& scope, const Rules& other, bool all);

}  // namespace execassist::app
