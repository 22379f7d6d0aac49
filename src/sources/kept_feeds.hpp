// The last body of each feed, beside the store: what a server calls unchanged (304) is expanded
// from here when time has moved on. A folder of mode 0700, files of mode 0600, whose names say
// nothing about an address. It is a cache: whatever is lost or damaged is asked for again.
#pragma once

#include <execassist/base/instant.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace execassist::sources {

// The name of that feed's file.
std::string kept_feed_name(std::string_view user_id, std::string_view calendar_id);

class KeptFeeds {
 public:
  // With `may_write` false (a dry run) nothing is made, written or removed.
  KeptFeeds(std::string folder, bool may_write)
      : folder_(std::move(folder)), may_write_(may_write) {}

  // Nothing when it is missing or cannot be read, or when its SHA-256 is not `hash`.
  std::optional<std::string> load(const std::string& name, const std::string& hash) const;

  // Written beside, then renamed: a reader sees the old one or the new one. Why it could not be, in
  // words; empty: it is kept.
  std::string keep(const std::string& name, std::string_view body) const;

  // All but these names. A draft that a killed process left goes once it is an hour old, at `wall`.
  void keep_only(const std::vector<std::string>& names, Instant wall) const;

 private:
  std::string folder_;
  bool may_write_;
};

}  // namespace execassist::sources
