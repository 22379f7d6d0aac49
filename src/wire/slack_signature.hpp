// Whether a request really comes from Slack, and now: v0 request signing, over the body as it came.
#pragma once

#include <execassist/base/instant.hpp>
#include <execassist/base/secret.hpp>

#include <string_view>

namespace execassist::wire {

enum class SlackSignature { right, missing, malformed, out_of_date, wrong };

// `timestamp` and `signature` are the headers X-Slack-Request-Timestamp and X-Slack-Signature,
// empty where they are missing; `wall` is the machine's clock, which may be five minutes off either
// way.
SlackSignature check_slack_signature(const Secret& signing_secret, std::string_view timestamp,
                                     std::string_view signature, std::string_view body,
                                     Instant wall);

}  // namespace execassist::wire
