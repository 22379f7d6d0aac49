// The one message about a dead sign-in. It is queued once for each grant that died, however often a
// sync runs into it, and goes out only while that grant is still the dead one. A grant that Google
// did not refuse, yet that does not work, is told once for each time that it stops working, and at
// most once a day.
#pragma once

#include "app/scope.hpp"
#include "notify/sign_in_message.hpp"
#include "store/database.hpp"

#include <execassist/model/notification.hpp>
#include <execassist/ports/token_vault.hpp>

#include <optional>
#include <string>

namespace execassist::app {

// The user's grant as the vault has it, without its tokens. REQUIRES: no transaction is open, or no
// other thread is at work: the vault has a lock and a connection of its own, and threads that
// refresh wait for the store while they hold it.
std::optional<Grant> grant_of(const Scope& scope, const std::string& user_id);

// Of a calendar whose sign-in is not accepted, though Google did not refuse it for good.
struct NotWorking {
  std::string problem;  // what the source said
  Instant worked_at;    // when the calendar was read last; the epoch: never
};

// `state` is for a grant that was not refused. True when an alert was queued now; false when there
// was one before.
bool queue_sign_in_alert(const Scope& scope, store::Transaction& transaction, const Grant& grant,
                         const NotWorking& state);

bool is_sign_in_alert(const Notification& notification);

// Why this sign-in alert must not go out any more; nothing when it must.
std::optional<std::string> sign_in_alert_overtaken(const Scope& scope,
                                                   const Notification& notification);

// Its words, made anew. When the grant is gone: the text as it was queued, without content.
notify::Message sign_in_alert_wording(const Scope& scope, const Notification& notification,
                                      const User& user);

}  // namespace execassist::app
