#include "calendar/google_event_list.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <tuple>
#include <utility>

namespace execassist::calendar {
namespace {

constexpr std::size_t kMostWarnings = 20;
constexpr std::size_t kMostText = std::size_t{256} * 1024 * 1024;

}  // namespace

void GoogleEventList::add(GoogleEventPage page) {
  items_ += page.items;
  unreadable_ += page.unreadable;
  for (std::string& id : page.removed) events_[std::move(id)] = std::nullopt;
  removed_series_.insert(page.removed_series.begin(), page.removed_series.end());
  for (std::string& id : page.unreadable_ids) unreadable_ids_.push_back(std::move(id));
  for (MeetingFacts& facts : page.meetings) add_meeting(std::move(facts));
  for (std::string& line : page.warnings) {
    if (warnings_.size() <= kMostWarnings) warnings_.push_back(std::move(line));
  }
}

void GoogleEventList::add_meeting(MeetingFacts facts) {
  // A single that was made to repeat lives on as instances with ids of their own.
  if (request_.known.contains(facts.series_id)) grown_.insert(facts.series_id);
  const bool wanted = request_.window.overlaps(facts.start, facts.end) ||
                      request_.known.contains(facts.external_id);
  if (!wanted) {
    events_.erase(facts.external_id);
    return;
  }
  text_bytes_ += facts.description.size();
  if (text_bytes_ > kMostText) facts.description.clear();
  std::string id = facts.external_id;
  events_[std::move(id)] = std::move(facts);
}

FetchResult GoogleEventList::finish() {
  FetchResult out;
  for (const std::string& id : grown_) events_.try_emplace(id, std::nullopt);
  for (auto& [id, facts] : events_) {
    if (facts) {
      out.meetings.push_back(std::move(*facts));
    } else {
      out.removed.push_back(id);
    }
  }
  out.removed_series.assign(removed_series_.begin(), removed_series_.end());
  std::sort(out.meetings.begin(), out.meetings.end(),
            [](const MeetingFacts& a, const MeetingFacts& b) {
              return std::tie(a.start, a.external_id) < std::tie(b.start, b.external_id);
            });
  std::sort(out.removed.begin(), out.removed.end());
  std::sort(out.removed_series.begin(), out.removed_series.end());
  out.unreadable = std::move(unreadable_ids_);
  out.warnings = std::move(warnings_);
  if (unreadable_ > kMostWarnings) {
    out.warnings.resize(kMostWarnings);
    out.warnings.push_back(
        "and " + count_of(static_cast<long long>(unreadable_ - kMostWarnings), "more warning"));
  }
  return out;
}

}  // namespace execassist::calendar
