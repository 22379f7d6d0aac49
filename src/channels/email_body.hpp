// A message as e-mail: the same words as a small HTML document and as plain text. Buttons are left
// out, because nothing can be clicked there; the footer holds the commands. Text is escaped here
// and nowhere else; no link, image or script is written.
#pragma once

#include <execassist/ports/channel.hpp>

#include <string>

namespace execassist::channels {

struct EmailBody {
  std::string subject;  // one line of at most 150 characters, never empty
  std::string text;     // lines that end in \n; never empty
  std::string html;     // a complete document in UTF-8
};

EmailBody email_body(const OutgoingMessage& message);

}  // namespace execassist::channels
