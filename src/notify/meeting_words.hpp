// The facts of a meeting in the words that every message uses, so that the plain text and the
// content that channels lay out never say different things. Untrusted text is one safe line of
// bounded width.
#pragma once

#include <execassist/base/instant.hpp>
#include <execassist/model/meeting.hpp>
#include <execassist/model/user.hpp>

#include <string>

namespace execassist::notify {

struct MeetingInWords {
  const Meeting& meeting;
  const User& user;
  std::string type_label;  // "Leadership Meeting"
  Instant now{};
};

// A title as one safe line; "(no title)" when there is none.
std::string title_of(const MeetingFacts& facts);

std::string place_of(const MeetingFacts& facts);           // empty when there is none
std::string length_and_people(const MeetingFacts& facts);  // "60 minutes, 12 people"

// "Monday, January 15 at 2:00 PM GMT (in 3 d)", in the user's zone.
std::string time_line(const MeetingInWords& about);

// "prep due", "preparing", "prepared" ...: the state in words, with what comes next.
std::string state_in_words(const Meeting& meeting, const Zone& zone, Instant now);

// How old what the message says is.
std::string data_age(const MeetingInWords& about);

// The meeting without what it is about: for types that are sensitive, on channels that many hands
// touch.
Meeting without_particulars(Meeting meeting);

std::string article_of(const std::string& label);  // "a", "an"

}  // namespace execassist::notify
