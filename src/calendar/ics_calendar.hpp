// A whole iCalendar file or feed → the meetings of a window and those that the store knows. Bytes
// go in as they come, meetings come out at the end, because an override or a zone may stand behind
// what needs it. What a single event gets wrong becomes a warning; a calendar of which nothing can
// be read is an Error, so that it never passes for an empty one.
#pragma once

#include "calendar/ics_components.hpp"
#include "calendar/ics_event.hpp"
#include "calendar/ics_series.hpp"
#include "calendar/time_zones.hpp"

#include <execassist/ports/calendar_source.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace execassist::calendar {

class IcsCalendar {
 public:
  // `name` is for messages. `request` is lent and outlives this; its cursor is not looked at.
  IcsCalendar(std::string name, std::string user_email, const FetchRequest& request);

  // Throws Error{failed}: not a calendar, damaged.
  void add_bytes(std::string_view bytes) { components_.add_bytes(bytes); }

  // The listing, complete, by start; cursor and content_hash are left to the caller. REQUIRES:
  // called once, after the last byte. Throws Error{failed}: truncated, or no event can be read.
  FetchResult finish();

 private:
  void add(const IcsComponent& component);
  void add_master(IcsSeries& series, IcsEvent event);
  void lighten(IcsEvent& event) const;
  void warn(const std::string& line);

  std::string name_;
  const FetchRequest& request_;
  EventReader reader_;
  IcsComponents components_;
  TimeZones zones_;
  std::unordered_map<std::string, std::size_t> positions_;  // in series_, by UID
  std::vector<IcsSeries> series_;
  std::size_t events_ = 0;
  std::size_t unreadable_ = 0;
  std::vector<std::string> warnings_;
};

}  // namespace execassist::calendar
