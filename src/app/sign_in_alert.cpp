#include "app/sign_in_alert.hpp"

#include "app/sign_in.hpp"
#include "store/outbox_repository.hpp"

#include <execassist/base/identifier.hpp>
#include <execassist/base/log.hpp>

#include <algorithm>

namespace execassist::app {
namespace {

constexpr const char* kVariant = "sign_in";

std::string occurrence_of(const Grant& grant) {
  return "sign-in/" + grant.key.provider + "/" + grant.grant_id;
}

// Without secrets, so that a lost sealing key does not matter.
std::optional<Grant> grant_of(const Scope& scope, const std::string& user_id) {
  for (Grant& grant : scope.edges.token_vault().list()) {
    if (grant.key == GrantKey{user_id, kGoogle}) return std::move(grant);
  }
  return std::nullopt;
}

}  // namespace

bool queue_sign_in_alert(const Scope& scope, store::Transaction& transaction,
                         const std::string& user_id) {
  const UserSettings* user = scope.settings.find_user(user_id);
  const auto grant = grant_of(scope, user_id);
  if (!user || !grant || !grant->refused()) return false;
  Notification alert;
  alert.notification_id = random_id();
  alert.user_id = user_id;
  alert.kind = NotificationKind::alert;
  alert.occurrence = occurrence_of(*grant);
  alert.variant = kVariant;
  alert.due_at = alert.next_attempt_at = alert.created_at = scope.now();
  alert.text = notify::sign_in_message(*grant, user->user).text;
  if (!store::OutboxRepository(scope.database).insert(transaction, alert)) return false;
  log(LogLevel::info, {{"user_id", user_id}, {"notification_id", alert.notification_id}},
      "the sign-in died: an alert is queued");
  return true;
}

bool is_sign_in_alert(const Notification& notification) {
  return notification.kind == NotificationKind::alert && notification.variant == kVariant;
}

std::optional<std::string> sign_in_alert_overtaken(const Scope& scope,
                                                   const Notification& notification) {
  const auto grant = grant_of(scope, notification.user_id);
  if (!grant) return "signed out since";
  if (occurrence_of(*grant) != notification.occurrence) return "signed in again since";
  if (!grant->refused()) return "the sign-in works again";
  return std::nullopt;
}

notify::Message sign_in_alert_wording(const Scope& scope, const Notification& notification,
                                      const User& user) {
  const auto grant = grant_of(scope, notification.user_id);
  if (grant && occurrence_of(*grant) == notification.occurrence) {
    return notify::sign_in_message(*grant, user);
  }
  return {"Sign in again", notification.text, {}};
}

}  // namespace execassist::app
