#include "app/wording.hpp"

#include "app/build_alert.hpp"
#include "app/channel_alert.hpp"
#include "app/conversation_wording.hpp"
#include "app/escalation.hpp"
#include "app/materials_wording.hpp"
#include "app/sign_in_alert.hpp"
#include "notify/claim.hpp"
#include "store/outbox_repository.hpp"

namespace execassist::app {
namespace {

notify::Message change_wording(const notify::MeetingInWords& about,
                               const Notification& notification) {
  const auto change = notify::parse_change_variant(notification.variant);
  if (!change || change->what == "cancelled") return notify::cancelled_message(about);
  if (change->what == "revived") return notify::revived_message(about);
  return notify::moved_message(about, change->told_start);
}

}  // namespace

std::string type_label(const Rules& rules, const MeetingState& state) {
  if (!state.meeting_type || *state.meeting_type == "default") return "Meeting";
  const MeetingType* type = rules.find(*state.meeting_type);
  return type ? type->label : label_from_name(*state.meeting_type);
}

notify::Message wording(const Scope& scope, const Notification& notification,
                        const Meeting* meeting, const User& user, bool shortened,
                        Discretion discretion) {
  std::optional<Meeting> discreet;
  if (meeting && discretion == Discretion::discreet) {
    meeting = &discreet.emplace(notify::without_particulars(*meeting));
  }
  if (notification.kind == NotificationKind::test) return notify::test_message(user);
  if (is_sign_in_alert(notification)) return sign_in_alert_wording(scope, notification, user);
  if (is_channel_alert(notification)) return channel_alert_wording(scope, notification, user);
  if (is_build_alert(notification)) return build_alert_wording(scope, notification, meeting, user);
  if (notification.kind == NotificationKind::reply) return reply_wording(scope, notification, user);
  std::optional<notify::MeetingInWords> about;
  if (meeting) {
    about.emplace(notify::MeetingInWords{*meeting, user, type_label(scope.rules, meeting->state),
                                         scope.now()});
  }
  if (notification.kind == NotificationKind::alert || !about) {
    const auto dead = store::OutboxRepository(scope.database).load(notification.occurrence);
    if (!dead) return {"A message could not be delivered", notification.text};
    return notify::dead_letter_message(*dead, about ? &*about : nullptr, user.name);
  }
  switch (notification.kind) {
    case NotificationKind::prep:
      return notify::prep_message(*about, shortened);
    case NotificationKind::escalation:
      return notify::escalation_message(*about, escalated_from(notification));
    case NotificationKind::reminder:
      return notify::reminder_message(*about);
    case NotificationKind::materials:
      return materials_wording(scope, notification, *about, discretion);
    case NotificationKind::nudge:
      return nudge_wording(scope, *about);
    case NotificationKind::question:
      return question_wording(scope, notification, *about);
    default:
      return change_wording(*about, notification);
  }
}

}  // namespace execassist::app
