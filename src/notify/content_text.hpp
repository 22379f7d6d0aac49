// A content as plain text, where there is no other: headline, lines, bullets, small print. Buttons
// are left out; what they do stands in the small print as a command.
#pragma once

#include <execassist/model/message_content.hpp>

#include <string>

namespace execassist::notify {

std::string text_of(const TextLine& line);
std::string plain_text_of(const MessageContent& content);

}  // namespace execassist::notify
