// One page of Google's events.list (Calendar API v3, with singleEvents) → meetings and what is
// gone. Everything in it is untrusted. What a single event gets wrong costs that event and leaves a
// warning; only a page that is no listing of events at all is refused.
#pragma once

#include "wire/json.hpp"

#include <execassist/base/zone.hpp>
#include <execassist/model/meeting.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace execassist::calendar {

struct GoogleEventPage {
  std::vector<MeetingFacts> meetings;
  std::vector<std::string> removed;         // event ids
  std::vector<std::string> removed_series;  // what is no instance may have been a whole series
  std::string next_page_token;              // empty: the last page
  std::string next_sync_token;              // on the last page only
  std::vector<std::string> warnings;
  std::size_t items = 0;
  std::size_t unreadable = 0;
  std::vector<std::string> unreadable_ids;  // of those that have one
};

struct GoogleEventReader {
  std::string user_email;  // whose response is own_response where the calendar marks none
  Zone user_zone = Zone::utc();

  // Nothing when it is no listing of events.
  std::optional<GoogleEventPage> read(const wire::Json& page) const;
};

}  // namespace execassist::calendar
