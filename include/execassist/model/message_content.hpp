// What a message says, before it takes the form of a channel: Slack makes blocks of it, the
// terminal shows the plain text that stands beside it. Every string is one safe line
// (base/text.hpp), not yet escaped for any target.
#pragma once

#include <string>
#include <vector>

namespace execassist {

struct TextRun {
  std::string text;
  bool strong = false;
  bool code = false;  // to be typed as it stands
};
using TextLine = std::vector<TextRun>;

struct MessageButton {
  std::string action;  // "start_prep": the name by which the click comes back
  std::string label;
  std::string value;  // what the click is about: a meeting_id
  bool primary = false;
};

struct MessageSection {
  std::vector<TextLine> lines;
  std::vector<std::string> bullets{};    // below the lines
  std::vector<MessageButton> buttons{};  // below both: of this section alone
};

// What a message says where there is room for two lines: "lead topic detail rest". Where even that
// is too long, the detail goes first; then the topic is cut.
struct BriefText {
  std::string lead;      // "Leadership Meeting, Thu Nov 26 3:00 PM CET:"
  std::string topic;     // "Q4 outlook"
  std::string rest;      // "Prepare: execassist prep start 4f1k"
  std::string detail{};  // "45 minutes, 14 people."

  bool empty() const { return lead.empty() && topic.empty() && rest.empty(); }
};

struct MessageContent {
  std::string headline;
  std::vector<MessageSection> sections;
  std::vector<MessageButton> buttons;
  std::vector<std::string> footer;  // lines in small print: the age of the data, the commands

  bool empty() const { return headline.empty() && sections.empty(); }
};

}  // namespace execassist
