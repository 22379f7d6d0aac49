// The pages of one listing, put together: of an id the last word counts, and live meetings that
// neither touch the window nor are known are dropped as they come (an endless series may hold
// thousands of them).
#pragma once

#include "calendar/google_events.hpp"

#include <execassist/ports/calendar_source.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace execassist::calendar {

class GoogleEventList {
 public:
  // `request` is lent and outlives this.
  explicit GoogleEventList(const FetchRequest& request) : request_(request) {}

  void add(GoogleEventPage page);

  bool empty() const { return items_ == 0; }
  // Some events have not even an id: what is not in the listing may be one of these.
  bool nameless() const { return unreadable_ > unreadable_ids_.size(); }
  bool readable() const { return items_ == 0 || unreadable_ < items_; }
  const std::vector<std::string>& warnings() const { return warnings_; }

  // Meetings by start; `complete`, `unchanged` and the cursor are left to the caller. REQUIRES:
  // called once, after the last page.
  FetchResult finish();

 private:
  void add_meeting(MeetingFacts facts);

  const FetchRequest& request_;
  std::unordered_map<std::string, std::optional<MeetingFacts>> events_;  // by id; nothing: removed
  std::unordered_set<std::string> removed_series_;
  std::unordered_set<std::string> grown_;  // known ids under which there is a series now
  std::size_t items_ = 0;
  std::size_t unreadable_ = 0;
  std::vector<std::string> unreadable_ids_;
  std::size_t text_bytes_ = 0;
  std::vector<std::string> warnings_;
};

}  // namespace execassist::calendar
