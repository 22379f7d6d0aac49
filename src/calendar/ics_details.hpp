// What a VEVENT says besides its times: texts, people, link, status. Texts come out as valid UTF-8;
// title and location as one safe line.
#pragma once

#include "calendar/content_line.hpp"

#include <execassist/model/meeting.hpp>

#include <string>
#include <unordered_set>

namespace execassist::calendar {

class DetailReader {
 public:
  explicit DetailReader(std::string user_email) : user_email_(std::move(user_email)) {}

  void note(const ContentLine& line);  // lines it does not know are ignored

  // REQUIRES: called once, after the last line.
  MeetingFacts finish();

 private:
  bool note_text(const ContentLine& line);
  bool note_link(const ContentLine& line);
  void note_state(const ContentLine& line);
  void add_attendee(const ContentLine& line);

  std::string user_email_;
  MeetingFacts facts_;
  std::unordered_set<std::string> emails_;
  std::string conference_;  // a property that exists for this purpose
  std::string url_;
};

}  // namespace execassist::calendar
