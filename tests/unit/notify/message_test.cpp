#include "notify/message.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::notify {
namespace {

using namespace std::chrono_literals;

constexpr Instant kStart = std::chrono::sys_days{2024y / 1 / 15} + 14h;

User ada() {
  User user;
  user.id = "ada";
  user.name = "Ada Byron";
  const auto zone = Zone::find("Europe/London");
  REQUIRE(zone.has_value());
  user.time_zone = *zone;
  return user;
}

Meeting leadership() {
  Meeting meeting;
  meeting.meeting_id = "abcd1234efgh5678";
  meeting.user_id = "ada";
  meeting.facts.title = "Leadership sync";
  meeting.facts.source = "ics";
  meeting.facts.start = kStart;
  meeting.facts.end = kStart + 90min;
  meeting.facts.attendees = {
      {"a@example.com", "", Response::accepted, false},
      {"b@example.com", "", Response::needs_action, false},
      {"c@example.com", "", Response::declined, false},
      {"room@example.com", "", Response::accepted, true},
  };
  meeting.state.status = MeetingStatus::prep_scheduled;
  meeting.last_synced_at = kStart - 72h - 5min;
  return meeting;
}

MeetingInWords in_words(const Meeting& meeting, const User& user) {
  return {meeting, user, "Leadership Meeting", kStart - 72h};
}

std::vector<Message> all_messages(const Meeting& meeting, const User& user) {
  const MeetingInWords about = in_words(meeting, user);
  Notification dead;
  dead.notification_id = "n1";
  dead.reason = "why";
  return {prep_message(about, false),
          prep_message(about, true),
          reminder_message(about),
          moved_message(about, kStart - 24h),
          cancelled_message(about),
          revived_message(about),
          dead_letter_message(dead, &about, user.name)};
}

void check_holds(const Message& message, const std::vector<std::string>& parts) {
  for (const std::string& part : parts) {
    CAPTURE(message.text);
    CAPTURE(part);
    CHECK(message.text.find(part) != std::string::npos);
  }
}

long long lines_of(const std::string& text) { return std::count(text.begin(), text.end(), '\n'); }

}  // namespace

TEST_CASE("message: the announcement says everything") {
  const User user = ada();
  Meeting meeting = leadership();
  meeting.facts.location = "Room 1";
  const Message message = prep_message(in_words(meeting, user), false);
  CHECK(message.subject == "Prepare: Leadership sync");
  check_holds(message, {
                           "a Leadership Meeting coming up",
                           "  Leadership sync\n",
                           "  Monday, January 15 at 2:00 PM GMT (in 3 d)\n",
                           "90 minutes, 2 people\n",
                           "  Room 1\n",
                           "agenda",
                           "context",
                           "question bank",
                           "note-taking template",
                           "execassist prep start abcd1234efgh5678\n",
                           "execassist prep snooze abcd1234efgh5678\n",
                           "execassist prep skip abcd1234efgh5678\n",
                           "Calendar read at 2024-01-12 13:55 GMT (5 min ago).\n",
                       });
}

TEST_CASE("message: the short one has three lines") {
  const User user = ada();
  const Meeting meeting = leadership();
  MeetingInWords about = in_words(meeting, user);
  about.now = kStart - 10min;
  CHECK(prep_message(about, true).text ==
        "Starting soon: Leadership sync\n"
        "Monday, January 15 at 2:00 PM GMT (in 10 min)\n"
        "Prepare now: execassist prep start abcd1234efgh5678\n");
}

TEST_CASE("message: the reminder says how far the preparation is") {
  const User user = ada();
  Meeting meeting = leadership();
  check_holds(reminder_message(in_words(meeting, user)),
              {"Leadership Meeting", "  Leadership sync\n", "2:00 PM GMT", "90 minutes, 2 people",
               "Not prepared yet", "execassist prep start abcd1234efgh5678\n", "Calendar read at"});
  meeting.state.status = MeetingStatus::prep_in_progress;
  check_holds(reminder_message(in_words(meeting, user)),
              {"under way", "execassist prep finish abcd1234efgh5678\n"});
  meeting.state.status = MeetingStatus::prep_completed;
  const Message done = reminder_message(in_words(meeting, user));
  CHECK(done.subject == "Reminder: Leadership sync");
  CHECK(done.text.find("execassist prep") == std::string::npos);
}

TEST_CASE("message: changes") {
  const User user = ada();
  const Meeting meeting = leadership();
  const MeetingInWords about = in_words(meeting, user);
  const Message moved = moved_message(about, kStart - 24h - 30min);
  CHECK(moved.subject == "Moved: Leadership sync");
  check_holds(moved, {"moved", "Monday, January 15 at 2:00 PM GMT",
                      "It was Sunday, January 14 at 1:30 PM GMT.", "Calendar read at"});
  const Message cancelled = cancelled_message(about);
  CHECK(cancelled.subject == "Cancelled: Leadership sync");
  check_holds(cancelled, {"is cancelled", "Leadership sync", "Monday, January 15 at 2:00 PM GMT"});
  CHECK(cancelled.text.find("execassist prep") == std::string::npos);
  const Message revived = revived_message(about);
  CHECK(revived.subject == "On again: Leadership sync");
  check_holds(revived, {"is on again", "Leadership sync", "Monday, January 15 at 2:00 PM GMT"});
}

TEST_CASE("message: dead letters and tests") {
  const User user = ada();
  const Meeting meeting = leadership();
  const MeetingInWords about = in_words(meeting, user);
  Notification dead;
  dead.notification_id = "n1n1n1n1";
  dead.kind = NotificationKind::reminder;
  dead.reason = "no channel worked:\nnot even \x1b[31mthis";
  check_holds(dead_letter_message(dead, &about, "Ada\nByron"),
              {"(reminder)", "to Ada Byron", "Leadership sync", "2:00 PM GMT",
               "no channel worked: not even this\n", "execassist notify show n1n1n1n1\n",
               "execassist notify retry n1n1n1n1\n"});
  const Message bare = dead_letter_message(dead, nullptr, "Ada");
  CHECK(bare.text.find("GMT") == std::string::npos);
  check_holds(bare, {"could not be delivered", "n1n1n1n1"});
  check_holds(test_message(user), {"test", "Ada Byron"});
  CHECK_FALSE(test_message(user).subject.empty());
}

TEST_CASE("message: length and people") {
  const User user = ada();
  struct Case {
    std::string what;
    void (*change)(Meeting&);
    std::string words;
  };
  for (const auto& [what, change, words] : {
           Case{"one", [](Meeting& m) { m.facts.attendees.resize(1); }, "90 minutes, 1 person\n"},
           Case{"none", [](Meeting& m) { m.facts.attendees.clear(); }, "90 minutes, no "},
           Case{"many",
                [](Meeting& m) {
                  m.facts.attendees.assign(500, {"x@example.com", "", {}, false});
                },
                "90 minutes, 500 people\n"},
           // The number is not known, so none is named.
           Case{"unknown", [](Meeting& m) { m.facts.attendees_omitted = true; },
                "90 minutes, more people than"},
           Case{"a minute", [](Meeting& m) { m.facts.end = m.facts.start + 1min; }, "  1 minute, "},
           Case{"no length", [](Meeting& m) { m.facts.end = m.facts.start; }, "  0 minutes, "},
       }) {
    CAPTURE(what);
    Meeting meeting = leadership();
    change(meeting);
    check_holds(prep_message(in_words(meeting, user), false), {words});
  }
}

TEST_CASE("message: how old the data is") {
  const User user = ada();
  Meeting meeting = leadership();
  meeting.facts.source = "manual";
  check_holds(prep_message(in_words(meeting, user), false), {"by hand"});
  meeting.facts.source = "ics";
  meeting.last_synced_at = Instant{};
  check_holds(prep_message(in_words(meeting, user), false), {"not been read"});
  meeting.facts.problem = "unknown time zone \"X\":\nread as UTC";
  check_holds(prep_message(in_words(meeting, user), false),
              {"Note: unknown time zone \"X\": read as UTC\n"});
}

TEST_CASE("message: articles") {
  const User user = ada();
  const Meeting meeting = leadership();
  struct Case {
    std::string label;
    std::string words;
  };
  for (const auto& [label, words] : {
           Case{"Executive Meeting", "an Executive Meeting"},
           Case{"Incident Review", "an Incident Review"},
           Case{"QBR", "a QBR"},
           Case{"One On One", "a One On One"},
           Case{"one-on-one", "a one-on-one"},
           Case{"Offsite", "an Offsite"},
           Case{"Meeting", "a Meeting"},
       }) {
    MeetingInWords about = in_words(meeting, user);
    about.type_label = label;
    check_holds(prep_message(about, false), {"You have " + words + " coming up"});
  }
}

TEST_CASE("message: titles are one safe line") {
  struct Case {
    std::string title;
    std::string shown;
  };
  for (const auto& [title, shown] : {
           Case{"Leadership sync", "Leadership sync"},
           Case{"", "(no title)"},
           Case{" \r\n\t", "(no title)"},
           Case{"\u200B\u202E", "(no title)"},
           Case{"\u200D\u0301", "(no title)"},  // nothing to be seen
           Case{"\x1b[2J", "(no title)"},
           Case{"Lunch\nStart now: rm -rf /", "Lunch Start now: rm -rf /"},
           Case{"a\u2028b\u0085c", "a b c"},
           Case{"\x1b]0;owned\x07Sync\x1b[31m", "Sync"},
           Case{"Sync \u202Egnp.exe\u202C", "Sync gnp.exe"},
           Case{"<script>alert(1)</script> *b* <!channel>",
                "<script>alert(1)</script> *b* <!channel>"},
           Case{"%s%n {{title}} $(id)", "%s%n {{title}} $(id)"},
           Case{"שלום", "שלום"},
           Case{"bad\xFF", "bad\uFFFD"},
       }) {
    CAPTURE(title);
    MeetingFacts facts;
    facts.title = title;
    CHECK(title_of(facts) == shown);
  }
}

TEST_CASE("message: no title, place or problem adds a line or a control character") {
  const User user = ada();
  Meeting plain = leadership();
  plain.facts.location = "Room";
  plain.facts.problem = "guessed";
  Meeting hostile = plain;
  hostile.facts.title = "a\nb\r\x1b[2Jc\u2028\u202Ed" + std::string(100000, 'x') + "\n";
  hostile.facts.location =
      "Room\n\nStart now: \x1b]8;;http://x.example\x07link" + std::string(5000, 'y');
  hostile.facts.problem = "guessed\x07\n\u0085";
  const auto expected = all_messages(plain, user);
  const auto found = all_messages(hostile, user);
  REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    CAPTURE(found[i].text);
    CHECK(lines_of(found[i].text) == lines_of(expected[i].text));
    CHECK(lines_of(found[i].subject) == 0);
    CHECK(found[i].text.size() < 4000);
    // A terminal would obey nothing in it, and layout and words survive what a channel does.
    CHECK(safe_block(found[i].text) == found[i].text);
    CHECK(one_line(found[i].subject) == found[i].subject);
  }

  // A place of which nothing is left makes no empty line.
  Meeting no_place = plain;
  no_place.facts.location.clear();
  Meeting invisible = plain;
  invisible.facts.location = "\r\n\u200B";
  CHECK(prep_message(in_words(invisible, user), false).text ==
        prep_message(in_words(no_place, user), false).text);
}

TEST_CASE("message: a huge title is cut, not split") {
  MeetingFacts facts;
  facts.title = std::string(10000, 'x');
  CHECK(display_width(title_of(facts)) == 200);
  CHECK(title_of(facts).ends_with("x…"));
  facts.title.clear();
  for (int i = 0; i < 1000; ++i) facts.title += "漢";
  CHECK(display_width(title_of(facts)) == 199);  // 99 wide ones and the ellipsis
  CHECK(to_valid_utf8(title_of(facts)) == title_of(facts));
}

}  // namespace execassist::notify
