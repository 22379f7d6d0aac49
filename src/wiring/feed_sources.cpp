#include "wiring/feed_sources.hpp"

#include "cli/help.hpp"
#include "sources/ics_feed_source.hpp"
#include "wiring/needed_secret.hpp"

#include <algorithm>

namespace execassist::wiring {
namespace {

// 64 MiB within this take 550 KiB a second. What comes slower than 1 KiB a second ends after
// http.timeout all the same.
constexpr Seconds kLargestFeedTime = minutes{2};
// A feed that timed out is not asked twice in one run; a hiccup is mended.
constexpr Seconds kLongestRetrying{10};
// As many as the tries of one call: what is dark for one feed is known for the others of its host.
constexpr net::BreakerLimits kBreaker{4, Seconds{60}};
// For each host: enough for a company's calendars, no burst that would get us shut out.
constexpr net::RateLimit kLimit{5, 20, std::chrono::seconds{30}};

net::CurlLimits limits_of(const HttpSettings& http) {
  return {http.connect_timeout, std::max(http.timeout, kLargestFeedTime),
          std::max(http.timeout, Seconds{1})};
}

net::RetryPolicy policy_of(const HttpSettings& http) {
  net::RetryPolicy policy;
  policy.budget = std::min(http.retry_for, kLongestRetrying);
  return policy;
}

std::vector<std::string> names_in(const Settings& settings) {
  std::vector<std::string> names;
  for (const UserSettings& user : settings.users) {
    for (const CalendarSettings& calendar : user.calendars) {
      if (calendar.url.empty()) continue;
      names.push_back(sources::kept_feed_name(user.user.id, calendar.id));
    }
  }
  return names;
}

}  // namespace

FeedSources::FeedSources(Edges& edges, const Settings& settings, const std::string& store_path,
                         bool dry_run)
    : edges_(edges),
      file_(settings.file),
      names_(names_in(settings)),
      kept_(store_path + ".feeds", !dry_run),
      curl_(limits_of(settings.http), edges.clock(),
            "execassist/" + cli::program_version() + " (gzip)"),
      breaker_(curl_, edges.clock(), kBreaker),
      limit_(breaker_, edges.clock(), kLimit),
      http_(limit_, edges.clock(), policy_of(settings.http)) {}

std::unique_ptr<CalendarSource> FeedSources::make(const UserSettings& user,
                                                  const CalendarSettings& calendar) {
  const FilePosition& at = calendar.url.position;
  const std::string key =
      file_ + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) + ": url";
  sources::IcsFeedSource::Feed feed;
  feed.key = key;
  feed.kept_name = sources::kept_feed_name(user.user.id, calendar.id);
  feed.user_email = user.user.email;
  feed.insecure = calendar.insecure;
  feed.address = [this, key, reference = calendar.url,
                  what = "the calendar " + calendar.id + " of " + user.user.id] {
    return needed_secret(edges_, reference, key, what);
  };
  return std::make_unique<sources::IcsFeedSource>(std::move(feed), http_, edges_.clock(), kept_);
}

void FeedSources::tidy() const { kept_.keep_only(names_, edges_.clock().wall()); }

}  // namespace execassist::wiring
