// Organizer and attendees of an event of Google's.
#pragma once

#include "wire/json.hpp"

#include <execassist/model/meeting.hpp>

#include <string_view>

namespace execassist::calendar {

// Sets organizer, attendees, attendees_omitted and own_response. The user's own answer is the one
// that the calendar marks as `self`, else the one of `user_email`; the organizer's silence is a
// yes.
void add_people(MeetingFacts& facts, const wire::Json& event, std::string_view user_email);

}  // namespace execassist::calendar
