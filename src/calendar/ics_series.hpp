// All that a calendar says under one UID, as meetings: the master's occurrences, with the overrides
// in place of the instances they name. An instance keeps its id when it is moved, so what was known
// of it is found again.
#pragma once

#include "calendar/ics_event.hpp"
#include "calendar/time_zones.hpp"

#include <execassist/ports/calendar_source.hpp>

#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace execassist::calendar {

// As the file tells it: REQUIRES a master or an override, none of them unreadable.
struct IcsSeries {
  std::optional<IcsEvent> master;
  std::vector<IcsEvent> overrides;
};

// Where several events claim to be the same one: higher SEQUENCE, then later DTSTAMP, then later
// LAST-MODIFIED; what is equal in all of them does not precede.
bool precedes(const IcsEvent& a, const IcsEvent& b);

class SeriesExpander {
 public:
  // All are lent and outlive this. `warnings` gets one line for each thing skipped or guessed.
  SeriesExpander(const FetchRequest& request, TimeZones& zones, std::vector<std::string>& warnings);

  void append_meetings(IcsSeries series, std::vector<MeetingFacts>& out);

 private:
  struct Reach {  // of the instances that the store knows
    Instant from{};
    Instant to{};
  };
  struct Series;

  void append_occurrences(const Series& series, std::vector<MeetingFacts>& out);
  Reach reach_of(const Series& series) const;
  void append(MeetingFacts facts, std::vector<MeetingFacts>& out);
  void warn(const IcsEvent& event, const std::string& what);

  const FetchRequest& request_;
  TimeZones& zones_;
  std::vector<std::string>& warnings_;
  std::unordered_map<std::string, Reach> known_reach_;  // by UID
  int budget_ = 4'000'000;                              // steps of all rules of a calendar
  std::size_t text_bytes_ = 0;
};

}  // namespace execassist::calendar
