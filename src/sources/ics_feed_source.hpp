// An iCalendar feed as a calendar. It is asked with the conditions of the last answer (RFC 9110
// section 13: If-None-Match, If-Modified-Since); one that says nothing of itself is compared by
// hash. The cursor says what was read, from which address (as hashes), and when. The body is kept:
// a feed that has not changed is expanded again from there when time has moved on. What cannot be
// read never passes for empty.
//
// Redirects are followed three times at most, within limits (feed_address). A feed that has moved
// for good (301, 308) still works, with a warning to put the new address into the configuration.
#pragma once

#include "sources/feed_address.hpp"
#include "sources/kept_feeds.hpp"

#include <execassist/base/secret.hpp>
#include <execassist/ports/calendar_source.hpp>
#include <execassist/ports/clock.hpp>
#include <execassist/ports/http_client.hpp>

#include <functional>
#include <string>

namespace execassist::sources {

class IcsFeedSource final : public CalendarSource {
 public:
  struct Feed {
    std::string key;         // of the setting that holds the address, for messages
    std::string kept_name;   // kept_feed_name
    std::string user_email;  // whose answer to an invitation counts as the user's own
    bool insecure = false;   // plain http may go to other machines
    // Asked at each fetch, from any thread. May throw Error{configuration}.
    std::function<Secret()> address;
  };

  // All is lent but `feed`. Of `clock` now() is asked: it rules when a feed that says how often it
  // changes is asked again (an hour later at most).
  IcsFeedSource(Feed feed, HttpClient& http, const Clock& clock, const KeptFeeds& kept);

  // An empty cursor expands the feed again; with `full` it is also asked without conditions. Throws
  // Error: failed (refused, gone, over 64 MiB decoded, no calendar, truncated), try_again (no
  // network, no whole answer in time), configuration (the address).
  FetchResult fetch(const FetchRequest& request) override;

 private:
  struct Known;
  struct Answer;

  Answer ask(const FeedAddress& address, const Known& known) const;
  FetchResult expand(const std::string& body, const std::string& host,
                     const FetchRequest& request) const;
  FetchResult read(const Answer& answer, const FeedAddress& address, const Known& known,
                   const FetchRequest& request) const;

  Feed feed_;
  HttpClient& http_;
  const Clock& clock_;
  const KeptFeeds& kept_;
};

}  // namespace execassist::sources
