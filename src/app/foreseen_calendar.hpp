// A calendar that stays as it is while days ahead are imagined. It is read as the first run reads
// it, and once more, further ahead, when a later run would want to see beyond that; what failed
// goes on failing. From then on it answers as its source would if nothing changed.
#pragma once

#include <execassist/base/error.hpp>
#include <execassist/ports/calendar_source.hpp>

#include <memory>
#include <optional>
#include <string>

namespace execassist::app {

class ForeseenCalendar {
 public:
  // `until`: the latest moment at which it will be asked.
  ForeseenCalendar(std::unique_ptr<CalendarSource> real, Instant until)
      : real_(std::move(real)), until_(until) {}

  // Throws what the source threw.
  FetchResult answer(const FetchRequest& request, Instant now);

 private:
  FetchResult first_answer(const FetchRequest& request);
  void look_ahead(const FetchRequest& request, Instant now);
  bool handed_out(const std::string& cursor) const;

  std::unique_ptr<CalendarSource> real_;
  Instant until_;
  std::string first_cursor_;  // what the first run went by
  std::optional<FetchResult> first_;
  std::optional<FetchResult> ahead_;  // the whole listing, up to what the last run will want
  std::optional<Error> failure_;
};

}  // namespace execassist::app
