// The text of one SMS: "lead topic", and on a second line "detail rest Ref TOKEN", in two segments
// at most. By the token the message is found again in the list of what was sent, so it always stays
// whole; where the text is too long the detail goes, then the topic is cut. Pure.
#pragma once

#include <execassist/model/message_content.hpp>
#include <execassist/ports/channel.hpp>

#include <string>
#include <string_view>

namespace execassist::channels {

// "Ref K7QW3X": made from the key, the same for every attempt at a message; without letters and
// digits that are taken for one another.
std::string sms_reference(std::string_view idempotency_key);

// What a message says in brief: where nobody wrote that, its plain text, else its subject.
BriefText brief_of(const OutgoingMessage& message);

// `reference`: from sms_reference.
std::string sms_text(const BriefText& brief, std::string_view reference);

}  // namespace execassist::channels
