// One call on one handle of libcurl: its options, its callbacks, what came of it. Nothing here
// outlives the call but the handle's connections. The bounds hold whatever the other side declares:
// bytes are counted as they arrive, the body's after decompression.
#pragma once

#include "net/curl_client.hpp"
#include "net/http_target.hpp"

#include <string>

namespace execassist::net {

// REQUIRES: `target` is the request's, without an objection; `easy` is a CURL* without options. The
// request may shorten what is allowed at `most`.
HttpResult transfer(void* easy, const HttpTarget& target, const HttpRequest& request,
                    const CurlLimits& most, const Clock& clock, const std::string& user_agent);

}  // namespace execassist::net
