// What an answer of Slack means for the message. Slack says almost everything with HTTP 200 and
// {"ok":false,"error":"code"}; the code decides. For a post everything that leaves open whether the
// message is there is `unknown`; reading has no such doubt: it can be done again (not_sent).
#pragma once

#include "wire/json.hpp"

#include <execassist/base/instant.hpp>
#include <execassist/model/notification.hpp>
#include <execassist/ports/http_client.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace execassist::channels {

enum class SlackCall { reading, posting };

struct SlackAnswer {
  AttemptOutcome outcome = AttemptOutcome::unknown;  // accepted: Slack says ok
  wire::Json body;                                   // with accepted: an object
  std::string value;                                 // with accepted: the id that was asked for
  std::string code;                                  // Slack's, of [a-z0-9_]; empty without one
  std::string error;                                 // one line, ours; empty with accepted
  std::optional<Seconds> retry_after;                // with not_sent, when Slack said so
  bool resting = false;                              // with not_sent: at once again is in vain
};

SlackAnswer judge_slack(const HttpResult& result, SlackCall call);

// An answer that is ok but lacks what it was asked for.
SlackAnswer incomplete_answer(SlackCall call, std::string_view lacking);

// Whether the refusal is about where the message should go: another look-up may help.
bool is_about_the_address(std::string_view code);

}  // namespace execassist::channels
