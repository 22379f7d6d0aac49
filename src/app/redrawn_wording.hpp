// What a message that was sent shows when it is drawn anew, made from today's state.
#pragma once

#include "app/scope.hpp"
#include "app/wording.hpp"
#include "notify/message.hpp"

#include <execassist/model/meeting.hpp>
#include <execassist/model/notification.hpp>

#include <optional>
#include <string>

namespace execassist::app {

// Nothing: it says what was true when it was sent, and stays as it is (changes, alerts, tests).
// `meeting` may be null for replies. `user` is the one it is about.
std::optional<notify::Message> redrawn_wording(const Scope& scope, const Notification& notification,
                                               const Meeting* meeting, const User& user,
                                               Discretion discretion);

// Another one than before: what was said of the meeting then may not be true any more.
std::string standing_mark(const Scope& scope, const std::string& meeting_id);

}  // namespace execassist::app
