// Reads what `classify --input` is given: an iCalendar file, or JSON lines {title, description,
// attendees}, in constant memory.
#pragma once

#include <execassist/ports/files.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

namespace execassist::cli {

struct ClassifySubject {
  std::size_t line = 0;
  std::string title;
  std::string description;
  std::optional<int> attendee_count;
  std::string error;  // why this line is not a meeting; empty when it is
};

// Calls `each` for every meeting or bad line, in order, until it returns false. Throws
// Error{failed}: the file cannot be read, or is no calendar although it says so.
void read_classify_input(Files& files, const std::string& path,
                         const std::function<bool(const ClassifySubject&)>& each);

}  // namespace execassist::cli
