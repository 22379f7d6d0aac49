// How a meeting's length is divided: pure.
#pragma once

#include <execassist/base/instant.hpp>
#include <execassist/model/meeting.hpp>
#include <execassist/model/rules.hpp>

#include <optional>
#include <string>
#include <vector>

namespace execassist::prep {

struct AgendaItem {
  std::string title;             // one safe line, not escaped
  bool answered = false;         // the person's own words; else a suggestion
  std::string part;              // of an answered one: the part whose time it shares
  minutes length{0};             // the lengths add up to the meeting's
  std::optional<Instant> start;  // nothing for all-day entries and without a length
};

// Whole minutes in proportion to the shares, which add up to `total`: at least one minute each
// where there is room, and multiples of five where that leaves each its proportion.
// REQUIRES: shares are positive.
std::vector<minutes> share_out(minutes total, const std::vector<long long>& shares);

// `topics` (safe lines) take the place and the time of the part with the largest share.
std::vector<AgendaItem> plan_agenda(const MeetingFacts& facts, const std::vector<AgendaPart>& parts,
                                    const std::vector<std::string>& topics);

}  // namespace execassist::prep
