#include "calendar/ics_calendar.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <tuple>
#include <utility>

namespace execassist::calendar {
namespace {

constexpr std::size_t kMostWarnings = 20;
constexpr std::size_t kMostCollected = 10'000;

// Sorts, drops repetitions, and cuts to what a person would read.
std::vector<std::string> readable(std::vector<std::string> warnings) {
  std::vector<std::string> out;
  std::size_t more = 0;
  for (std::string& line : warnings) {
    if (std::find(out.begin(), out.end(), line) != out.end()) continue;
    if (out.size() < kMostWarnings) {
      out.push_back(std::move(line));
    } else {
      ++more;
    }
  }
  if (more > 0) out.push_back("and " + count_of(static_cast<long long>(more), "more warning"));
  return out;
}

}  // namespace

IcsCalendar::IcsCalendar(std::string name, std::string user_email, const FetchRequest& request)
    : name_(std::move(name)),
      request_(request),
      reader_{std::move(user_email), request.user_zone},
      components_(name_, [this](const IcsComponent& component) { add(component); }) {}

void IcsCalendar::warn(const std::string& line) {
  if (warnings_.size() < kMostCollected) warnings_.push_back(line);
}

void IcsCalendar::add(const IcsComponent& component) {
  if (component.kind == "VTIMEZONE") {
    zones_.add(component);
    return;
  }
  ++events_;
  IcsEvent event = reader_.read(component);
  for (const std::string& what : event.warnings) warn(name_of(event) + ": " + what);
  event.warnings.clear();
  if (!event.unreadable.empty()) {
    ++unreadable_;
    warn(name_of(event) + " is skipped: " + event.unreadable);
    return;
  }
  const auto [place, fresh] = positions_.try_emplace(event.uid, series_.size());
  if (fresh) series_.emplace_back();
  IcsSeries& series = series_[place->second];
  if (event.recurrence_id) {
    series.overrides.push_back(std::move(event));
  } else {
    add_master(series, std::move(event));
  }
}

void IcsCalendar::add_master(IcsSeries& series, IcsEvent event) {
  if (!series.master) {
    lighten(event);
    series.master = std::move(event);
    return;
  }
  const bool older = precedes(event, *series.master);
  const bool equal = !older && !precedes(*series.master, event);
  const bool same_start =
      event.start == series.master->start &&
      (!event.start.floating() || event.calendar_zone == series.master->calendar_zone);
  if (equal && !same_start) {
    warn(name_of(event) + ": another event, of line " + std::to_string(series.master->line) +
         ", has the same UID; the last one is kept");
  }
  if (older) return;
  lighten(event);
  series.master = std::move(event);
}

// Years of past singles would be held until the end: of those that cannot be asked for only what
// decides between copies is kept.
void IcsCalendar::lighten(IcsEvent& event) const {
  if (event.recurring() || request_.known.contains(event.uid)) return;
  const LocalSeconds last =
      std::max(event.start.local, event.end ? event.end->local : LocalSeconds{});
  const Seconds length =
      event.duration ? event.duration->nominal + event.duration->exact : Seconds{0};
  const bool before = last.time_since_epoch() + std::max(length, Seconds{0}) + days{3} <
                      request_.window.start.time_since_epoch();
  const bool after =
      event.start.local.time_since_epoch() - days{3} > request_.window.end.time_since_epoch();
  if (!before && !after) return;
  MeetingFacts light;
  light.sequence = event.facts.sequence;
  light.cancelled = event.facts.cancelled;
  light.title = event.facts.title;
  // An override of a single one, without words of its own, falls back on these.
  light.source = event.facts.source;
  light.attendees_omitted = true;
  event.facts = std::move(light);
}

FetchResult IcsCalendar::finish() {
  components_.finish();
  if (events_ > 0 && unreadable_ == events_) {
    throw Error(ErrorKind::failed,
                one_line(name_) + ": none of its " +
                    count_of(static_cast<long long>(events_), "event") + " can be read",
                warnings_.empty() ? std::string() : warnings_.front());
  }
  FetchResult out;
  out.complete = true;
  SeriesExpander expander(request_, zones_, warnings_);
  for (IcsSeries& series : series_) {
    expander.append_meetings(std::move(series), out.meetings);
    series = {};
  }
  std::sort(out.meetings.begin(), out.meetings.end(),
            [](const MeetingFacts& a, const MeetingFacts& b) {
              return std::tie(a.start, a.external_id) < std::tie(b.start, b.external_id);
            });
  out.warnings = readable(std::move(warnings_));
  return out;
}

}  // namespace execassist::calendar
