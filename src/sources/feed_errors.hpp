// What went wrong with a feed, for people: the host may be named, nothing else of its address. A
// feed has no sign-in here, so a refusal is never sign_in_needed: its address is what lets us in.
#pragma once

#include <execassist/base/error.hpp>
#include <execassist/ports/http_client.hpp>

#include <string>
#include <string_view>

namespace execassist::sources {

// Of an answer that is neither 200 nor 304, or of none. `key`: the setting that holds the address.
// Kinds: try_again (no network, no answer in time, cut off), configuration (plain http without
// `insecure`, an address that is none), else failed.
Error feed_error(const HttpResult& result, const std::string& host, const std::string& key);

// Throws Error{failed}: it is empty, a web page, or anything else that does not begin like a
// calendar. Nothing of the body is quoted, which may say what was asked.
void require_calendar(const HttpResponse& answer, const std::string& host);

// A redirect that is not followed.
Error feed_redirect_error(const std::string& host, const std::string& objection);

}  // namespace execassist::sources
