#include "notify/message.hpp"

#include "render/when.hpp"

#include <execassist/base/text.hpp>

namespace execassist::notify {
namespace {

constexpr int kLongestTitle = 200;
constexpr int kLongestPlace = 120;

std::string length_and_people(const MeetingFacts& facts) {
  const auto length = std::chrono::duration_cast<minutes>(facts.end - facts.start);
  std::string text = count_of(length.count(), "minute");
  const auto people = attendee_count(facts);
  if (!people) return text + ", more people than the calendar lists";
  if (*people == 0) return text + ", no other people listed";
  return text + ", " + count_of(*people, "person", "people");
}

std::string time_line(const MeetingInWords& about) {
  const Instant start = about.meeting.facts.start;
  return render::spoken_time(start, about.user.time_zone) + " (" +
         render::relative(start, about.now) + ")";
}

std::string meeting_block(const MeetingInWords& about) {
  const MeetingFacts& facts = about.meeting.facts;
  std::string text =
      "  " + title_of(facts) + "\n  " + time_line(about) + "\n  " + length_and_people(facts) + "\n";
  const std::string place = fit_width(one_line(facts.location), kLongestPlace);
  if (!place.empty()) text += "  " + place + "\n";
  if (!facts.problem.empty()) text += "  Note: " + one_line(facts.problem) + "\n";
  return text;
}

std::string data_age(const MeetingInWords& about) {
  if (about.meeting.facts.source == "manual") return "Entered by hand.";
  const Instant synced = about.meeting.last_synced_at;
  if (synced == Instant{}) return "The calendar has not been read yet.";
  return "Calendar read at " + render::stamp(synced, about.user.time_zone) + " (" +
         render::relative(synced, about.now) + ").";
}

std::string with_article(const std::string& label) {
  const bool vowel = !label.empty() && std::string_view("AEIOaeio").find(label[0]) != label.npos;
  const bool spoken_as_w = fold_case(label).starts_with("one");  // "a one-on-one"
  return (vowel && !spoken_as_w ? "an " : "a ") + label;
}

}  // namespace

std::string title_of(const MeetingFacts& facts) {
  const std::string title = fit_width(one_line(facts.title), kLongestTitle);
  return display_width(title) == 0 ? "(no title)" : title;
}

Message prep_message(const MeetingInWords& about, bool shortened) {
  const std::string& id = about.meeting.meeting_id;
  const std::string title = title_of(about.meeting.facts);
  Message message{"Prepare: " + title, {}};
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
  Message message{"Reminder: " + title_of(about.meeting.facts), {}};
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
  Message message{"Moved: " + title_of(about.meeting.facts), {}};
  message.text = "A meeting has moved:\n" + meeting_block(about) + "  It was " +
                 render::spoken_time(told_start, about.user.time_zone) + ".\n\n" + data_age(about) +
                 "\n";
  return message;
}

Message cancelled_message(const MeetingInWords& about) {
  const MeetingFacts& facts = about.meeting.facts;
  Message message{"Cancelled: " + title_of(facts), {}};
  message.text = "A meeting is cancelled:\n  " + title_of(facts) + "\n  " +
                 render::spoken_time(facts.start, about.user.time_zone) +
                 "\n\nThere is nothing more to prepare.\n\n" + data_age(about) + "\n";
  return message;
}

Message revived_message(const MeetingInWords& about) {
  Message message{"On again: " + title_of(about.meeting.facts), {}};
  message.text = "A meeting that was cancelled is on again:\n" + meeting_block(about) + "\n" +
                 data_age(about) + "\n";
  return message;
}

Message dead_letter_message(const Notification& dead, const MeetingInWords* about,
                            const std::string& user_name) {
  Message message{"A message could not be delivered", {}};
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
  return {"A test from execassist", "This is a test from execassist for " + one_line(user.name) +
                                        ".\nIf you can read it, this channel works.\n"};
}

}  // namespace execassist::notify
