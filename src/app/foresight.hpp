// What the runs of the coming days would send: their own code, over a copy of the store and a clock
// that is moved by hand, so that the forecast and the deed cannot disagree. Assumed: `run` comes
// every five minutes from now on, nobody reacts, every channel accepts, and the calendars stay as
// they are.
#pragma once

#include "app/scope.hpp"
#include "app/tick.hpp"

#include <execassist/base/error.hpp>
#include <execassist/model/notification.hpp>

#include <optional>
#include <string>
#include <vector>

namespace execassist::app {

inline constexpr Seconds kForeseenStep = minutes{5};  // from one run to the next

struct ForeseenMessage {
  Instant at{};
  std::string user_id;
  NotificationKind kind = NotificationKind::prep;
  std::string channel;
  std::optional<std::string> meeting_id;
  std::string title;   // of the meeting, one safe line; empty without one
  std::string reason;  // why then, one line
  std::string text;
};

// What is owed, but would not go out: given up, not needed any more, or still waiting at the end.
struct UnsentMessage {
  std::string user_id;
  NotificationKind kind = NotificationKind::prep;
  NotificationState state = NotificationState::pending;
  std::optional<std::string> meeting_id;
  std::string title;
  std::string reason;             // one line
  std::optional<Instant> due_at;  // of one that waits: when it would be tried next
};

struct Foresight {
  Instant from{};
  Instant until{};                        // exclusive: the last run comes before it
  TickReport first;                       // of the run that would come now
  std::vector<ForeseenMessage> messages;  // by time
  std::vector<UnsentMessage> left;        // suppressed, dead, pending
  std::vector<SourceError> later_errors;  // of calendars that could only be read for the first run
  std::optional<Error> misconfigured;     // why a channel could not even be tried
  int runs = 0;                           // that had something to do, or looked whether they had

  // As the first run's sync, or worse where a calendar could not be read further ahead.
  std::optional<ErrorKind> verdict() const;
};

// REQUIRES: the store of `scope` is a copy of its own, and its edges are those of a dry run.
// Everything happens in that copy, which is of no use afterwards.
Foresight foresee(const Scope& scope, Seconds ahead);

}  // namespace execassist::app
