// The one message about a dead sign-in. It is queued once for each grant, however often a sync runs
// into it, and goes out only while that grant is still the dead one.
#pragma once

#include "app/scope.hpp"
#include "notify/sign_in_message.hpp"
#include "store/database.hpp"

#include <execassist/model/notification.hpp>

#include <optional>
#include <string>

namespace execassist::app {

// True when one was queued now. Nothing is queued when the user's grant is not refused, or was
// alerted of before.
bool queue_sign_in_alert(const Scope& scope, store::Transaction& transaction,
                         const std::string& user_id);

bool is_sign_in_alert(const Notification& notification);

// Why this sign-in alert must not go out any more; nothing when it must.
std::optional<std::string> sign_in_alert_overtaken(const Scope& scope,
                                                   const Notification& notification);

// Its words, made anew. When the grant is gone: the text as it was queued, without content.
notify::Message sign_in_alert_wording(const Scope& scope, const Notification& notification,
                                      const User& user);

}  // namespace execassist::app
