// What an answer of Twilio means for the message. A refusal comes as {"code":21211,"status":400,
// "message":"..."}: the code decides, and the words are ours. For a send everything that leaves
// open whether the message was taken is `unknown`; reading has no such doubt: it can be done again
// (not_sent).
#pragma once

#include "wire/json.hpp"

#include <execassist/base/instant.hpp>
#include <execassist/model/notification.hpp>
#include <execassist/ports/http_client.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace execassist::channels {

enum class TwilioCall { reading, sending };

struct TwilioAnswer {
  AttemptOutcome outcome = AttemptOutcome::unknown;  // accepted: Twilio did what it was asked
  wire::Json body;                                   // with accepted: an object
  std::string value;                                 // with accepted: the id that was asked for
  int code = 0;                                      // Twilio's; 0 without one
  std::string error;                                 // one line, ours; empty with accepted
  std::optional<Seconds> retry_after;                // with not_sent, when Twilio said so
  bool resting = false;                              // with not_sent: at once again is in vain
  bool opted_out = false;                            // with refused: the person wrote STOP
};

// `sender`: the number or Messaging Service that messages come from, for what the person is told.
TwilioAnswer judge_twilio(const HttpResult& result, TwilioCall call, std::string_view sender = {});

// An answer of success that lacks what it was asked for.
TwilioAnswer incomplete_answer(TwilioCall call, std::string_view lacking);

// Why a message that was taken did not arrive, in words; `code` 0: Twilio does not say.
std::string words_for_loss(std::string_view status, int code);

}  // namespace execassist::channels
