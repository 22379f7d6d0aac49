#include "app/interaction.hpp"
#include "notify/slack_blocks.hpp"
#include "slack_fixture.hpp"
#include "support/slack_block_rules.hpp"

namespace execassist::app::testing {
namespace {

using Lines = std::vector<std::string>;

MessageContent list(SlackApp& app) {
  app.ada().user.time_zone = *Zone::find("Europe/London");
  return meetings_overview(app.scope, app.ada());
}

Lines actions_of(const MessageSection& section) {
  Lines actions;
  for (const MessageButton& button : section.buttons) actions.push_back(button.action);
  return actions;
}

// The section that names the meeting.
MessageSection entry(const MessageContent& content, const std::string& title) {
  for (const MessageSection& section : content.sections) {
    for (const TextLine& line : section.lines) {
      for (const TextRun& run : line) {
        if (run.text == title) return section;
      }
    }
  }
  FAIL("not in the list: " << title);
  return {};
}

TEST_CASE("the list: by day, with time, title, type and state in words") {
  SlackApp app;
  app.put(facts_of("a", at("2026-11-21T14:00:00Z"), minutes{45}, "Leadership sync"));
  app.put(facts_of("b", at("2026-11-21T16:00:00Z")));
  app.put(facts_of("c", at("2026-11-23T09:00:00Z"), hours{1}, "Lunch"));
  app.sync();
  trigger_preps(app.scope);
  deliver(app.scope, {});
  const MessageContent content = list(app);
  CHECK(all_lines(content) ==
        Lines{"Your Next 7 Days", "Today, Saturday, November 21", "14:00-14:45 Leadership sync",
              "Leadership Meeting, prep announced", "16:00-17:00 Weekly review",
              "Meeting, prep announced", "Monday, November 23", "09:00-10:00 Lunch",
              "Lunch, no prep: the type lunch is not prepared",
              "Calendar read at 2026-11-21 09:30 GMT (now)."});
  CHECK(content.buttons.empty());
  for (const MessageButton& button : entry(content, "Leadership sync").buttons) {
    CHECK(button.value == app.meeting("a").meeting_id);
  }
}

TEST_CASE("the list: the buttons that the state allows") {
  struct Case {
    std::string name;
    std::function<void(SlackApp&, const std::string&)> then;
    Lines actions;
    std::string state;
  };
  for (const auto& [name, then, actions, state] : {
           Case{"announced",
                [](SlackApp&, const std::string&) {},
                {"start_prep", "remind_later", "skip_prep"},
                "prep announced"},
           Case{"snoozed",
                [](SlackApp&app, const std::string&id) { app.click("remind_later", id); },
                {"start_prep", "skip_prep"},
                "reminder at Nov 21 11:30"},
           Case{"begun",
                [](SlackApp&app, const std::string&id) { app.click("start_prep", id); },
                {"start_prep", "skip_prep"},
                "preparing"},
           Case{"skipped",
                [](SlackApp&app, const std::string&id) { app.click("skip_prep", id); },
                {},
                "prep skipped"},
           Case{"prepared",
                [](SlackApp&app, const std::string&id) { app.click("finish_prep", id); },
                {},
                "prepared"},
           Case{"soon",
                [](SlackApp&app, const std::string&) { app.advance(hours{20} - minutes{15}); },
                {"start_prep", "skip_prep"},
                "prep announced"},
           Case{"running",
                [](SlackApp&app, const std::string&) { app.advance(hours{20} + minutes{1}); },
                {"start_prep", "skip_prep"},
                "prep announced"},
       }) {
    CAPTURE(name);
    SlackApp app;
    const Meeting meeting = app.told(facts_of("a", kNow + hours{20}));
    then(app, meeting.meeting_id);
    const MessageContent content = list(app);
    CHECK(actions_of(entry(content, "Weekly review")) == actions);
    CHECK(says(content, state));
  }
}

TEST_CASE("the list: no reaction leaves the start open") {
  SlackApp app;
  const Meeting meeting = app.told(facts_of("a", kNow + hours{20}));
  app.advance(hours{16});
  trigger_preps(app.scope);
  REQUIRE(app.state(meeting).prep_outcome == PrepOutcome::no_reaction);
  CHECK(actions_of(entry(list(app), "Weekly review")) == Lines{"start_prep"});
}

TEST_CASE("the list: what is not in it") {
  SlackApp app;
  app.settings.sync.days_ahead = 30;
  app.put(facts_of("last", kNow + days{7} - Seconds{1}, hours{1}, "The last one"));
  app.put(facts_of("late", kNow + days{7}, hours{1}, "In a week"));
  app.put(facts_of("over", kNow - hours{2}, hours{1}, "Earlier today"));
  app.put(facts_of("now", kNow - minutes{30}, hours{1}, "Going on"));
  MeetingFacts off = facts_of("off", kNow + hours{30}, hours{1}, "Called off");
  app.put(off);
  app.sync();
  app.take_away("off");
  app.sync();
  const MessageContent content = list(app);
  CHECK(says(content, "The last one"));
  CHECK(says(content, "Going on"));
  for (const char* absent : {"In a week", "Earlier today", "Called off"}) {
    CHECK_FALSE(says(content, absent));
  }
  // Bob sees his own, which are none.
  CHECK(says(meetings_overview(app.scope, *app.settings.find_user("bob")),
             "No meetings in the next 7 days."));
}

TEST_CASE("the list: copies in other calendars are one") {
  SlackApp app;
  app.ada().calendars.push_back(app.ada().calendars.front());
  app.ada().calendars.back().id = "home";
  app.put(facts_of("a", kNow + hours{20}));
  app.put(facts_of("a", kNow + hours{20}), "home");
  app.sync();
  const auto lines = all_lines(list(app));
  CHECK(std::count(lines.begin(), lines.end(), "05:30-06:30 Weekly review") == 1);
}

TEST_CASE("the list: nothing there, nothing read") {
  SlackApp app;
  CHECK(all_lines(list(app)) == Lines{"Your Next 7 Days", "No meetings in the next 7 days.",
                                      "Not every calendar has been read yet."});
  app.ada().calendars.clear();
  CHECK(says(list(app), "There is no calendar in the configuration."));
}

TEST_CASE("the list: twenty, then how many more, and all of it fits into one message") {
  const std::string hostile =
      "<!channel> & <b>*x*</b>\n\x1b[31m " + std::string(300, '&') + std::string(300, '<');
  SlackApp app;
  for (int i = 0; i < 27; ++i) {
    app.put(facts_of("m" + std::to_string(i), kNow + hours{6 * i + 1}, hours{1}, hostile));
  }
  app.sync();
  trigger_preps(app.scope);
  MessageContent content = list(app);
  CHECK(content.footer.front() == "and 7 more: execassist agenda");
  for (const std::string& line : all_lines(content)) CHECK(line == one_line(line));
  const auto body = notify::slack_body({"n", "k", NotificationKind::reply, "", "", content});
  CHECK(execassist::testing::block_problem(body.blocks).empty());
  int actions = 0;
  for (const auto& block : *body.blocks.as_array()) {
    actions += execassist::testing::text_at(block, "type") == "actions" ? 1 : 0;
  }
  CHECK(actions == 20);
}

TEST_CASE("help names what can be said") {
  const MessageContent help = slack_help();
  for (const char* word : {"meetings", "start", "status", "back", "skip", "finish", "stop"}) {
    CHECK(says(help, word));
  }
}

}  // namespace
}  // namespace execassist::app::testing
