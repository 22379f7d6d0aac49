#include "app/sign_in_alert.hpp"

#include "app/sign_in.hpp"
#include "render/shell_word.hpp"
#include "render/sign_in.hpp"
#include "store/calendar_repository.hpp"
#include "store/outbox_repository.hpp"

#include <execassist/base/identifier.hpp>
#include <execassist/base/instant.hpp>
#include <execassist/base/log.hpp>
#include <execassist/base/zone.hpp>

#include <algorithm>

namespace execassist::app {
namespace {

constexpr const char* kVariant = "sign_in";

// Since when not all Google calendars of this person could be read: the oldest of their last
// successes.
Instant all_worked_at(const Scope& scope, const std::string& user_id) {
  const UserSettings* user = scope.settings.find_user(user_id);
  if (!user) return {};
  const store::CalendarRepository calendars(scope.database);
  std::optional<Instant> oldest;
  for (const CalendarSettings& calendar : user->calendars) {
    if (calendar.kind != kGoogle) continue;
    const auto record = calendars.load(user_id, calendar.id);
    const Instant worked = record && record->last_success_at ? *record->last_success_at : Instant{};
    oldest = std::min(oldest.value_or(worked), worked);
  }
  return oldest.value_or(Instant{});
}

std::string death_of(const Grant& grant) {
  return "sign-in/" + grant.key.provider + "/" + grant.grant_id;
}

// A grant that only seems dead may work again, seem so another day, and die: each is told once.
std::string occurrence_of(const Scope& scope, const Grant& grant) {
  if (grant.refused()) return death_of(grant);
  const Instant worked = all_worked_at(scope, grant.key.user_id);
  return death_of(grant) + "/not-working-since/" + format_date(Zone::utc().date_of(worked));
}

// Complete, so that it signs in to what this run goes by: with the files that it would not find by
// itself.
std::string command_for(const Scope& scope, const GrantKey& key) {
  std::string command = render::sign_in_command(key);
  if (!scope.settings.file.empty() && scope.settings.file != scope.edges.default_config_path()) {
    command += " -c " + render::shell_word(scope.settings.file);
  }
  const auto from_environment = scope.edges.environment("EXECASSIST_DB");
  std::string expected =
      from_environment ? scope.edges.absolute(*from_environment) : scope.settings.store_path;
  if (expected.empty()) expected = scope.edges.default_store_path();
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
                         const std::string& problem) {
  const UserSettings* user = scope.settings.find_user(grant.key.user_id);
  if (!user) return false;
  Notification alert;
  alert.notification_id = random_id();
  alert.user_id = user->user.id;
  alert.kind = NotificationKind::alert;
  alert.occurrence = occurrence_of(scope, grant);
  alert.variant = kVariant;
  alert.due_at = alert.next_attempt_at = alert.created_at = scope.now();
  alert.text =
      notify::sign_in_message(grant, user->user, problem, command_for(scope, grant.key)).text;
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
  if (all_worked_at(scope, notification.user_id) > notification.created_at) {
    return "the sign-in works again";
  }
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
