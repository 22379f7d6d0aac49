// Why a message would go out when it would: "72 h before Thu 09:00; quiet hours until 07:00".
#pragma once

#include "app/scope.hpp"

#include <execassist/model/meeting.hpp>
#include <execassist/model/notification.hpp>
#include <execassist/model/user.hpp>

#include <string>

namespace execassist::app {

// Why one that was due at `now` was put off; it is pending again.
std::string delay_in_words(const Scope& scope, const Notification& delayed, const User& user,
                           Instant now);

// `sent`: with its sent_at. `delays`: what held it up, in words; may be empty. `meeting` may be
// null.
std::string reason_in_words(const Scope& scope, const Notification& sent, const Meeting* meeting,
                            const User& user, const std::string& delays);

}  // namespace execassist::app
