#include "app/sign_in_alert.hpp"

#include "app/sign_in.hpp"
#include "render/shell_word.hpp"
#include "render/sign_in.hpp"
#include "store/calendar_repository.hpp"
#include "store/outbox_repository.hpp"

#include <execassist/base/identifier.hpp>
#include <execassist/base/instant.hpp>
#include <execassist/base/log.hpp>

#include <algorithm>

namespace execassist::app {
namespace {

constexpr const char* kVariant = "sign_in";
constexpr Seconds kAtMostOnceIn = hours{24};

std::string death_of(const Grant& grant) {
  return "sign-in/" + grant.key.provider + "/" + grant.grant_id;
}

std::string failures_of(const Grant& grant) { return death_of(grant) + "/not-working-since/"; }

std::string failure_of(const Grant& grant, Instant worked_at) {
  return failures_of(grant) + format_rfc3339(worked_at);
}

// Also when it is still to go out.
bool told_lately(const Scope& scope, const Grant& grant) {
  store::OutboxFilter filter;
  filter.user_id = grant.key.user_id;
  filter.kind = NotificationKind::alert;
  filter.states = {NotificationState::pending, NotificationState::sending, NotificationState::sent};
  const auto alerts = store::OutboxRepository(scope.database).list(filter);
  return std::any_of(alerts.begin(), alerts.end(), [&](const Notification& each) {
    const bool lately = !each.sent_at || scope.now() - *each.sent_at < kAtMostOnceIn;
    return each.occurrence.starts_with(failures_of(grant)) && lately;
  });
}

// Whether there is a calendar that has not been read since that failure began.
bool still_fails(const Scope& scope, const Grant& grant, const std::string& failure) {
  const UserSettings* user = scope.settings.find_user(grant.key.user_id);
  if (!user) return false;
  const store::CalendarRepository calendars(scope.database);
  return std::any_of(
      user->calendars.begin(), user->calendars.end(), [&](const CalendarSettings& calendar) {
        if (calendar.kind != kGoogle) return false;
        const auto record = calendars.load(user->user.id, calendar.id);
        return record && failure == failure_of(grant, record->last_success_at.value_or(Instant{}));
      });
}

// Complete, so that it signs in to what this run goes by: with the files that it would not find by
// itself, whatever the environment of this run says.
std::string command_for(const Scope& scope, const GrantKey& key) {
  std::string command = render::sign_in_command(key);
  const std::string& file = scope.settings.file;
  const bool named = scope.edges.environment("EXECASSIST_CONFIG").has_value();
  if (!file.empty() && (named || file != scope.edges.default_config_path())) {
    command += " -c " + render::shell_word(file);
  }
  const std::string expected = scope.settings.store_path.empty() ? scope.edges.default_store_path()
                                                                 : scope.settings.store_path;
  const std::string& store = scope.database.path();
  if (store.starts_with('/') && store != expected) {
    command += " --db " + render::shell_word(store);
  }
  return command;
}

}  // namespace

// Without secrets, so that a lost sealing key does not matter.
std::optional<Grant> grant_of(const Scope& scope, const std::string& user_id) {
  for (Grant& grant : scope.edges.token_vault().list()) {
    if (grant.key == GrantKey{user_id, kGoogle}) return std::move(grant);
  }
  return std::nullopt;
}

bool queue_sign_in_alert(const Scope& scope, store::Transaction& transaction, const Grant& grant,
                         const NotWorking& state) {
  const UserSettings* user = scope.settings.find_user(grant.key.user_id);
  if (!user || (!grant.refused() && told_lately(scope, grant))) return false;
  Notification alert;
  alert.notification_id = random_id();
  alert.user_id = user->user.id;
  alert.kind = NotificationKind::alert;
  alert.occurrence = grant.refused() ? death_of(grant) : failure_of(grant, state.worked_at);
  alert.variant = kVariant;
  alert.due_at = alert.next_attempt_at = alert.created_at = scope.now();
  alert.text =
      notify::sign_in_message(grant, user->user, state.problem, command_for(scope, grant.key)).text;
  if (!store::OutboxRepository(scope.database).insert(transaction, alert)) return false;
  log(LogLevel::info, {{"user_id", user->user.id}, {"notification_id", alert.notification_id}},
      "the sign-in does not work any more: an alert is queued");
  return true;
}

bool is_sign_in_alert(const Notification& notification) {
  return notification.kind == NotificationKind::alert && notification.variant == kVariant;
}

std::optional<std::string> sign_in_alert_overtaken(const Scope& scope,
                                                   const Notification& notification) {
  const auto grant = grant_of(scope, notification.user_id);
  if (!grant) return "signed out since";
  const std::string death = death_of(*grant);
  if (!notification.occurrence.starts_with(death)) return "signed in again since";
  if (notification.occurrence == death) return std::nullopt;
  if (grant->refused()) return "the sign-in has died since";
  if (!still_fails(scope, *grant, notification.occurrence)) return "the sign-in works again";
  return std::nullopt;
}

notify::Message sign_in_alert_wording(const Scope& scope, const Notification& notification,
                                      const User& user) {
  const auto grant = grant_of(scope, notification.user_id);
  if (grant && grant->refused() && death_of(*grant) == notification.occurrence) {
    return notify::sign_in_message(*grant, user, {}, command_for(scope, grant->key));
  }
  return {"Sign in again", notification.text, {}};
}

}  // namespace execassist::app
