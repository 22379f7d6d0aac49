// What a person reads, as plain text and as content for channels that can show more: meeting type
// in words, title, day and time in their own zone, length, people, what to do, and how old the data
// is. Titles are untrusted: one safe line each.
#pragma once

#include "notify/meeting_words.hpp"

#include <execassist/base/instant.hpp>
#include <execassist/model/message_content.hpp>
#include <execassist/model/notification.hpp>
#include <execassist/model/user.hpp>

#include <string>

namespace execassist::notify {

struct Message {
  std::string subject;
  std::string text;
  MessageContent content{};
  BriefText brief{};
};

// `shortened`: three lines for somebody who has less than 15 minutes left.
Message prep_message(const MeetingInWords& about, bool shortened);
bool is_shortened(const std::string& prep_text);  // whether it is the text of such a one
// Nobody reacted to the notice; `told_by` is the channel that it went out on.
Message escalation_message(const MeetingInWords& about, const std::string& told_by);
Message reminder_message(const MeetingInWords& about);
Message moved_message(const MeetingInWords& about, Instant told_start);
Message cancelled_message(const MeetingInWords& about);
Message revived_message(const MeetingInWords& about);  // "is on again"

// Tells the person (or the operator) that `dead` could not be delivered.
Message dead_letter_message(const Notification& dead, const MeetingInWords* about,
                            const std::string& user_name);
Message test_message(const User& user);

}  // namespace execassist::notify
