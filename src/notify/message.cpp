#include "notify/message.hpp"

#include "notify/channel_message.hpp"
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

constexpr const char* kStartingSoon = "Starting soon: ";
constexpr std::size_t kBriefId = 8;
constexpr int kLongestBriefName = 40;

// Enough of an id to be the only one that begins so.
std::string brief_id(const std::string& id) { return id.substr(0, kBriefId); }

// "LEAD, Mon, Jan 15 2:00 PM GMT: TITLE", then what follows.
BriefText brief_about(const MeetingInWords& about, const std::string& lead, std::string rest,
                      std::string detail = {}) {
  const std::string start = render::brief_time(about.meeting.facts.start, about.user.time_zone);
  return {lead + ", " + start + ":", title_of(about.meeting.facts), std::move(rest),
          std::move(detail)};
}

}  // namespace

Message prep_message(const MeetingInWords& about, bool shortened) {
  const std::string& id = about.meeting.meeting_id;
  const std::string title = title_of(about.meeting.facts);
  Message message{"Prepare: " + title, {}, prep_content(about, shortened)};
  if (shortened) {
    message.text = kStartingSoon + title + "\n" + time_line(about) +
                   "\nPrepare now: execassist prep start " + id + "\n";
    message.brief =
        brief_about(about, "Starting soon", "Prepare now: execassist prep start " + brief_id(id));
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
  message.brief =
      brief_about(about, about.type_label, "Prepare: execassist prep start " + brief_id(id),
                  length_and_people(about.meeting.facts) + ".");
  return message;
}

bool is_shortened(const std::string& prep_text) { return prep_text.starts_with(kStartingSoon); }

Message escalation_message(const MeetingInWords& about, const std::string& told_by) {
  Message message = prep_message(about, false);
  const std::string why =
      "You have not answered the notice by " + spoken_channel(told_by) + " yet.";
  message.subject = "Still to prepare: " + title_of(about.meeting.facts);
  message.text = why + "\n\n" + message.text;
  message.content.sections.insert(message.content.sections.begin(), {{{{why}}}, {}});
  message.brief.lead = "Not prepared yet: " + message.brief.lead;
  return message;
}

Message reminder_message(const MeetingInWords& about) {
  const MeetingState& state = about.meeting.state;
  Message message{"Reminder: " + title_of(about.meeting.facts), {}, reminder_content(about)};
  message.text = "Reminder: " + about.type_label + "\n" + meeting_block(about);
  std::string rest;
  if (state.status == MeetingStatus::prep_scheduled) {
    const std::string now = "Not prepared yet. Start now: execassist prep start ";
    message.text += "\n" + now + about.meeting.meeting_id + "\n";
    rest = now + brief_id(about.meeting.meeting_id);
  } else if (state.status == MeetingStatus::prep_in_progress) {
    message.text += "\nPreparation is under way. When it is done: execassist prep finish " +
                    about.meeting.meeting_id + "\n";
  }
  message.text += "\n" + data_age(about) + "\n";
  message.brief = brief_about(about, "Reminder: " + about.type_label, rest);
  return message;
}

Message moved_message(const MeetingInWords& about, Instant told_start) {
  Message message{"Moved: " + title_of(about.meeting.facts), {}, moved_content(about, told_start)};
  message.text = "A meeting has moved:\n" + meeting_block(about) + "  It was " +
                 render::spoken_time(told_start, about.user.time_zone) + ".\n\n" + data_age(about) +
                 "\n";
  const std::string before = render::brief_time(told_start, about.user.time_zone);
  message.brief = brief_about(about, "Moved", "It was " + before + ".");
  return message;
}

Message cancelled_message(const MeetingInWords& about) {
  const MeetingFacts& facts = about.meeting.facts;
  Message message{"Cancelled: " + title_of(facts), {}, cancelled_content(about)};
  message.text = "A meeting is cancelled:\n  " + title_of(facts) + "\n  " +
                 render::spoken_time(facts.start, about.user.time_zone) +
                 "\n\nThere is nothing more to prepare.\n\n" + data_age(about) + "\n";
  message.brief = brief_about(about, "Cancelled", {});
  return message;
}

Message revived_message(const MeetingInWords& about) {
  Message message{"On again: " + title_of(about.meeting.facts), {}, revived_content(about)};
  message.text = "A meeting that was cancelled is on again:\n" + meeting_block(about) + "\n" +
                 data_age(about) + "\n";
  message.brief = brief_about(about, "On again", {});
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
  const std::string name = fit_width(one_line(user_name), kLongestBriefName);
  message.brief = {
      "A message (" + std::string(name_of(dead.kind)) + ") to " + name + " could not be delivered:",
      about ? title_of(about->meeting.facts) : std::string{},
      "Details: execassist notify show " + brief_id(dead.notification_id)};
  return message;
}

Message test_message(const User& user) {
  const std::string what = "This is a test from execassist for " + one_line(user.name) + ".";
  const std::string good = "If you can read it, this channel works.";
  return {
      "A test from execassist", what + "\n" + good + "\n", test_content(user), {what, {}, good}};
}

}  // namespace execassist::notify
