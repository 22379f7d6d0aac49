#include "notify/message_contents.hpp"

#include "render/when.hpp"

#include <execassist/base/text.hpp>

#include <utility>

namespace execassist::notify {
namespace {

constexpr int kLongestReason = 500;
constexpr int kLongestName = 100;

std::string bounded(const std::string& text, int columns) {
  return fit_width(one_line(text), columns);
}

TextLine plain(std::string text) { return {{std::move(text)}}; }
TextLine strong(std::string text) { return {{std::move(text), true}}; }

MessageSection announced(const MeetingInWords& about) {
  const std::string label = bounded(about.type_label, kLongestName);
  MessageSection section;
  section.lines.push_back(
      {{"You have " + article_of(label) + " "}, {label, true}, {" coming up:"}});
  add_meeting(section, about);
  return section;
}

constexpr const char* kStart = "Start Prep Session";

}  // namespace

void add_meeting(MessageSection& section, const MeetingInWords& about) {
  const MeetingFacts& facts = about.meeting.facts;
  section.lines.push_back(strong(title_of(facts)));
  section.lines.push_back(plain(time_line(about)));
  section.lines.push_back(plain(length_and_people(facts)));
  if (std::string place = place_of(facts); !place.empty()) {
    section.lines.push_back(plain(std::move(place)));
  }
  if (!facts.problem.empty()) {
    section.lines.push_back(plain("Note: " + bounded(facts.problem, kLongestReason)));
  }
}

MessageButton start_button(const MeetingInWords& about, const std::string& label) {
  return {"start_prep", label, about.meeting.meeting_id, true};
}

MessageButton skip_button(const MeetingInWords& about) {
  return {"skip_prep", "Skip", about.meeting.meeting_id};
}

MessageContent prep_content(const MeetingInWords& about, bool shortened) {
  const std::string& id = about.meeting.meeting_id;
  MessageContent content;
  if (shortened) {
    content.headline = "Starting Soon";
    content.sections = {
        {{strong(title_of(about.meeting.facts)), plain(time_line(about))}, {}},
    };
    content.buttons = {start_button(about, kStart)};
    content.footer = {"Prepare now: execassist prep start " + id};
    return content;
  }
  content.headline = "Meeting Prep Reminder";
  content.sections = {
      announced(about),
      {{plain("What can be prepared:")},
       {"a customized agenda", "context from budget, incidents and strategic priorities",
        "a question bank", "a note-taking template"}}};
  content.buttons = {start_button(about, kStart),
                     {"remind_later", "Remind Me in 2 Hours", id},
                     skip_button(about)};
  content.footer = {data_age(about), "Start now: execassist prep start " + id,
                    "In 2 hours: execassist prep snooze " + id,
                    "Not this one: execassist prep skip " + id};
  return content;
}

MessageContent reminder_content(const MeetingInWords& about) {
  const std::string& id = about.meeting.meeting_id;
  MessageContent content;
  content.headline = "Meeting Reminder";
  content.sections = {announced(about)};
  content.footer = {data_age(about)};
  const MeetingStatus status = about.meeting.state.status;
  if (status == MeetingStatus::prep_scheduled) {
    content.sections.push_back({{plain("It is not prepared yet.")}, {}});
    content.buttons = {start_button(about, kStart)};
    content.footer.push_back("Start now: execassist prep start " + id);
  } else if (status == MeetingStatus::prep_in_progress) {
    content.sections.push_back({{plain("Preparation is under way.")}, {}});
    content.footer.push_back("When it is done: execassist prep finish " + id);
  }
  return content;
}

MessageContent moved_content(const MeetingInWords& about, Instant told_start) {
  MessageContent content;
  content.headline = "Meeting Moved";
  MessageSection section{{plain("A meeting has moved:")}, {}};
  add_meeting(section, about);
  section.lines.push_back(
      plain("It was " + render::spoken_time(told_start, about.user.time_zone) + "."));
  content.sections = {std::move(section)};
  content.footer = {data_age(about)};
  return content;
}

MessageContent cancelled_content(const MeetingInWords& about) {
  const MeetingFacts& facts = about.meeting.facts;
  MessageContent content;
  content.headline = "Meeting Cancelled";
  content.sections = {{{plain("A meeting is cancelled:"), strong(title_of(facts)),
                        plain(render::spoken_time(facts.start, about.user.time_zone))},
                       {}},
                      {{plain("There is nothing more to prepare.")}, {}}};
  content.footer = {data_age(about)};
  return content;
}

MessageContent revived_content(const MeetingInWords& about) {
  MessageContent content;
  content.headline = "Meeting On Again";
  MessageSection section{{plain("A meeting that was cancelled is on again:")}, {}};
  add_meeting(section, about);
  content.sections = {std::move(section)};
  content.footer = {data_age(about)};
  return content;
}

MessageContent dead_letter_content(const Notification& dead, const MeetingInWords* about,
                                   const std::string& user_name) {
  MessageContent content;
  content.headline = "Message Not Delivered";
  MessageSection section{{plain("A message (" + std::string(name_of(dead.kind)) + ") to " +
                                bounded(user_name, kLongestName) + " could not be delivered.")},
                         {}};
  if (about) {
    section.lines.push_back(strong(title_of(about->meeting.facts)));
    section.lines.push_back(plain(time_line(*about)));
  }
  section.lines.push_back(plain("Why: " + bounded(dead.reason, kLongestReason)));
  content.sections = {std::move(section)};
  content.footer = {"Details: execassist notify show " + dead.notification_id,
                    "Try again: execassist notify retry " + dead.notification_id};
  return content;
}

MessageContent test_content(const User& user) {
  MessageContent content;
  content.headline = "Test Message";
  content.sections = {
      {{plain("This is a test from execassist for " + bounded(user.name, kLongestName) + "."),
        plain("If you can read it, this channel works.")},
       {}}};
  return content;
}

}  // namespace execassist::notify
