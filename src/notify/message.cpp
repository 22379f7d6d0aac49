#include "notify/message.hpp"

#include "notify/message_contents.hpp"
#include "render/when.hpp"

#include <execassist/base/text.hpp>

namespace execassist::notify {
namespace {

std::string meeting_block(const MeetingInWords& about) {
  const MeetingFacts& facts = about.meeting.facts;
  std::string text =
      "  " + title_of(facts) + "\n  " + time_line(about) + "\n  " + length_and_people(facts) + "\n";
  const std::string place = place_of(facts);
  if (!place.empty()) text += "  " + place + "\n";
  if (!facts.problem.empty()) text += "  Note: " + one_line(facts.problem) + "\n";
  return text;
}

std::string with_article(const std::string& label) { return article_of(label) + " " + label; }

}  // namespace

Message prep_message(const MeetingInWords& about, bool shortened) {
  const std::string& id = about.meeting.meeting_id;
  const std::string title = title_of(about.meeting.facts);
  Message message{"Prepare: " + title, {}, prep_content(about, shortened)};
  if (shortened) {
    message.text = "Starting soon: " + title + "\n" + time_line(about) +
                   "\nPrepare now: execassist prep start " + id + "\n";
    return message;
  }
  message.text = "Meeting Prep Reminder\n\nYou have " + with_article(about.type_label) +
                 " coming up:\n" + meeting_block(about) +
                 "\nWhat can be prepared:\n"
                 "  - a customized agenda\n"
                 "  - context from budget, incidents and strategic priorities\n"
                 "  - a question bank\n"
                 "  - a note-taking template\n"
                 "\nStart now:    execassist prep start " +
                 id + "\nIn 2 hours:   execassist prep snooze " + id +
                 "\nNot this one: execassist prep skip " + id + "\n\n" + data_age(about) + "\n";
  return message;
}

Message reminder_message(const MeetingInWords& about) {
  const MeetingState& state = about.meeting.state;
  Message message{"Reminder: " + title_of(about.meeting.facts), {}, reminder_content(about)};
  message.text = "Reminder: " + about.type_label + "\n" + meeting_block(about);
  if (state.status == MeetingStatus::prep_scheduled) {
    message.text +=
        "\nNot prepared yet. Start now: execassist prep start " + about.meeting.meeting_id + "\n";
  } else if (state.status == MeetingStatus::prep_in_progress) {
    message.text += "\nPreparation is under way. When it is done: execassist prep finish " +
                    about.meeting.meeting_id + "\n";
  }
  message.text += "\n" + data_age(about) + "\n";
  return message;
}

Message moved_message(const MeetingInWords& about, Instant told_start) {
  Message message{"Moved: " + title_of(about.meeting.facts), {}, moved_content(about, told_start)};
  message.text = "A meeting has moved:\n" + meeting_block(about) + "  It was " +
                 render::spoken_time(told_start, about.user.time_zone) + ".\n\n" + data_age(about) +
                 "\n";
  return message;
}

Message cancelled_message(const MeetingInWords& about) {
  const MeetingFacts& facts = about.meeting.facts;
  Message message{"Cancelled: " + title_of(facts), {}, cancelled_content(about)};
  message.text = "A meeting is cancelled:\n  " + title_of(facts) + "\n  " +
                 render::spoken_time(facts.start, about.user.time_zone) +
                 "\n\nThere is nothing more to prepare.\n\n" + data_age(about) + "\n";
  return message;
}

Message revived_message(const MeetingInWords& about) {
  Message message{"On again: " + title_of(about.meeting.facts), {}, revived_content(about)};
  message.text = "A meeting that was cancelled is on again:\n" + meeting_block(about) + "\n" +
                 data_age(about) + "\n";
  return message;
}

Message dead_letter_message(const Notification& dead, const MeetingInWords* about,
                            const std::string& user_name) {
  Message message{
      "A message could not be delivered", {}, dead_letter_content(dead, about, user_name)};
  message.text = "A message (" + std::string(name_of(dead.kind)) + ") to " + one_line(user_name) +
                 " could not be delivered.\n";
  if (about) {
    message.text += "  " + title_of(about->meeting.facts) + "\n  " + time_line(*about) + "\n";
  }
  message.text += "  Why: " + one_line(dead.reason) + "\n\nDetails:   execassist notify show " +
                  dead.notification_id + "\nTry again: execassist notify retry " +
                  dead.notification_id + "\n";
  return message;
}

Message test_message(const User& user) {
  return {"A test from execassist",
          "This is a test from execassist for " + one_line(user.name) +
              ".\nIf you can read it, this channel works.\n",
          test_content(user)};
}

}  // namespace execassist::notify
