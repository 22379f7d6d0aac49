// ORGANIZER and ATTENDEE lines.
#pragma once

#include "calendar/content_line.hpp"

#include <execassist/model/meeting.hpp>

#include <string>
#include <string_view>

namespace execassist::calendar {

// The e-mail address of a person, lower case, without "mailto:"; empty when the line has none.
std::string email_of(const ContentLine& person);

Attendee attendee_of(const ContentLine& line);

// What the user answered: accepted when not listed, and for the organizer.
Response own_response(const MeetingFacts& facts, std::string_view user_email);

}  // namespace execassist::calendar
