#include "notify/slack_blocks.hpp"

#include "render/slack_text.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <cstddef>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

namespace execassist::notify {
namespace {

using render::cut_slack;
using render::disarm_mrkdwn;
using render::escape_slack;
using render::slack_length;
using wire::Json;

// Block Kit reference; the last is measured by others: beyond some 13,200 characters of all blocks
// together Slack answers msg_blocks_too_long.
constexpr std::size_t kMostBlocks = 50;
constexpr std::size_t kMostButtons = 25;
constexpr std::size_t kLongestHeader = 150;
constexpr std::size_t kLongestSection = 3000;
constexpr std::size_t kLongestButton = 75;
constexpr std::size_t kLongestValue = 2000;
constexpr std::size_t kLongestAction = 250;  // of 255: the number of a repeated one follows
constexpr std::size_t kLongestMessage = 10000;

constexpr std::size_t kLongestFooter = 1500;
constexpr std::size_t kLongestSummary = 1000;

std::string mrkdwn(std::string_view line) { return escape_slack(disarm_mrkdwn(one_line(line))); }

// What is to be typed stands between backticks, where nothing but another one has a meaning.
std::string code(std::string_view line) {
  std::string text = one_line(line);
  std::replace(text.begin(), text.end(), '`', '\'');
  return escape_slack(text);
}

// Only formats that are written are shown: what looks like a link or a channel stays text.
Json mrkdwn_text(std::string text) {
  return Json::object({{"type", "mrkdwn"}, {"text", std::move(text)}, {"verbatim", true}});
}

Json plain_text(std::string text) {
  return Json::object({{"type", "plain_text"}, {"text", std::move(text)}, {"emoji", false}});
}

// The text of one block, line by line, until `room` is used up. A format stays on its line and is
// always closed.
class LineWriter {
 public:
  explicit LineWriter(std::size_t room) : room_(room) {}

  void add(const TextLine& line) {
    begin_line();
    for (const TextRun& run : line) add_run(run);
  }
  void add_bullet(const std::string& text) { add({{"• "}, {text}}); }

  bool empty() const { return text_.empty(); }
  std::string take() { return std::move(text_); }

 private:
  void begin_line() {
    if (text_.empty() || full_) return;
    if (slack_length(text_) + 2 > room_) {
      full_ = true;
    } else {
      text_ += '\n';
    }
  }

  void add_run(const TextRun& run) {
    if (full_) return;
    // one_line would take the blanks by which runs are kept apart.
    const bool blank_before = run.text.starts_with(' ');
    const bool blank_after = run.text.size() > 1 && run.text.ends_with(' ');
    const std::string text = run.code ? code(run.text) : mrkdwn(run.text);
    const std::string sign = run.code ? "`" : run.strong ? "*" : "";
    if (text.empty()) return;
    const std::size_t signs = (blank_before ? 1U : 0U) + 2 * sign.size();
    const std::size_t used = slack_length(text_) + signs;
    const std::size_t left = used < room_ ? room_ - used : 0;
    full_ = slack_length(text) + (blank_after ? 1U : 0U) > left;
    const std::string shown = cut_slack(text, left);
    if (shown.empty()) return;
    if (blank_before) text_ += ' ';
    text_ += sign + shown + sign;
    if (blank_after && !full_) text_ += ' ';
  }

  std::string text_;
  std::size_t room_;
  bool full_ = false;
};

Json header_block(const std::string& headline) {
  return Json::object(
      {{"type", "header"}, {"block_id", "headline"}, {"text", plain_text(headline)}});
}

Json section_block(std::size_t number, Json text) {
  return Json::object({{"type", "section"},
                       {"block_id", "section-" + std::to_string(number)},
                       {"text", std::move(text)}});
}

Json context_block(std::string text) {
  return Json::object({{"type", "context"},
                       {"block_id", "footer"},
                       {"elements", Json::array({mrkdwn_text(std::move(text))})}});
}

// A value that is cut would be about another meeting; an action with a dot of its own would come
// back as another one.
bool can_be_shown(const MessageButton& button) {
  return !button.action.empty() && slack_length(button.action) <= kLongestAction &&
         button.action.find('.') == std::string::npos &&
         slack_length(button.value) <= kLongestValue && !one_line(button.label).empty();
}

// The blocks, with a sum of their text that they keep within what a message may hold.
class BlockWriter {
 public:
  Json write(const MessageContent& content) {
    const std::string headline = cut_slack(one_line(content.headline), kLongestHeader);
    const Json buttons = actions_block(content.buttons, "actions");
    const std::string footer = footer_of(content.footer);
    left_ -= slack_length(headline) + slack_length(footer);

    Json::Array blocks;
    if (!headline.empty()) blocks.push_back(header_block(headline));
    const std::size_t kept = (buttons.is_null() ? 0U : 1U) + (footer.empty() ? 0U : 1U);
    for (const MessageSection& section : content.sections) {
      if (!write_section(section, kMostBlocks - kept, blocks)) break;
    }
    if (!buttons.is_null()) blocks.push_back(buttons);
    if (!footer.empty()) blocks.push_back(context_block(footer));
    return Json::array(std::move(blocks));
  }

  // A text without a form is shown as it is: nothing in plain_text is a format.
  Json write_text(const std::string& text) {
    Json::Array blocks;
    std::string part;
    const auto flush = [&] {
      const std::string shown = cut_slack(trim(part), std::min(kLongestSection, left_));
      left_ -= slack_length(shown);
      if (!shown.empty()) blocks.push_back(section_block(++sections_, plain_text(shown)));
      part.clear();
    };
    for (const std::string& line : split(safe_block(text), '\n')) {
      if (blocks.size() + 1 >= kMostBlocks) break;
      if (slack_length(part) + slack_length(line) + 1 > kLongestSection) flush();
      part += line + "\n";
    }
    flush();
    return Json::array(std::move(blocks));
  }

 private:
  // False: there is no room for it. Its buttons never stand without the text that they are about.
  bool write_section(const MessageSection& section, std::size_t most, Json::Array& blocks) {
    const std::string id = "section-" + std::to_string(sections_ + 1);
    const std::size_t left_before = left_;
    Json buttons = actions_block(section.buttons, id + "-actions");
    const std::string text = section_text(section);
    if (blocks.size() + (buttons.is_null() ? 0U : 1U) + (text.empty() ? 0U : 1U) > most) {
      return false;
    }
    if (text.empty() && (!section.lines.empty() || !section.bullets.empty())) {
      left_ = left_before;
      return true;
    }
    ++sections_;
    if (!text.empty()) blocks.push_back(section_block(sections_, mrkdwn_text(text)));
    if (!buttons.is_null()) blocks.push_back(std::move(buttons));
    return true;
  }

  std::string section_text(const MessageSection& section) {
    LineWriter lines(std::min(kLongestSection, left_));
    for (const TextLine& line : section.lines) lines.add(line);
    for (const std::string& bullet : section.bullets) lines.add_bullet(bullet);
    std::string text = lines.take();
    left_ -= slack_length(text);
    return text;
  }

  Json actions_block(const std::vector<MessageButton>& buttons, const std::string& id) {
    Json::Array elements;
    for (const MessageButton& button : buttons) {
      if (elements.size() == kMostButtons || !can_be_shown(button)) continue;
      const std::string label = cut_slack(one_line(button.label), kLongestButton);
      if (slack_length(label) > left_) break;
      Json element = Json::object({{"type", "button"},
                                   {"action_id", unique_action(button.action)},
                                   {"text", plain_text(label)}});
      if (!button.value.empty()) element.set("value", button.value);
      if (button.primary) element.set("style", "primary");
      elements.push_back(std::move(element));
      left_ -= slack_length(label);
    }
    if (elements.empty()) return nullptr;
    return Json::object(
        {{"type", "actions"}, {"block_id", id}, {"elements", Json::array(std::move(elements))}});
  }

  // "start_prep", "start_prep.2", "start_prep.3": Slack wants them unique in a message.
  std::string unique_action(const std::string& action) {
    const int number = ++shown_[action];
    return number == 1 ? action : action + "." + std::to_string(number);
  }

  std::string footer_of(const std::vector<std::string>& footer) const {
    LineWriter lines(kLongestFooter);
    for (const std::string& line : footer) lines.add({{line}});
    return lines.take();
  }

  std::size_t left_ = kLongestMessage;
  std::size_t sections_ = 0;
  std::map<std::string, int> shown_;  // how often each action was
};

std::string text_of(const TextLine& line) {
  std::string text;
  for (const TextRun& run : line) text += run.text;
  return text;
}

bool is_title(const TextLine& line) {
  return !line.empty() &&
         std::all_of(line.begin(), line.end(), [](const TextRun& run) { return run.strong; });
}

// Headline, title and the line below it, which says when; without a title the first line.
std::string summary_of(const MessageContent& content) {
  std::vector<std::string> parts;
  if (!content.headline.empty()) parts.push_back(content.headline);
  for (const MessageSection& section : content.sections) {
    const auto& lines = section.lines;
    const auto title = std::find_if(lines.begin(), lines.end(), is_title);
    if (title == lines.end()) continue;
    const auto when = std::next(title);
    std::string what = text_of(*title);
    if (when != lines.end()) what += ", " + text_of(*when);
    parts.push_back(std::move(what));
    return join(parts, ": ");
  }
  if (!content.sections.empty() && !content.sections.front().lines.empty()) {
    parts.push_back(text_of(content.sections.front().lines.front()));
  }
  return join(parts, ": ");
}

std::string summary_of(const OutgoingMessage& message) {
  std::string summary = one_line(summary_of(message.content));
  if (summary.empty()) summary = one_line(message.subject);
  if (summary.empty()) summary = one_line(message.text);
  if (summary.empty()) summary = "(no text)";  // Slack refuses a message without one
  return cut_slack(mrkdwn(summary), kLongestSummary);
}

}  // namespace

SlackBody slack_body(const OutgoingMessage& message) {
  const std::string summary = summary_of(message);
  BlockWriter writer;
  Json blocks =
      message.content.empty() ? writer.write_text(message.text) : writer.write(message.content);
  if (blocks.as_array()->empty()) blocks = writer.write_text(message.subject);
  return {summary, std::move(blocks)};
}

}  // namespace execassist::notify
