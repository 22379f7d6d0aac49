#include "model/names.hpp"

#include <execassist/model/notification.hpp>

namespace execassist {
namespace {

constexpr Names<NotificationKind, 10> kKinds{{{NotificationKind::prep, "prep"},
                                              {NotificationKind::escalation, "escalation"},
                                              {NotificationKind::reminder, "reminder"},
                                              {NotificationKind::change, "change"},
                                              {NotificationKind::alert, "alert"},
                                              {NotificationKind::test, "test"},
                                              {NotificationKind::materials, "materials"},
                                              {NotificationKind::question, "question"},
                                              {NotificationKind::nudge, "nudge"},
                                              {NotificationKind::reply, "reply"}}};

constexpr Names<NotificationState, 5> kStates{{{NotificationState::pending, "pending"},
                                               {NotificationState::sending, "sending"},
                                               {NotificationState::sent, "sent"},
                                               {NotificationState::dead, "dead"},
                                               {NotificationState::suppressed, "suppressed"}}};

constexpr Names<AttemptOutcome, 6> kOutcomes{{{AttemptOutcome::accepted, "accepted"},
                                              {AttemptOutcome::not_sent, "not_sent"},
                                              {AttemptOutcome::refused, "refused"},
                                              {AttemptOutcome::sign_in_needed, "sign_in_needed"},
                                              {AttemptOutcome::unknown, "unknown"},
                                              {AttemptOutcome::bounced, "bounced"}}};

}  // namespace

bool is_conversation(NotificationKind kind) {
  return kind == NotificationKind::question || kind == NotificationKind::reply;
}

std::string_view name_of(NotificationKind kind) { return kKinds.name_of(kind); }
std::string_view name_of(NotificationState state) { return kStates.name_of(state); }
std::string_view name_of(AttemptOutcome outcome) { return kOutcomes.name_of(outcome); }

std::optional<NotificationKind> notification_kind_named(std::string_view name) {
  return kKinds.named(name);
}
std::optional<NotificationState> notification_state_named(std::string_view name) {
  return kStates.named(name);
}
std::optional<AttemptOutcome> attempt_outcome_named(std::string_view name) {
  return kOutcomes.named(name);
}

}  // namespace execassist
