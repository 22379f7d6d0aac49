// Meetings as lines of a table on a terminal: aligned, in the zone of their user, cut to the width
// for any script. Where the screen is too narrow for a table each meeting takes two lines.
#pragma once

#include "cli/output.hpp"
#include "cli/workplace.hpp"
#include "notify/meeting_words.hpp"

#include <execassist/base/zone.hpp>
#include <execassist/model/meeting.hpp>

#include <string>
#include <vector>

namespace execassist::cli {

using notify::state_in_words;

Paint colour_of(MeetingStatus status);

// Enough of the id to name it; the whole id works as well.
std::string short_id(const Meeting& meeting);

// The widths of the columns that may give way; `stacked`: type and state stand below the title.
struct MeetingColumns {
  int title = 0;
  int type = 0;
  int state = 0;
  bool stacked = false;
};

// `longest`: what the columns would take with all room in the world; `room`: what there is for the
// three of them. Titles give way first, then states, then types.
MeetingColumns fit_columns(MeetingColumns longest, int room);

// "id  date time zone  title  type  state", with the user when there are several.
void print_meetings(Output& out, const std::vector<Meeting>& meetings, const Workplace& workplace,
                    Instant now);

}  // namespace execassist::cli
