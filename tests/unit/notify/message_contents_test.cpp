#include "notify/message.hpp"

#include <execassist/base/text.hpp>

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::notify {
namespace {

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

constexpr Instant kStart = std::chrono::sys_days{2024y / 1 / 15} + 14h;
const std::string kId = "abcd1234efgh5678";

User ada() {
  User user;
  user.id = "ada";
  user.name = "Ada Byron";
  user.time_zone = *Zone::find("Europe/London");
  return user;
}

Meeting leadership() {
  Meeting meeting;
  meeting.meeting_id = kId;
  meeting.facts.title = "Leadership sync";
  meeting.facts.source = "ics";
  meeting.facts.start = kStart;
  meeting.facts.end = kStart + 60min;
  meeting.facts.attendees.assign(12, {"x@example.com", "", {}, false});
  meeting.state.status = MeetingStatus::prep_scheduled;
  meeting.last_synced_at = kStart - 72h - 5min;
  return meeting;
}

MeetingInWords in_words(const Meeting& meeting, const User& user) {
  return {meeting, user, "Leadership Meeting", kStart - 72h};
}

// As Slack shows it: strong runs between asterisks.
Lines lines_of(const MessageSection& section) {
  Lines lines;
  for (const TextLine& line : section.lines) {
    std::string text;
    for (const TextRun& run : line) text += run.strong ? "*" + run.text + "*" : run.text;
    lines.push_back(text);
  }
  return lines;
}

void check_start_button(const MessageContent& content, std::size_t buttons) {
  REQUIRE(content.buttons.size() == buttons);
  const MessageButton& start = content.buttons.front();
  CHECK(start.action == "start_prep");
  CHECK(start.label == "Start Prep Session");
  CHECK(start.value == kId);
  CHECK(start.primary);
}

Lines all_text(const MessageContent& content) {
  Lines all{content.headline};
  for (const MessageSection& section : content.sections) {
    for (const TextLine& line : section.lines) {
      for (const TextRun& run : line) all.push_back(run.text);
    }
    all.insert(all.end(), section.bullets.begin(), section.bullets.end());
  }
  for (const MessageButton& button : content.buttons) {
    all.insert(all.end(), {button.action, button.label, button.value});
  }
  all.insert(all.end(), content.footer.begin(), content.footer.end());
  return all;
}

}  // namespace

TEST_CASE("content: the announcement") {
  const User user = ada();
  Meeting meeting = leadership();
  const MessageContent content = prep_message(in_words(meeting, user), false).content;
  CHECK(content.headline == "Meeting Prep Reminder");
  REQUIRE(content.sections.size() == 2);
  CHECK(lines_of(content.sections[0]) ==
        Lines{"You have a *Leadership Meeting* coming up:", "*Leadership sync*",
              "Monday, January 15 at 2:00 PM GMT (in 3 d)", "60 minutes, 12 people"});
  CHECK(content.sections[0].bullets.empty());
  CHECK(lines_of(content.sections[1]) == Lines{"What can be prepared:"});
  CHECK(content.sections[1].bullets ==
        Lines{"a customized agenda", "context from budget, incidents and strategic priorities",
              "a question bank", "a note-taking template"});
  check_start_button(content, 3);
  CHECK(content.buttons[1].action == "remind_later");
  CHECK(content.buttons[1].label == "Remind Me in 2 Hours");
  CHECK(content.buttons[1].value == kId);
  CHECK_FALSE(content.buttons[1].primary);
  CHECK(content.buttons[2].action == "skip_prep");
  CHECK(content.buttons[2].label == "Skip");
  CHECK(content.buttons[2].value == kId);
  CHECK_FALSE(content.buttons[2].primary);
  CHECK(content.footer == Lines{"Calendar read at 2024-01-12 13:55 GMT (5 min ago).",
                                "Start now: execassist prep start " + kId,
                                "In 2 hours: execassist prep snooze " + kId,
                                "Not this one: execassist prep skip " + kId});

  meeting.facts.location = "Room 1\n2nd floor";
  meeting.facts.problem = "unknown time zone";
  MeetingInWords about = in_words(meeting, user);
  about.type_label = "Executive\nReview";
  CHECK(lines_of(prep_message(about, false).content.sections[0]) ==
        Lines{"You have an *Executive Review* coming up:", "*Leadership sync*",
              "Monday, January 15 at 2:00 PM GMT (in 3 d)", "60 minutes, 12 people",
              "Room 1 2nd floor", "Note: unknown time zone"});
}

TEST_CASE("content: the zone is the user's") {
  User user = ada();
  user.time_zone = *Zone::find("America/New_York");
  const Meeting meeting = leadership();
  const auto lines = lines_of(prep_message(in_words(meeting, user), false).content.sections[0]);
  CHECK(lines[2] == "Monday, January 15 at 9:00 AM EST (in 3 d)");
}

TEST_CASE("content: the short announcement") {
  const User user = ada();
  const Meeting meeting = leadership();
  MeetingInWords about = in_words(meeting, user);
  about.now = kStart - 10min;
  const MessageContent content = prep_message(about, true).content;
  CHECK(content.headline == "Starting Soon");
  REQUIRE(content.sections.size() == 1);
  CHECK(lines_of(content.sections[0]) ==
        Lines{"*Leadership sync*", "Monday, January 15 at 2:00 PM GMT (in 10 min)"});
  check_start_button(content, 1);
  CHECK(content.footer == Lines{"Prepare now: execassist prep start " + kId});
}

TEST_CASE("content: the reminder offers what is left to do") {
  const User user = ada();
  Meeting meeting = leadership();
  const MessageContent open = reminder_message(in_words(meeting, user)).content;
  CHECK(open.headline == "Meeting Reminder");
  REQUIRE(open.sections.size() == 2);
  CHECK(lines_of(open.sections[0])[1] == "*Leadership sync*");
  CHECK(lines_of(open.sections[1]) == Lines{"It is not prepared yet."});
  check_start_button(open, 1);
  CHECK(open.footer.back() == "Start now: execassist prep start " + kId);

  meeting.state.status = MeetingStatus::prep_in_progress;
  const MessageContent begun = reminder_message(in_words(meeting, user)).content;
  CHECK(begun.buttons.empty());
  CHECK(lines_of(begun.sections.back()) == Lines{"Preparation is under way."});
  CHECK(begun.footer.back() == "When it is done: execassist prep finish " + kId);

  meeting.state.status = MeetingStatus::prep_completed;
  const MessageContent done = reminder_message(in_words(meeting, user)).content;
  CHECK(done.buttons.empty());
  CHECK(done.sections.size() == 1);
  CHECK(done.footer.size() == 1);
}

TEST_CASE("content: changes") {
  const User user = ada();
  const Meeting meeting = leadership();
  const MeetingInWords about = in_words(meeting, user);
  struct Case {
    MessageContent content;
    std::string headline;
    std::vector<Lines> sections;
  };
  const std::string time = "Monday, January 15 at 2:00 PM GMT";
  for (const auto& [content, headline, sections] : {
           Case{moved_message(about, kStart - 24h).content,
                "Meeting Moved",
                {{"A meeting has moved:", "*Leadership sync*", time + " (in 3 d)",
                  "60 minutes, 12 people", "It was Sunday, January 14 at 2:00 PM GMT."}}},
           Case{cancelled_message(about).content,
                "Meeting Cancelled",
                {{"A meeting is cancelled:", "*Leadership sync*", time},
                 {"There is nothing more to prepare."}}},
           Case{revived_message(about).content,
                "Meeting On Again",
                {{"A meeting that was cancelled is on again:", "*Leadership sync*",
                  time + " (in 3 d)", "60 minutes, 12 people"}}},
       }) {
    CAPTURE(headline);
    CHECK(content.headline == headline);
    REQUIRE(content.sections.size() == sections.size());
    for (std::size_t i = 0; i < sections.size(); ++i) {
      CHECK(lines_of(content.sections[i]) == sections[i]);
    }
    CHECK(content.buttons.empty());
    CHECK(content.footer == Lines{"Calendar read at 2024-01-12 13:55 GMT (5 min ago)."});
  }
}

TEST_CASE("content: dead letters and tests") {
  const User user = ada();
  const Meeting meeting = leadership();
  const MeetingInWords about = in_words(meeting, user);
  Notification dead;
  dead.notification_id = "n1";
  dead.reason = "no\nchannel";
  const MessageContent content = dead_letter_message(dead, &about, "Ada\nByron").content;
  CHECK(content.headline == "Message Not Delivered");
  CHECK(lines_of(content.sections.at(0)) ==
        Lines{"A message (prep) to Ada Byron could not be delivered.", "*Leadership sync*",
              "Monday, January 15 at 2:00 PM GMT (in 3 d)", "Why: no channel"});
  CHECK(content.footer ==
        Lines{"Details: execassist notify show n1", "Try again: execassist notify retry n1"});
  CHECK(dead_letter_message(dead, nullptr, "Ada").content.sections.at(0).lines.size() == 2);

  const MessageContent test = test_message(user).content;
  CHECK(test.headline == "Test Message");
  CHECK(lines_of(test.sections.at(0)) == Lines{"This is a test from execassist for Ada Byron.",
                                               "If you can read it, this channel works."});
}

TEST_CASE("content: every string is one safe line of bounded length") {
  User user = ada();
  user.name = "Ada\x1b[2J\n" + std::string(5000, 'n');
  Meeting hostile = leadership();
  hostile.facts.title = "a\nb\r\x1b[2Jc\u2028\u202Ed" + std::string(100000, 'x') + "\n";
  hostile.facts.location = "Room\n\n\x1b]8;;http://x.example\x07link" + std::string(5000, 'y');
  hostile.facts.problem = "guessed\x07\n\u0085" + std::string(5000, 'z');
  MeetingInWords about = in_words(hostile, user);
  about.type_label = "T\n\x07" + std::string(5000, 't');
  Notification dead;
  dead.notification_id = "n1";
  dead.reason = "why\n\x1b[31m" + std::string(5000, 'r');
  const std::vector<Message> messages{prep_message(about, false),
                                      prep_message(about, true),
                                      reminder_message(about),
                                      moved_message(about, kStart - 24h),
                                      cancelled_message(about),
                                      revived_message(about),
                                      dead_letter_message(dead, &about, user.name),
                                      test_message(user)};
  for (const Message& message : messages) {
    CAPTURE(message.subject);
    CHECK_FALSE(message.content.empty());
    std::size_t size = 0;
    for (const std::string& text : all_text(message.content)) {
      // Blanks at the ends of a run keep it apart from the next.
      CHECK(one_line("|" + text + "|") == "|" + text + "|");
      size += text.size();
    }
    CHECK(size < 2500);
  }
}

}  // namespace execassist::notify
