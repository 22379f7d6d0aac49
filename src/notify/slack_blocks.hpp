// A message as Slack's Block Kit: a header, a section for each part with its buttons below it, the
// message's own buttons, the small print. An action that comes again gets a number
// ("start_prep.2"): whoever takes clicks cuts it off at the first dot. Whatever comes in, what goes
// out keeps within Slack's limits: too long a text is cut, a button that would carry a wrong value
// is left out. Text is escaped here and nowhere else.
#pragma once

#include "wire/json.hpp"

#include <execassist/ports/channel.hpp>

#include <string>

namespace execassist::notify {

struct SlackBody {
  std::string text;  // one line: what a notification and a screen reader say
  wire::Json blocks;
};

SlackBody slack_body(const OutgoingMessage& message);

}  // namespace execassist::notify
