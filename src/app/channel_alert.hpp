// What somebody must be told about a channel itself: its key is refused (the operator, once for
// each time that it dies), or a person has opted out of it (that person).
#pragma once

#include "app/scope.hpp"
#include "notify/message.hpp"
#include "store/database.hpp"

#include <execassist/model/notification.hpp>

#include <optional>
#include <string>

namespace execassist::app {

// Marks the channel dead; the first time an alert is queued. `problem`: one line, with what to do.
void note_dead_channel(const Scope& scope, store::Transaction& transaction,
                       const std::string& channel, const std::string& problem);

// Whether the channel is dead, and its alert has arrived or may still do so.
bool is_told_of_dead_channel(const Scope& scope, const std::string& channel);

// Marks that the person does not want messages there; an alert is queued, for another channel.
void note_opt_out(const Scope& scope, store::Transaction& transaction, const std::string& channel,
                  const User& user, const std::string& address);

bool is_channel_alert(const Notification& notification);

// The channel that it is about; nothing for other notifications.
std::optional<std::string> subject_of_channel_alert(const Notification& notification);

// Why this alert must not go out any more; nothing when it must.
std::optional<std::string> channel_alert_overtaken(const Scope& scope,
                                                   const Notification& notification);

// Its words, made anew. `user`: the one it is about.
notify::Message channel_alert_wording(const Scope& scope, const Notification& notification,
                                      const User& user);

}  // namespace execassist::app
