// What every calendar source promises (ports/calendar_source.hpp), checked on each implementation.
// A new source brings a bench: the source, a calendar that can be changed behind its back, and a
// way to break it.
#pragma once

#include <execassist/ports/calendar_source.hpp>

#include <functional>
#include <memory>
#include <string>

namespace execassist::testing {

class CalendarBench {
 public:
  virtual ~CalendarBench() = default;
  virtual CalendarSource& source() = 0;

  // One single event, new or changed. It is known to the source as `id`.
  virtual void put(const std::string& id, Instant start, Instant end, const std::string& title) = 0;
  virtual void put_all_day(const std::string& id, Date date) = 0;
  virtual void remove(const std::string& id) = 0;

  // What cannot be read and will not heal: the next fetch, and all that follow.
  virtual void break_for_good() = 0;
};

// REQUIRES: within a TEST_CASE.
void check_calendar_source(const std::function<std::unique_ptr<CalendarBench>()>& make_bench);

}  // namespace execassist::testing
