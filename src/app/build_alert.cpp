#include "app/build_alert.hpp"

#include "app/wording.hpp"
#include "notify/materials_message.hpp"
#include "store/build_repository.hpp"
#include "store/meeting_repository.hpp"
#include "store/outbox_repository.hpp"

#include <execassist/base/identifier.hpp>
#include <execassist/base/log.hpp>

namespace execassist::app {
namespace {

constexpr std::string_view kOccurrence = "build/";

// While it is the meeting's latest and has failed; nothing when all is well again.
std::optional<MaterialsBuild> failed_build(const Scope& scope, const Notification& alert) {
  if (!alert.meeting_id) return std::nullopt;
  auto build = store::BuildRepository(scope.database).latest_of(*alert.meeting_id);
  const std::string build_id = alert.occurrence.substr(kOccurrence.size());
  if (!build || build->build_id != build_id || build->state != BuildState::failed) {
    return std::nullopt;
  }
  return build;
}

}  // namespace

void queue_build_alert(const Scope& scope, store::Transaction& transaction,
                       const MaterialsBuild& build) {
  const UserSettings* user = scope.settings.find_user(build.user_id);
  if (user == nullptr) return;
  Notification alert;
  alert.notification_id = random_id();
  alert.user_id = build.user_id;
  alert.meeting_id = build.meeting_id;
  alert.kind = NotificationKind::alert;
  alert.occurrence = std::string(kOccurrence) + build.build_id;
  alert.round = build.round;
  alert.due_at = alert.next_attempt_at = alert.created_at = scope.now();
  alert.variant = format_rfc3339(scope.now());  // it may be resumed, and fail again
  const auto meeting = store::MeetingRepository(scope.database).load(build.meeting_id);
  alert.text = build_alert_wording(scope, alert, meeting ? &*meeting : nullptr, user->user).text;
  store::OutboxRepository(scope.database).insert(transaction, alert);
  log(LogLevel::info, {{"user_id", alert.user_id}, {"meeting_id", build.meeting_id}},
      "an alert is queued: the materials could not be written");
}

bool is_build_alert(const Notification& notification) {
  return notification.kind == NotificationKind::alert &&
         notification.occurrence.starts_with(kOccurrence);
}

std::optional<std::string> build_alert_overtaken(const Scope& scope,
                                                 const Notification& notification) {
  if (failed_build(scope, notification)) return std::nullopt;
  return "the step was resumed";
}

notify::Message build_alert_wording(const Scope& scope, const Notification& notification,
                                    const Meeting* meeting, const User& user) {
  const auto build = failed_build(scope, notification);
  if (!build || meeting == nullptr) {
    return {"Materials could not be written", notification.text};
  }
  const notify::MeetingInWords about{*meeting, user, type_label(scope.rules, meeting->state),
                                     scope.now()};
  return notify::failed_build_message(about, build->step, build->problem);
}

}  // namespace execassist::app
