// What stands behind the feeds of the settings: HTTP of their own, because a large feed may take
// longer than a call to a service, and the folder of kept bodies.
#pragma once

#include "net/breaking_by_host.hpp"
#include "net/curl_client.hpp"
#include "net/limiting_client.hpp"
#include "net/retrying_client.hpp"
#include "sources/kept_feeds.hpp"

#include <execassist/ports/edges.hpp>

#include <memory>
#include <string>
#include <vector>

namespace execassist::wiring {

class FeedSources {
 public:
  // `edges` is lent: clock and secrets come from it.
  FeedSources(Edges& edges, const Settings& settings, const std::string& store_path, bool dry_run);

  // The address is resolved when the feed is asked, so that one that cannot be had stops no other.
  std::unique_ptr<CalendarSource> make(const UserSettings& user, const CalendarSettings& calendar);

  void tidy() const;

 private:
  Edges& edges_;
  const std::string file_;          // the configuration, for messages
  std::vector<std::string> names_;  // of all bodies that may be kept
  sources::KeptFeeds kept_;
  net::CurlClient curl_;
  net::BreakingByHost breaker_;
  net::LimitingClient limit_;
  net::RetryingClient http_;
};

}  // namespace execassist::wiring
