// What an answer of Amazon SES (v2) to a message means. AWS names its errors in the header
// x-amzn-errortype, or else in the body. A 4xx says that nothing was done; a server that failed, a
// time-out and an acceptance without an id leave open whether the message goes out: SES knows no
// key by which it could be told from another.
#pragma once

#include <execassist/base/instant.hpp>
#include <execassist/model/notification.hpp>
#include <execassist/ports/http_client.hpp>

#include <optional>
#include <string>

namespace execassist::channels {

struct SesAnswer {
  AttemptOutcome outcome = AttemptOutcome::unknown;
  std::string message_id;              // with accepted
  std::string code;                    // AWS's name of the error; empty without one
  std::string error;                   // one line, ours; empty with accepted
  std::optional<Seconds> retry_after;  // with not_sent
  bool gone = false;                   // with not_sent: at once again is in vain
  bool token_expired = false;          // the credentials were temporary, and their time is over
};

SesAnswer judge_ses(const HttpResult& result);

}  // namespace execassist::channels
