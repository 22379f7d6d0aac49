// What a person reads when their sign-in has died: what no longer works, since when, the command to
// type, and what to change where the cause can be told.
#pragma once

#include "notify/message.hpp"

#include <execassist/model/user.hpp>
#include <execassist/ports/token_vault.hpp>

namespace execassist::notify {

// REQUIRES: a refused grant. It may go to the operator, so it names the user.
Message sign_in_message(const Grant& grant, const User& user);

}  // namespace execassist::notify
