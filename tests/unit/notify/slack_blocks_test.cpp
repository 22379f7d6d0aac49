#include "notify/slack_blocks.hpp"

#include "render/slack_text.hpp"
#include "support/slack_block_rules.hpp"

#include <execassist/base/text.hpp>

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::notify {
namespace {

using execassist::testing::block_problem;
using execassist::testing::text_at;
using wire::Json;

OutgoingMessage saying(MessageContent content) {
  return {"n1",
          "n1/slack",
          NotificationKind::prep,
          "Prepare: Sync",
          "the plain text\n",
          std::move(content),
          std::nullopt};
}

MessageContent prep() {
  return {"Meeting Prep Reminder",
          {{{{{"You have a "}, {"Leadership Meeting", true}, {" coming up:"}},
             {{"Leadership sync", true}},
             {{"Monday, January 15 at 2:00 PM GMT (in 3 d)"}},
             {{"60 minutes, 12 people"}}},
            {}},
           {{{{"What can be prepared:"}}}, {"a customized agenda", "a question bank"}}},
          {{"start_prep", "Start Prep Session", "m1", true},
           {"remind_later", "Remind Me in 2 Hours", "m1", false}},
          {"Calendar read at 2024-01-12 13:55 GMT.", "Start now: execassist prep start m1"}};
}

// With the title in its place.
MessageContent titled(const std::string& title) {
  MessageContent content = prep();
  content.sections[0].lines[1][0].text = title;
  return content;
}

const Json& block(const Json& blocks, std::size_t index) {
  REQUIRE(index < blocks.as_array()->size());
  return blocks.as_array()->at(index);
}

std::string text_of(const Json& block) {
  const Json* text = block.find("text");
  return text == nullptr ? std::string{} : text_at(*text, "text");
}

std::string line_of(const std::string& text, std::size_t index) {
  const auto lines = split(text, '\n');
  return index < lines.size() ? lines[index] : "(no such line)";
}

// All that Slack counts: the texts of the blocks, values and names apart.
std::size_t text_length(const Json& json) {
  std::size_t length = 0;
  if (const auto* items = json.as_array()) {
    for (const Json& item : *items) length += text_length(item);
  }
  if (const auto* members = json.as_object()) {
    for (const auto& [key, value] : *members) {
      const std::string* text = value.as_string();
      length += key == "text" && text != nullptr ? render::slack_length(*text) : text_length(value);
    }
  }
  return length;
}

TEST_CASE("slack blocks: the announcement, block by block") {
  const SlackBody body = slack_body(saying(prep()));
  CHECK(body.text ==
        "Meeting Prep Reminder: Leadership sync, Monday, January 15 at 2:00 PM GMT (in 3 d)");
  const std::string expected = R"([
    {"type":"header","block_id":"headline",
     "text":{"type":"plain_text","text":"Meeting Prep Reminder","emoji":false}},
    {"type":"section","block_id":"section-1","text":{"type":"mrkdwn","text":
     "You have a *Leadership Meeting* coming up:\n*Leadership sync*\nMonday, January 15 at 2:00 PM GMT (in 3 d)\n60 minutes, 12 people",
     "verbatim":true}},
    {"type":"section","block_id":"section-2","text":{"type":"mrkdwn","text":
     "What can be prepared:\n• a customized agenda\n• a question bank","verbatim":true}},
    {"type":"actions","block_id":"actions","elements":[
     {"type":"button","action_id":"start_prep",
      "text":{"type":"plain_text","text":"Start Prep Session","emoji":false},
      "value":"m1","style":"primary"},
     {"type":"button","action_id":"remind_later",
      "text":{"type":"plain_text","text":"Remind Me in 2 Hours","emoji":false},"value":"m1"}]},
    {"type":"context","block_id":"footer","elements":[{"type":"mrkdwn","text":
     "Calendar read at 2024-01-12 13:55 GMT.\nStart now: execassist prep start m1",
     "verbatim":true}]}])";
  CHECK(body.blocks.dump() == wire::parse_json(expected)->dump());
  CHECK(block_problem(body.blocks).empty());
}

TEST_CASE("slack blocks: no title breaks out of its line") {
  struct Case {
    std::string title;
    std::string shown;
  };
  for (const auto& [title, shown] : {
           Case{"<!channel> now", "*&lt;!channel&gt; now*"},
           Case{"<@U1>", "*&lt;@U1&gt;*"},
           Case{"<http://evil|label>", "*&lt;http://evil|label&gt;*"},
           Case{"&amp; R&D", "*&amp;amp; R&amp;D*"},
           Case{"a *b* c", "*a ∗b∗ c*"},
           Case{"**", "*∗∗*"},
           Case{"_a_ ~b~", "*ˍaˍ ∼b∼*"},
           Case{"```", "*ˋˋˋ*"},
           Case{"`rm -rf`", "*ˋrm -rfˋ*"},
           Case{"one\ntwo\r\nthree", "*one two three*"},
           Case{"one\u2028two", "*one two*"},
           Case{"sync \u202Egnp.exe\u202C", "*sync gnp.exe*"},
           Case{"שלום عالم", "*שלום عالم*"},
           Case{"🎉 party 👩‍👩‍👧", "*🎉 party 👩‍👩‍👧*"},
           Case{"\x1b[31mred", "*red*"},
           Case{"bad\xFF", "*bad\uFFFD*"},
       }) {
    CAPTURE(title);
    const SlackBody body = slack_body(saying(titled(title)));
    CHECK(block_problem(body.blocks).empty());
    const std::string text = text_of(block(body.blocks, 1));
    CHECK(line_of(text, 1) == shown);
    CHECK(line_of(text, 2) == "Monday, January 15 at 2:00 PM GMT (in 3 d)");
    CHECK(split(text, '\n').size() == 4);
    // The line that a notification shows has the same words without the format.
    CHECK(body.text.find(shown.substr(1, shown.size() - 2)) != std::string::npos);
    CHECK(body.text.find('\n') == std::string::npos);
    CHECK(body.text.find_first_of("<>*`~") == std::string::npos);
  }
}

TEST_CASE("slack blocks: what is to be typed stays as it is") {
  const auto shown = [](const std::string& command) {
    MessageContent content;
    content.headline = "Sign in again";
    TextRun run{command};
    run.code = true;
    content.sections = {{{{run}}, {}}};
    return text_of(block(slack_body(saying(content)).blocks, 1));
  };
  CHECK(shown("execassist -c '/a*b_c/<d>&e'") == "`execassist -c '/a*b_c/&lt;d&gt;&amp;e'`");
  CHECK(shown("a`b") == "`a'b`");
}

TEST_CASE("slack blocks: places and bullets are as harmless as titles") {
  MessageContent content = prep();
  content.sections[0].lines.push_back({{">>> *Room* <!here> ```"}});
  content.sections[1].bullets = {"<@U1>\nsecond line"};
  content.footer = {"_small_ <print>\nand more"};
  const Json blocks = slack_body(saying(content)).blocks;
  CHECK(block_problem(blocks).empty());
  CHECK(line_of(text_of(block(blocks, 1)), 4) == "››› ∗Room∗ &lt;!here&gt; ˋˋˋ");
  CHECK(line_of(text_of(block(blocks, 2)), 1) == "• &lt;@U1&gt; second line");
  const Json& footer = block(blocks, 4).find("elements")->as_array()->front();
  CHECK(text_at(footer, "text") == "ˍsmallˍ &lt;print&gt; and more");
}

TEST_CASE("slack blocks: a header is plain text and needs no escape") {
  MessageContent content = prep();
  content.headline = "R&D <b> *x*\nmore";
  CHECK(text_of(block(slack_body(saying(content)).blocks, 0)) == "R&D <b> *x* more");
}

TEST_CASE("slack blocks: everything too long is cut, the buttons stay") {
  const std::string huge = std::string(20000, '&') + "<";
  MessageContent content = titled(huge);
  content.headline = huge;
  for (int i = 0; i < 100; ++i) {
    content.sections.push_back({{{{huge, true}}, {{"😀" + huge}}}, {huge, huge}});
  }
  content.footer.assign(100, huge);
  content.buttons[0].label = huge;
  const SlackBody body = slack_body(saying(content));
  CHECK(block_problem(body.blocks).empty());
  CHECK(text_length(body.blocks) <= 10000);
  CHECK(render::slack_length(body.text) <= 1000);
  const auto& blocks = *body.blocks.as_array();
  CHECK(blocks.size() <= 50);
  CHECK(text_at(blocks[blocks.size() - 2], "type") == "actions");
  CHECK(text_at(blocks.back(), "type") == "context");
  // A strong line that is cut is still closed, and no escape is torn.
  const std::string text = text_of(blocks[1]);
  CHECK(text.ends_with("&amp;…*"));
  CHECK(render::slack_length(text) <= 3000);
  CHECK(render::slack_length(text) > 2990);
}

TEST_CASE("slack blocks: the many are fewer, at each limit") {
  MessageContent content;
  content.headline = std::string(150, 'h');
  for (int i = 0; i < 60; ++i) content.sections.push_back({{{{"line " + std::to_string(i)}}}, {}});
  for (int i = 0; i < 30; ++i) {
    content.buttons.push_back({"action" + std::to_string(i), std::string(75, 'l'), "v", false});
  }
  content.footer = {"small"};
  const Json blocks = slack_body(saying(content)).blocks;
  CHECK(block_problem(blocks).empty());
  REQUIRE(blocks.as_array()->size() == 50);
  CHECK(text_of(block(blocks, 0)) == std::string(150, 'h'));
  CHECK(text_of(block(blocks, 47)) == "line 46");
  CHECK(block(blocks, 48).find("elements")->as_array()->size() == 25);
  content.headline += "h";
  CHECK(text_of(block(slack_body(saying(content)).blocks, 0)) == std::string(149, 'h') + "…");

  const auto section_of = [](const std::string& text) {
    return text_of(block(slack_body(saying({"", {{{{{text}}}, {}}}, {}, {}})).blocks, 0));
  };
  CHECK(section_of(std::string(3000, 'x')) == std::string(3000, 'x'));
  CHECK(section_of(std::string(3001, 'x')) == std::string(2999, 'x') + "…");
}

TEST_CASE("slack blocks: a button that would be wrong is left out") {
  MessageContent content = prep();
  content.buttons = {{"", "no action", "m1", false},
                     {"no_label", "\n\u200B", "m1", false},
                     {"long_value", "x", std::string(2001, 'v'), false},
                     {std::string(256, 'a'), "x", "m1", false},
                     {"good", "Good", std::string(2000, 'v'), false},
                     {"dotted.2", "x", "m1", false},
                     {"bare", "Bare", "", false}};
  const Json blocks = slack_body(saying(content)).blocks;
  CHECK(block_problem(blocks).empty());
  const auto& buttons = *block(blocks, 3).find("elements")->as_array();
  REQUIRE(buttons.size() == 2);
  CHECK(text_of(buttons[0]) == "Good");
  CHECK(text_at(buttons[0], "value").size() == 2000);
  CHECK(buttons[0].find("style") == nullptr);
  CHECK(text_of(buttons[1]) == "Bare");
  CHECK(buttons[1].find("value") == nullptr);
  content.buttons.clear();
  CHECK(slack_body(saying(content)).blocks.as_array()->size() == 4);
}

std::vector<std::string> actions_in(const Json& blocks) {
  std::vector<std::string> actions;
  for (const Json& each : *blocks.as_array()) {
    if (text_at(each, "type") != "actions") continue;
    for (const Json& button : *each.find("elements")->as_array()) {
      actions.push_back(text_at(button, "action_id"));
    }
  }
  return actions;
}

TEST_CASE("slack blocks: a section's buttons stand below it, every action once") {
  MessageContent content;
  content.headline = "Your Next 7 Days";
  for (const char* id : {"m1", "m2", "m3"}) {
    content.sections.push_back(
        {{{{id, true}}}, {}, {{"start_prep", "Start", id, true}, {"skip_prep", "Skip", id}}});
  }
  content.buttons = {{"start_prep", "Start", "m0", true}};
  const Json blocks = slack_body(saying(content)).blocks;
  CHECK(block_problem(blocks).empty());
  REQUIRE(blocks.as_array()->size() == 8);
  CHECK(block(blocks, 2).dump(-1) ==
        R"({"type":"actions","block_id":"section-1-actions","elements":[)"
        R"({"type":"button","action_id":"start_prep.2",)"
        R"("text":{"type":"plain_text","text":"Start","emoji":false},"value":"m1",)"
        R"("style":"primary"},{"type":"button","action_id":"skip_prep",)"
        R"("text":{"type":"plain_text","text":"Skip","emoji":false},"value":"m1"}]})");
  // The message's own come first in counting: what a plain message says never changes its name.
  CHECK(actions_in(blocks) == std::vector<std::string>{"start_prep.2", "skip_prep", "start_prep.3",
                                                       "skip_prep.2", "start_prep.4", "skip_prep.3",
                                                       "start_prep"});
}

TEST_CASE("slack blocks: a list of twenty meetings on eight days fits") {
  MessageContent content;
  content.headline = "Your Next 7 Days";
  for (int i = 0; i < 20; ++i) {
    if (i < 8) content.sections.push_back({{{{"A day", true}}}});
    const std::string id = "m" + std::to_string(i);
    content.sections.push_back(
        {{{{"09:00-10:00 "}, {std::string(69, '&') + "…", true}}, {{"Leadership, prep due"}}},
         {},
         {{"start_prep", "Start Prep Session", id, true},
          {"remind_later", "Remind Me in 2 Hours", id},
          {"skip_prep", "Skip", id}}});
  }
  content.footer = {"and 7 more: execassist agenda", "Calendar read."};
  const Json blocks = slack_body(saying(content)).blocks;
  CHECK(block_problem(blocks).empty());
  CHECK(blocks.as_array()->size() == 50);
  CHECK(actions_in(blocks).size() == 60);
  CHECK(text_length(blocks) <= 10000);
  CHECK(text_at(block(blocks, 49), "type") == "context");
}

TEST_CASE("slack blocks: no button stands without what it is about") {
  MessageContent content;
  for (int i = 0; i < 60; ++i) {
    content.sections.push_back({{{{std::string(900, 'x')}}},
                                {},
                                {{"start_prep", "Start", "m" + std::to_string(i), true}}});
  }
  const Json blocks = slack_body(saying(content)).blocks;
  CHECK(block_problem(blocks).empty());
  CHECK(text_length(blocks) <= 10000);
  const auto& all = *blocks.as_array();
  CHECK(all.size() == 24);
  for (std::size_t i = 0; i < all.size(); ++i) {
    CHECK(text_at(all[i], "type") == (i % 2 == 0 ? "section" : "actions"));
  }
  // A section of buttons alone is one.
  const Json bare = slack_body(saying({"x", {{{}, {}, {{"go", "Go", "m1"}}}}, {}, {}})).blocks;
  CHECK(bare.as_array()->size() == 2);
  CHECK(block_problem(bare).empty());
}

TEST_CASE("slack blocks: without a form the text is shown as it is") {
  OutgoingMessage message = saying({});
  message.text = "A *test* <!channel>\n  indented & more\x1b[2J\n\n";
  const SlackBody body = slack_body(message);
  CHECK(body.text == "Prepare: Sync");
  REQUIRE(body.blocks.as_array()->size() == 1);
  CHECK(block(body.blocks, 0).dump() ==
        wire::parse_json(R"({"type":"section","block_id":"section-1","text":{"type":"plain_text",
          "text":"A *test* <!channel>\n  indented & more","emoji":false}})")
            ->dump());

  // A long one takes several sections, a huge one is cut.
  message.text.clear();
  for (int i = 0; i < 2000; ++i) message.text += "a line of thirty characters...\n";
  const Json blocks = slack_body(message).blocks;
  CHECK(block_problem(blocks).empty());
  CHECK(blocks.as_array()->size() >= 4);
  CHECK(text_length(blocks) <= 10000);
  CHECK(text_length(blocks) > 9900);
  message.text = std::string(100000, 'x');
  CHECK(block_problem(slack_body(message).blocks).empty());

  for (const char* nothing : {"", "\n\n", "\x1b[2J"}) {
    message.text = nothing;
    const SlackBody bare = slack_body(message);
    CHECK(bare.text == "Prepare: Sync");
    CHECK(text_of(block(bare.blocks, 0)) == "Prepare: Sync");
    message.subject.clear();
    CHECK(slack_body(message).text == "(no text)");
    message.subject = "Prepare: Sync";
  }
}

TEST_CASE("slack blocks: the line for notifications") {
  struct Case {
    MessageContent content;
    std::string line;
  };
  for (const auto& [content, line] : {
           Case{{"Test Message", {{{{{"This is a test."}}, {{"Good."}}}, {}}}, {}, {}},
                "Test Message: This is a test."},
           Case{{"Meeting Moved", {{{{{"It moved:"}}, {{"Sync", true}}}, {}}}, {}, {}},
                "Meeting Moved: Sync"},
           Case{{"Only a headline", {}, {}, {}}, "Only a headline"},
           Case{{"", {{{{{"Only a line"}}}, {}}}, {}, {}}, "Only a line"},
           Case{{"", {{{}, {"Only a bullet"}}}, {}, {}}, "Prepare: Sync"},
           Case{{"Sign in", {{{{{"Type: "}, {"execassist", true}}}, {}}}, {}, {}},
                "Sign in: Type: execassist"},
       }) {
    CHECK(slack_body(saying(content)).text == line);
  }
}

}  // namespace
}  // namespace execassist::notify
