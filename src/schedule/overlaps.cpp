#include "schedule/overlaps.hpp"

#include <algorithm>
#include <numeric>

namespace execassist::schedule {

bool blocks_time(const Meeting& meeting) {
  const MeetingFacts& facts = meeting.facts;
  return meeting.state.status != MeetingStatus::cancelled && !meeting.state.duplicate_of &&
         !facts.cancelled && !facts.all_day && !facts.transparent &&
         facts.own_response != Response::declined && facts.entry != EntryKind::working_location &&
         facts.entry != EntryKind::birthday && facts.start < facts.end;
}

std::vector<std::vector<std::size_t>> find_overlaps(const std::vector<Meeting>& meetings) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < meetings.size(); ++i) {
    if (blocks_time(meetings[i])) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return meetings[a].facts.start < meetings[b].facts.start;
  });
  std::vector<std::vector<std::size_t>> overlaps(meetings.size());
  std::vector<std::size_t> open;
  for (const std::size_t next : order) {
    std::erase_if(open, [&](std::size_t earlier) {
      return meetings[earlier].facts.end <= meetings[next].facts.start;
    });
    for (const std::size_t earlier : open) {
      if (meetings[earlier].user_id != meetings[next].user_id) continue;
      overlaps[earlier].push_back(next);
      overlaps[next].push_back(earlier);
    }
    open.push_back(next);
  }
  for (auto& each : overlaps) std::sort(each.begin(), each.end());
  return overlaps;
}

}  // namespace execassist::schedule
