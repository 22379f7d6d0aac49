// Which busy meetings of one person overlap. Pure.
#pragma once

#include <execassist/model/meeting.hpp>

#include <cstddef>
#include <vector>

namespace execassist::schedule {

// Cancelled, declined, free, all-day and working-location entries and duplicates do not block time.
bool blocks_time(const Meeting& meeting);

// For each meeting the indexes of those that overlap it, in the order given. Back-to-back is no
// overlap; neither is zero length. A sweep: n log n plus the pairs found.
std::vector<std::vector<std::size_t>> find_overlaps(const std::vector<Meeting>& meetings);

}  // namespace execassist::schedule
