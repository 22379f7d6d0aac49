// An iCalendar file as a calendar. The cursor says what the file looked like (times, inode, size,
// hash): while that is the same, nothing is read again. A file that is written while it is read is
// read a second time, then left for the next run; what cannot be read never passes for empty.
#pragma once

#include <execassist/ports/calendar_source.hpp>

#include <string>

namespace execassist::sources {

class IcsFileSource final : public CalendarSource {
 public:
  // `user_email`: whose answer to an invitation counts as the user's own.
  IcsFileSource(std::string path, std::string user_email);

  // An empty cursor makes it read and expand the file even when it is the same. Throws
  // Error{failed}: missing, not a regular file, unreadable, over 256 MiB, not a calendar,
  // truncated, or no time zone data on this machine; Error{try_again}: it keeps changing.
  FetchResult fetch(const FetchRequest& request) override;

 private:
  std::string path_;
  std::string user_email_;
};

}  // namespace execassist::sources
