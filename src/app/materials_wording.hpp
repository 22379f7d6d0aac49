// The words about a preparation that is done, or that waits: from what the store knows now.
#pragma once

#include "app/scope.hpp"
#include "app/wording.hpp"
#include "notify/message.hpp"

#include <execassist/model/notification.hpp>

namespace execassist::app {

// Of the materials that the person has in hand now, whichever build the notification was made for.
notify::Message materials_wording(const Scope& scope, const Notification& notification,
                                  const notify::MeetingInWords& about, Discretion discretion);

notify::Message nudge_wording(const Scope& scope, const notify::MeetingInWords& about);

}  // namespace execassist::app
