// A notification: something owed to a user. It lives in the outbox, unique by (user, occurrence,
// kind, round, variant); a delivery attempt is one try on one channel, kept for ever as the audit
// log.
#pragma once

#include <execassist/base/instant.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace execassist {

enum class NotificationKind {
  prep,
  escalation,
  reminder,
  change,
  alert,
  test,
  materials,  // the materials of a meeting are there
  question,   // of a prep session, on Slack alone
  nudge,      // a prep session waits
  reply,      // to something that a person wrote on Slack, there alone
};

enum class NotificationState { pending, sending, sent, dead, suppressed };

enum class AttemptOutcome { accepted, not_sent, refused, sign_in_needed, unknown, bounced };

struct DeliveryAttempt {
  long long attempt_id = 0;  // 0 until it is stored
  std::string channel;
  std::string address;                    // masked
  Instant at{};                           // by `now`
  Instant wall_at{};                      // by the machine's clock
  std::optional<AttemptOutcome> outcome;  // null: in flight
  std::string error;                      // one line; also says when the message may arrive twice
  std::string message_id;
  std::optional<Instant> finished_at;
};

struct Notification {
  std::string notification_id;
  std::string user_id;
  std::optional<std::string> meeting_id;
  NotificationKind kind = NotificationKind::prep;
  std::string occurrence;  // identity of what it is about (occurrence_key, or another notification)
  int round = 0;
  std::string variant;  // tells apart several of one kind: a reminder's id, a change's revision
  NotificationState state = NotificationState::pending;
  std::string text;    // what was or will be said; made anew at delivery for prep and reminders
  std::string reason;  // why dead or suppressed, in words
  Instant due_at{};
  Instant next_attempt_at{};          // not before; later than due_at after a deferral
  std::optional<Instant> revived_at;  // queued again by hand: what failed before counts no more
  std::optional<Instant> expires_at;  // the lateness limit: undelivered by then is dead
  int rounds = 0;                     // how many times all channels were tried in vain
  std::optional<std::string> channel;
  std::optional<std::string> message_id;
  std::optional<Instant> sent_at;
  Instant created_at{};
  std::vector<DeliveryAttempt> attempts;
};

// Part of a conversation that the person holds right now: no quiet hours, no hourly limit, and only
// on the channel where it is held.
bool is_conversation(NotificationKind kind);

std::string_view name_of(NotificationKind kind);
std::string_view name_of(NotificationState state);
std::string_view name_of(AttemptOutcome outcome);
std::optional<NotificationKind> notification_kind_named(std::string_view name);
std::optional<NotificationState> notification_state_named(std::string_view name);
std::optional<AttemptOutcome> attempt_outcome_named(std::string_view name);

}  // namespace execassist
