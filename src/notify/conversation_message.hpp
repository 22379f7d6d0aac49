// What is said in a conversation in Slack: the questions of a prep session, and replies to what a
// person wrote. A question that is drawn anew shows what became of it.
#pragma once

#include "notify/message.hpp"

#include <execassist/model/prep_session.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace execassist::notify {

// `position`: of the question that the message asks. `latest`: no later message asks one of this
// session. It has buttons only while its answer is awaited, here. REQUIRES: there is that question.
Message question_message(const MeetingInWords& about, const PrepSession& session,
                         std::size_t position, bool latest);

// Which question a text of question_message asks.
std::optional<std::size_t> position_in(std::string_view text);

// `text`: lines separated by \n.
Message reply_message(const std::string& text);

}  // namespace execassist::notify
