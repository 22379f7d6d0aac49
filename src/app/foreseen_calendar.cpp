#include "app/foreseen_calendar.hpp"

#include <algorithm>

namespace execassist::app {
namespace {

// What the source would list if it were asked for that window now.
FetchResult within(FetchResult listing, const FetchRequest& request) {
  std::erase_if(listing.meetings, [&](const MeetingFacts& facts) {
    return !request.window.overlaps(facts.start, facts.end) &&
           !request.known.contains(facts.external_id);
  });
  return listing;
}

}  // namespace

FetchResult ForeseenCalendar::answer(const FetchRequest& request, Instant now) {
  if (failure_) throw Error(*failure_);
  if (!first_) return first_answer(request);
  if (handed_out(request.cursor)) {
    FetchResult same;
    same.unchanged = true;
    same.cursor = request.cursor;
    same.content_hash = first_->content_hash;
    return same;
  }
  // The first answer was not stored: it was held back as suspicious, and comes again.
  const bool again = !request.cursor.empty() && request.cursor == first_cursor_;
  if (again && !first_->complete) return *first_;
  if (!ahead_) look_ahead(request, now);
  return within(*ahead_, request);
}

FetchResult ForeseenCalendar::first_answer(const FetchRequest& request) {
  first_cursor_ = request.cursor;
  try {
    first_ = real_->fetch(request);
  } catch (const Error& error) {
    failure_ = error;
    throw;
  }
  return *first_;
}

void ForeseenCalendar::look_ahead(const FetchRequest& request, Instant now) {
  FetchRequest all = request;
  all.cursor.clear();
  all.window.end += until_ - now;
  try {
    ahead_ = real_->fetch(all);
  } catch (const Error& error) {
    failure_ = error;
    throw;
  }
}

bool ForeseenCalendar::handed_out(const std::string& cursor) const {
  return !cursor.empty() && (cursor == first_->cursor || (ahead_ && cursor == ahead_->cursor));
}

}  // namespace execassist::app
