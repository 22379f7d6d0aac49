// The words that all materials share: when, where, who, how old. Plain safe text, not escaped.
#pragma once

#include <execassist/base/instant.hpp>
#include <execassist/base/zone.hpp>
#include <execassist/model/context_item.hpp>
#include <execassist/model/meeting.hpp>
#include <execassist/model/prep_session.hpp>

#include <string>
#include <vector>

namespace execassist::prep {

std::string shown_title(const MeetingFacts& facts);  // "(no title)" when there is none

// "Tuesday, June 16, 14:00 to 15:00 BST (1 h)".
std::string shown_when(const MeetingFacts& facts, const Zone& zone, Instant now);

// The start of an item of the agenda: "14:05"; with the day or the zone where they are not those of
// the meeting's start: "Wed 00:30", "01:30 GMT".
std::string shown_start(Instant at, Instant meeting_start, const Zone& zone);

std::string shown_person(const Attendee& attendee);  // "Ada Byron", or the mail address
std::string shown_response(Response response);       // "has accepted"

// "budget.csv, as of Jun 16 09:00 (2 h ago)".
std::string shown_origin(const ContextItem& item, const Zone& zone, Instant now);

// The lines of an answer: without empty ones, and without the dashes of a list; numbers stay.
std::vector<std::string> answer_lines(const std::string& answer);

// What the person wants on the agenda, in the order of the questions; at most 24.
std::vector<std::string> agenda_topics(const PrepSession& session);

}  // namespace execassist::prep
