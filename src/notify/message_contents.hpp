// What each message says as content that a channel lays out: the same as its plain text, with the
// meeting's title as the one line that is strong throughout, buttons for what can be done with a
// click, and the commands for it in small print.
#pragma once

#include "notify/meeting_words.hpp"

#include <execassist/model/message_content.hpp>
#include <execassist/model/notification.hpp>

#include <string>

namespace execassist::notify {

// Title, time, length and people, place: below what the section says already.
void add_meeting(MessageSection& section, const MeetingInWords& about);
MessageButton start_button(const MeetingInWords& about, const std::string& label);
MessageButton skip_button(const MeetingInWords& about);

MessageContent prep_content(const MeetingInWords& about, bool shortened);
MessageContent reminder_content(const MeetingInWords& about);
MessageContent moved_content(const MeetingInWords& about, Instant told_start);
MessageContent cancelled_content(const MeetingInWords& about);
MessageContent revived_content(const MeetingInWords& about);
MessageContent dead_letter_content(const Notification& dead, const MeetingInWords* about,
                                   const std::string& user_name);
MessageContent test_content(const User& user);

}  // namespace execassist::notify
