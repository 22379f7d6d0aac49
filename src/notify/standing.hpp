// What a message about a meeting shows when it is drawn anew: while its offer is open the message
// as it would be made today, else the meeting and one strong line that says how its preparation
// stands.
#pragma once

#include "notify/message.hpp"

#include <execassist/base/instant.hpp>
#include <execassist/model/prep_session.hpp>

#include <optional>

namespace execassist::notify {

// What is known besides the meeting.
struct Standing {
  int round = 0;                         // in which the message was sent
  const PrepSession* session = nullptr;  // the meeting's latest; null: there was none
  std::optional<Instant> snoozed_until;  // the latest that the person asked for and still awaits
  std::optional<Instant> deadline;       // by when a reaction was awaited
  bool moved = false;                    // since the message was sent
};

// Of an offer: a notice, an escalation, a reminder, a nudge. `today`: as it would be made now.
Message standing_offer(Message today, const MeetingInWords& about, const Standing& standing);

// Of news, which stay as they are: only a move, a cancellation or the end is added.
Message standing_news(Message today, const MeetingInWords& about, const Standing& standing);

}  // namespace execassist::notify
