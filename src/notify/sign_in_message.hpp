// What a person reads when their sign-in has died: what no longer works, since when, the command to
// type, and what to change where the cause can be told.
#pragma once

#include "notify/message.hpp"

#include <execassist/model/user.hpp>
#include <execassist/ports/token_vault.hpp>

#include <string>

namespace execassist::notify {

// `problem`: what was met with a grant that the provider has not refused; not looked at else.
// `command`: what to type. The message may go to the operator, so it names the user.
Message sign_in_message(const Grant& grant, const User& user, const std::string& problem,
                        const std::string& command);

}  // namespace execassist::notify
