// What is said about a channel itself: that its key is refused, or that a person has opted out.
#pragma once

#include "notify/message.hpp"

#include <execassist/model/user.hpp>

#include <string>

namespace execassist::notify {

std::string spoken_channel(const std::string& channel);  // "SMS"

// To the operator. `problem`: one line of the channel, with what to do about it.
Message dead_channel_message(const std::string& channel, const std::string& problem);

// To the person, on another channel, or to the operator: so it names the person.
Message opt_out_message(const std::string& channel, const User& user);

}  // namespace execassist::notify
