// The text of a notification, made from what the store knows at that moment.
#pragma once

#include "app/scope.hpp"
#include "notify/message.hpp"

#include <execassist/model/meeting.hpp>
#include <execassist/model/notification.hpp>

namespace execassist::app {

// "Leadership Meeting": from the rules, else made from the type's name.
std::string type_label(const Rules& rules, const MeetingState& state);

// Discreet: nothing of what the meeting is about, for types that are sensitive where many hands
// touch the message.
enum class Discretion { open, discreet };

// `meeting` may be null for alerts, replies and tests. `user` is the one it is about.
notify::Message wording(const Scope& scope, const Notification& notification,
                        const Meeting* meeting, const User& user, bool shortened,
                        Discretion discretion = Discretion::open);

}  // namespace execassist::app
