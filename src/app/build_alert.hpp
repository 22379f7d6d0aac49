// What a person must be told when a step of their materials has failed for good: which one, why,
// and the command that resumes it. One alert for each time that it is given up.
#pragma once

#include "app/scope.hpp"
#include "notify/message.hpp"
#include "store/database.hpp"

#include <execassist/model/materials.hpp>
#include <execassist/model/meeting.hpp>
#include <execassist/model/notification.hpp>

#include <optional>
#include <string>

namespace execassist::app {

// REQUIRES: the build has failed.
void queue_build_alert(const Scope& scope, store::Transaction& transaction,
                       const MaterialsBuild& build);

bool is_build_alert(const Notification& notification);

// Why this alert must not go out any more; nothing when it must.
std::optional<std::string> build_alert_overtaken(const Scope& scope,
                                                 const Notification& notification);

// Its words, made anew. `meeting` may be null: it is gone.
notify::Message build_alert_wording(const Scope& scope, const Notification& notification,
                                    const Meeting* meeting, const User& user);

}  // namespace execassist::app
