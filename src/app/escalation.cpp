#include "app/escalation.hpp"

#include "app/meeting_steps.hpp"
#include "app/wording.hpp"
#include "prep/transitions.hpp"
#include "store/meeting_repository.hpp"
#include "store/outbox_repository.hpp"

#include <algorithm>

namespace execassist::app {

void queue_escalation(const Scope& scope, store::Transaction& transaction,
                      const Notification& notice, const std::string& channel,
                      long long attempt_id) {
  if (notice.kind != NotificationKind::prep || !notice.meeting_id) return;
  const auto meeting = store::MeetingRepository(scope.database).load(*notice.meeting_id);
  const UserSettings* user = scope.settings.find_user(notice.user_id);
  if (!meeting || !user || !meeting->state.meeting_type) return;
  const MeetingType* type = scope.rules.find(*meeting->state.meeting_type);
  if (!type || !type->escalate_after) return;
  if (channels_after(user->user.channels, channel).empty()) return;
  const Instant due = scope.now() + *type->escalate_after;
  const auto deadline = prep::deadline(*meeting, std::nullopt);
  if (deadline && due >= *deadline) return;

  Notification escalation = about_meeting(*meeting, NotificationKind::escalation,
                                          channel + ":" + std::to_string(attempt_id), scope.now());
  escalation.round = notice.round;
  escalation.due_at = escalation.next_attempt_at = due;
  escalation.text = wording(scope, escalation, &*meeting, user->user, false).text;
  store::OutboxRepository(scope.database).insert(transaction, escalation);
}

std::string escalated_from(const Notification& escalation) {
  return escalation.variant.substr(0, escalation.variant.find(':'));
}

std::vector<std::string> channels_after(const std::vector<std::string>& channels,
                                        const std::string& channel) {
  const auto found = std::find(channels.begin(), channels.end(), channel);
  if (found != channels.end()) return {std::next(found), channels.end()};
  return channels;
}

}  // namespace execassist::app
