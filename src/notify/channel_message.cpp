#include "notify/channel_message.hpp"

#include <execassist/base/text.hpp>

namespace execassist::notify {
namespace {

constexpr int kLongestProblem = 300;

}  // namespace

std::string spoken_channel(const std::string& channel) {
  if (channel == "slack") return "Slack";
  if (channel == "sms") return "SMS";
  if (channel == "email") return "E-mail";
  return channel;
}

Message dead_channel_message(const std::string& channel, const std::string& problem) {
  const std::string name = spoken_channel(channel);
  const std::string why = fit_width(one_line(problem), kLongestProblem);
  const std::string what = name + " refuses the key of execassist: nobody is reached there.";
  const std::string meanwhile =
      "Messages go out on the other channels of each person. Those of people without another one "
      "wait, and are given up in the end.";
  const std::string test = "execassist notify test --channel " + channel;
  const std::string retry = "execassist notify retry --dead";

  Message message;
  message.subject = name + " does not work any more";
  message.text = message.subject + "\n\n" + what + "\n  Why: " + why + "\n\n" + meanwhile +
                 "\n\nWhen it is mended: " + test + "\nWhat was given up: " + retry + "\n";
  MessageContent& content = message.content;
  content.headline = message.subject;
  content.sections = {{{{{what}}, {{"Why: " + why}}}, {}}, {{{{meanwhile}}}, {}}};
  content.footer = {"When it is mended: " + test, "What was given up: " + retry};
  message.brief = {message.subject + ":", why, "Then: " + test};
  return message;
}

Message opt_out_message(const std::string& channel, const User& user) {
  const std::string name = spoken_channel(channel);
  const std::string person = one_line(user.name);
  const std::string what =
      name + ": the address of " + person + " has opted out, so no more messages go there.";
  const std::string again =
      "To have them again, text START to the number that they came from, and then run:";
  const std::string test = "execassist notify test -u " + user.id + " --channel " + channel;

  Message message;
  message.subject = "No more messages by " + name;
  message.text = message.subject + "\n\n" + what + "\n\n" + again + "\n  " + test + "\n";
  MessageContent& content = message.content;
  content.headline = message.subject;
  content.sections = {{{{{what}}}, {}}, {{{{again + " "}, {test, false, true}}}, {}}};
  message.brief = {what, {}, "To have them again, text START there, then: " + test};
  return message;
}

}  // namespace execassist::notify
