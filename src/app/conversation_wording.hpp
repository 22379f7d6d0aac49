// What a conversation in Slack says, from the stored state: questions of prep sessions, replies.
#pragma once

#include "app/scope.hpp"
#include "notify/message.hpp"

#include <execassist/model/notification.hpp>
#include <execassist/model/user.hpp>

#include <string>

namespace execassist::app {

// Of a notification of kind `question`, whose variant is "<session_id>:<version>".
notify::Message question_wording(const Scope& scope, const Notification& notification,
                                 const notify::MeetingInWords& about);

// Of a notification of kind `reply`. Its variant says what it shows, and what it replies to:
// "text:<delivery id>" the stored text, "help:..." what can be said, "meetings:..." the next days.
notify::Message reply_wording(const Scope& scope, const Notification& notification,
                              const User& user);

inline constexpr const char* kReplyText = "text";
inline constexpr const char* kReplyHelp = "help";
inline constexpr const char* kReplyMeetings = "meetings";

}  // namespace execassist::app
