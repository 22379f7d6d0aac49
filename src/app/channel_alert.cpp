#include "app/channel_alert.hpp"

#include "notify/channel_message.hpp"
#include "store/channel_repository.hpp"
#include "store/outbox_repository.hpp"

#include <execassist/base/identifier.hpp>
#include <execassist/base/instant.hpp>
#include <execassist/base/log.hpp>

#include <algorithm>

namespace execassist::app {
namespace {

constexpr std::string_view kOccurrence = "channel/";
constexpr std::string_view kDead = "dead:";
constexpr std::string_view kOptOut = "opt-out:";

Notification alert_about(const Scope& scope, const std::string& channel, std::string user_id,
                         std::string_view what) {
  Notification alert;
  alert.notification_id = random_id();
  alert.user_id = std::move(user_id);
  alert.kind = NotificationKind::alert;
  alert.occurrence = std::string(kOccurrence) + channel;
  alert.due_at = alert.next_attempt_at = alert.created_at = scope.now();
  alert.variant = std::string(what) + format_rfc3339(scope.now());
  return alert;
}

void queue(const Scope& scope, store::Transaction& transaction, Notification alert,
           const notify::Message& message) {
  alert.text = message.text;
  store::OutboxRepository(scope.database).insert(transaction, alert);
  log(LogLevel::info, {{"user_id", alert.user_id}, {"notification_id", alert.notification_id}},
      "an alert is queued: " + message.subject);
}

std::string channel_of(const Notification& alert) {
  return alert.occurrence.substr(kOccurrence.size());
}

}  // namespace

void note_dead_channel(const Scope& scope, store::Transaction& transaction,
                       const std::string& channel, const std::string& problem) {
  const store::DeadChannel death{scope.now(), problem};
  if (!store::ChannelRepository(scope.database).mark_dead(transaction, channel, death)) return;
  queue(scope, transaction, alert_about(scope, channel, scope.settings.notify.operator_id, kDead),
        notify::dead_channel_message(channel, problem));
}

bool is_told_of_dead_channel(const Scope& scope, const std::string& channel) {
  const auto death = store::ChannelRepository(scope.database).death_of(channel);
  if (!death) return false;
  store::OutboxFilter filter;
  filter.occurrence = std::string(kOccurrence) + channel;
  filter.kind = NotificationKind::alert;
  filter.states = {NotificationState::pending, NotificationState::sending, NotificationState::sent};
  const std::string variant = std::string(kDead) + format_rfc3339(death->since);
  const auto alerts = store::OutboxRepository(scope.database).list(filter);
  return std::any_of(alerts.begin(), alerts.end(),
                     [&](const Notification& each) { return each.variant == variant; });
}

void note_opt_out(const Scope& scope, store::Transaction& transaction, const std::string& channel,
                  const User& user, const std::string& address) {
  store::ChannelRepository channels(scope.database);
  if (!channels.opt_out(transaction, channel, user.id, address, scope.now())) return;
  queue(scope, transaction, alert_about(scope, channel, user.id, kOptOut),
        notify::opt_out_message(channel, user));
}

bool is_channel_alert(const Notification& notification) {
  return notification.kind == NotificationKind::alert &&
         notification.occurrence.starts_with(kOccurrence);
}

std::optional<std::string> subject_of_channel_alert(const Notification& notification) {
  if (!is_channel_alert(notification)) return std::nullopt;
  return channel_of(notification);
}

std::optional<std::string> channel_alert_overtaken(const Scope& scope,
                                                   const Notification& notification) {
  if (!notification.variant.starts_with(kDead)) return std::nullopt;
  const auto death = store::ChannelRepository(scope.database).death_of(channel_of(notification));
  if (!death) return "the channel works again";
  const bool same = notification.variant == std::string(kDead) + format_rfc3339(death->since);
  return same ? std::nullopt : std::optional<std::string>("the channel has worked since");
}

notify::Message channel_alert_wording(const Scope& scope, const Notification& notification,
                                      const User& user) {
  const std::string channel = channel_of(notification);
  if (!notification.variant.starts_with(kDead)) return notify::opt_out_message(channel, user);
  const auto death = store::ChannelRepository(scope.database).death_of(channel);
  return notify::dead_channel_message(channel, death ? death->problem : std::string("unknown"));
}

}  // namespace execassist::app
