// The events of an iCalendar stream as `classify --input` needs them, in constant memory: each is
// handed out when it ends and forgotten. No recurrence, no zones, no overrides: an event is typed
// by what it says.
#pragma once

#include "calendar/ics_components.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace execassist::calendar {

struct IcsTitle {
  std::string title;
  std::string description;
  std::optional<int> attendee_count;  // nothing when some were left out
  std::string uid;                    // may be empty
  std::size_t line = 0;               // where the event begins, from 1
};

class IcsTitles {
 public:
  using Each = std::function<void(const IcsTitle&)>;

  // `name` is for messages.
  IcsTitles(std::string name, Each each);

  // One physical line, without its break; `cut`: the rest of it was dropped. Throws Error{failed}:
  // not a calendar, damaged.
  void add_line(std::string_view line, bool cut = false) { components_.add_line(line, cut); }

  // REQUIRES: called once, after the last line. Throws Error{failed}: empty or truncated.
  void finish() { components_.finish(); }

 private:
  IcsComponents components_;
};

}  // namespace execassist::calendar
