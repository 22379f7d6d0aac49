#include "calendar/ics_details.hpp"

#include "calendar/ics_links.hpp"
#include "calendar/ics_people.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <cstdlib>

namespace execassist::calendar {
namespace {

constexpr std::size_t kLongestLine = 4096;
constexpr std::size_t kLongestDescription = std::size_t{64} * 1024;
constexpr std::size_t kMostAttendees = 5000;

// Cut to `limit` bytes at a character boundary.
std::string shortened(std::string text, std::size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80) --limit;
  text.resize(limit);
  return text;
}

std::string line_of(const ContentLine& line) {
  return shortened(one_line(unescape_text(line.value)), kLongestLine);
}

std::string block_of(const ContentLine& line) {
  std::string text = to_valid_utf8(unescape_text(line.value));
  const auto unwanted = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f;
  };
  text.erase(std::remove_if(text.begin(), text.end(), unwanted), text.end());
  return shortened(std::move(text), kLongestDescription);
}

}  // namespace

void DetailReader::note(const ContentLine& line) {
  if (note_text(line) || note_link(line)) return;
  if (line.name == "ATTENDEE") {
    add_attendee(line);
  } else if (line.name == "ORGANIZER") {
    facts_.organizer = email_of(line);
  } else {
    note_state(line);
  }
}

bool DetailReader::note_text(const ContentLine& line) {
  if (line.name == "SUMMARY") {
    facts_.title = line_of(line);
  } else if (line.name == "DESCRIPTION") {
    facts_.description = block_of(line);
  } else if (line.name == "LOCATION") {
    facts_.location = line_of(line);
  } else {
    return false;
  }
  return true;
}

bool DetailReader::note_link(const ContentLine& line) {
  if (line.name == "URL") {
    url_ = web_address(line.value);
  } else if (line.name == "CONFERENCE" || line.name == "X-GOOGLE-CONFERENCE" ||
             line.name == "X-MICROSOFT-SKYPETEAMSMEETINGURL" ||
             line.name == "X-MICROSOFT-ONLINEMEETINGCONFLINK") {
    if (conference_.empty()) conference_ = web_address(line.value);
  } else {
    return false;
  }
  return true;
}

void DetailReader::note_state(const ContentLine& line) {
  const std::string value = upper_ascii(trim(line.value));
  if (line.name == "STATUS") {
    facts_.cancelled = value == "CANCELLED" || value == "CANCELED";
    facts_.tentative = facts_.tentative || value == "TENTATIVE";
  } else if (line.name == "TRANSP") {
    facts_.transparent = facts_.transparent || value == "TRANSPARENT";
  } else if (line.name == "SEQUENCE") {
    facts_.sequence = std::max(0, std::atoi(value.substr(0, 9).c_str()));
  } else if (line.name == "X-MICROSOFT-CDO-BUSYSTATUS") {
    facts_.transparent = facts_.transparent || value == "FREE";
    facts_.tentative = facts_.tentative || value == "TENTATIVE";
    if (value == "OOF") facts_.entry = EntryKind::out_of_office;
    if (value == "WORKINGELSEWHERE") facts_.entry = EntryKind::working_location;
  }
}

void DetailReader::add_attendee(const ContentLine& line) {
  if (facts_.attendees.size() >= kMostAttendees) {
    facts_.attendees_omitted = true;
    return;
  }
  Attendee attendee = attendee_of(line);
  // Listed twice is one person still.
  if (!attendee.email.empty() && !emails_.insert(attendee.email).second) return;
  facts_.attendees.push_back(std::move(attendee));
}

MeetingFacts DetailReader::finish() {
  facts_.source = "ics";
  facts_.own_response = own_response(facts_, user_email_);
  const std::string from_url = find_meeting_link(url_);
  const std::string from_location = find_meeting_link(facts_.location);
  const std::string from_description = find_meeting_link(facts_.description);
  for (const std::string& link : {conference_, from_url, from_location, from_description, url_,
                                  web_address(facts_.location)}) {
    if (facts_.join_url.empty()) facts_.join_url = link;
  }
  return std::move(facts_);
}

}  // namespace execassist::calendar
