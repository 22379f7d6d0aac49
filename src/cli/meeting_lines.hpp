// Meetings as lines of a table on a terminal: aligned, in the user's zone, cut to the width for any
// script.
#pragma once

#include "cli/output.hpp"

#include <execassist/base/zone.hpp>
#include <execassist/model/meeting.hpp>

#include <string>
#include <vector>

namespace execassist::cli {

// "prep due", "preparing", "prepared" ...: the state in words, with what comes next.
std::string state_in_words(const Meeting& meeting, const Zone& zone, Instant now);

Paint colour_of(MeetingStatus status);

// Enough of the id to name it; the whole id works as well.
std::string short_id(const Meeting& meeting);

// "id  date time  title  type  state", one line each.
void print_meetings(Output& out, const std::vector<Meeting>& meetings, const Zone& zone,
                    Instant now);

}  // namespace execassist::cli
