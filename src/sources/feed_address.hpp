// The address of a feed, which is as good as a password: whoever knows it reads the calendar. Of it
// only the host may be shown. webcal:// and webcals:// (never registered, but in use) mean https.
#pragma once

#include <execassist/base/secret.hpp>

#include <string>
#include <string_view>

namespace execassist::sources {

struct FeedAddress {
  std::string url;       // https or http, without user name and password
  std::string host;      // for people: lower case, without user name and port
  Secret authorization;  // "Basic ..." (RFC 7617), where the address holds a user name
  bool plain = false;    // plain http
  std::string hash;      // of what was written: tells whether it is still the same
};

// Blanks around it are dropped. `key` and `hint` are for messages. Throws Error{configuration},
// without any part of it: not an address, or another scheme.
FeedAddress read_feed_address(const Secret& written, const std::string& key);

// Why a redirect is not followed, in words; empty: it is. A server that knows the secret may send
// us elsewhere, but the secret stays with its host: what is asked of another host must not hold it
// (its path, or a part of 16 characters or more, where secrets are), and gets no password. Never
// from https to http, and http only within its host.
std::string objection_to_redirect(const FeedAddress& from, std::string_view to);

// What is asked next, after a redirect without objection. The hash stays.
FeedAddress redirected(const FeedAddress& from, const std::string& to);

}  // namespace execassist::sources
