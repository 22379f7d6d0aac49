// A meeting's way: every row of the state table in src/README.md as a pure decision. A Step says
// what the state becomes and what goes with it; app/ applies it as a compare-and-set in one
// transaction.
#pragma once

#include <execassist/base/instant.hpp>
#include <execassist/model/meeting.hpp>

#include <optional>
#include <string>
#include <variant>

namespace execassist::prep {

// What the rules say of a meeting.
struct Typing {
  std::string meeting_type;
  std::optional<Seconds> prep_lead;  // null: this type is not prepared
  std::string reason;
};

enum class ChangeNotice { none, moved, cancelled, revived };

struct Step {
  MeetingState to;
  std::string cause;     // for the history
  std::string suppress;  // reason for which pending notifications end; empty: they stay
  ChangeNotice notice = ChangeNotice::none;
};

struct Refusal {
  std::string why;
  std::string hint;
};

using Decision = std::variant<Step, Refusal>;

// What the person has been told of this meeting so far (or is being told right now).
struct Told {
  bool meeting = false;       // a prep notification, a reminder or a change
  bool cancellation = false;  // that it is cancelled
};

// discovered, classified → classified. In later states only what is derived from the facts is
// renewed.
MeetingState typed(const Meeting& meeting, const Typing& typing);

// What the facts rule: prep_trigger_time and unprepared_reason.
MeetingState renewed(const MeetingState& state, const MeetingFacts& facts);

// discovered, classified → prep_scheduled. REQUIRES: its trigger has come.
Step triggered(const Meeting& meeting, const std::string& notification_id);

// prep_scheduled → classified, a new round: its announcement was suppressed while its calendar was
// away.
Step returned(const Meeting& meeting);

// Why nobody can prepare it any more, or not here: over, cancelled, a copy of another meeting.
std::optional<Refusal> why_out_of_reach(const Meeting& meeting, Instant now);

// By the person.
Decision started(const Meeting& meeting, Instant now);
Decision finished(const Meeting& meeting, Instant now);
Decision skipped(const Meeting& meeting, Instant now);
// Snoozing leaves the state alone; the Step suppresses a pending prep notification.
Decision snoozed(const Meeting& meeting, Instant now);

// By the calendar; `meeting` is what is known, `facts` what the calendar says now.
Step moved(const Meeting& meeting, const MeetingFacts& facts, const Told& told, Instant now);
Step cancelled(const Meeting& meeting, const Told& told, const std::string& cause);
Step revived(const Meeting& meeting, const MeetingFacts& facts, const Told& told);

// By the time. Nothing when it does not apply.
std::optional<Step> ended(const Meeting& meeting, Instant now);

// When materials are written for somebody whom the notice, owed since `announced`, has not reached:
// start - max(30 min, a quarter of what was left then). Nothing once it went out.
std::optional<Instant> unreached_deadline(const Meeting& meeting, Instant announced);

// What nobody reacted to had never arrived: it waits for a reaction again.
std::optional<Step> unheard(const Meeting& meeting);

// No reaction until the deadline. `snoozed_until`: the latest moment the person asked to be
// reminded at.
std::optional<Step> unanswered(const Meeting& meeting, std::optional<Instant> snoozed_until,
                               Instant now);

// A preparation that began ends as it is, in time for its materials. `began`: when, if known.
// REQUIRES: no session of it is active.
std::optional<Step> ran_out(const Meeting& meeting, std::optional<Instant> began, Instant now);

// start - max(30 min, a quarter of the lead); the lead is the time that was left when it began, if
// that was less. With half an hour or less: the start.
Instant begun_deadline(const Meeting& meeting, std::optional<Instant> began);

// The earlier of notification (or snooze) + 24 h and start - max(30 min, a quarter of the lead).
// When the notification went out late, the lead is the time that was left then. Nothing before it
// went out.
std::optional<Instant> deadline(const Meeting& meeting, std::optional<Instant> snoozed_until);

}  // namespace execassist::prep
