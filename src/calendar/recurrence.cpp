#include "calendar/recurrence.hpp"

#include "calendar/recurrence_rule.hpp"

#include <algorithm>
#include <set>

namespace execassist::calendar {
namespace {

LocalSeconds date_of(LocalSeconds local) { return LocalSeconds{std::chrono::floor<days>(local)}; }

class Exclusions {
 public:
  Exclusions(const IcsEvent& event, const EventClock& clock) {
    for (const IcsTime& time : event.excluded) {
      if (clock.all_day()) {
        dates_.insert(clock.local_of(time));
      } else if (time.date) {
        dates_.insert(time.local);
      } else {
        instants_.insert(clock.instant_of(time));
      }
    }
  }

  bool contain(const Occurrence& occurrence) const {
    return instants_.contains(occurrence.start) || dates_.contains(date_of(occurrence.local));
  }

 private:
  std::set<LocalSeconds> dates_;
  std::set<Instant> instants_;
};

Occurrence extra_occurrence(const IcsPeriod& period, const IcsTime& start,
                            const EventClock& clock) {
  Occurrence out;
  out.local = clock.local_of(period.start);
  if (period.start.date && !start.date) {
    out.local += start.local - date_of(start.local);
    out.start = clock.instant_of(out.local);
  } else {
    out.start = clock.instant_of(period.start);
  }
  if (clock.all_day()) return out;
  if (period.end) out.end = std::max(out.start, clock.instant_of(*period.end));
  if (period.duration) {
    out.end = clock.instant_of(out.local + period.duration->nominal) + period.duration->exact;
    out.end = std::max(out.start, *out.end);
  }
  return out;
}

}  // namespace

Occurrences occurrences_of(const IcsEvent& event, const EventClock& clock, Instant from, Instant to,
                           int& budget) {
  Occurrences out;
  const RuleStart start{clock.local_of(event.start), clock.all_day()};
  const RuleRange range{clock.local_at(from) - days{1}, clock.local_at(to) + days{1}};
  const auto add = [&](Occurrence occurrence) {
    if (range.from <= occurrence.local && occurrence.local <= range.to) {
      out.list.push_back(occurrence);
    }
  };
  for (const IcsPeriod& period : event.extra) add(extra_occurrence(period, event.start, clock));
  add({clock.instant_of(event.start), start.local, {}});
  const auto to_wall_clock = [&](Instant at) { return clock.local_at(at); };
  for (const std::string& rule : event.rules) {
    const RuleExpansion found = expand_rule(rule, start, range, to_wall_clock, budget);
    out.cut = out.cut || found.cut;
    for (const LocalSeconds local : found.starts) add({clock.instant_of(local), local, {}});
  }
  const Exclusions excluded(event, clock);
  std::erase_if(out.list, [&](const Occurrence& each) { return excluded.contain(each); });
  // Stable: the period of an RDATE wins over the rule that gives the same start.
  std::stable_sort(out.list.begin(), out.list.end(),
                   [](const Occurrence& a, const Occurrence& b) { return a.start < b.start; });
  const auto same = [](const Occurrence& a, const Occurrence& b) { return a.start == b.start; };
  out.list.erase(std::unique(out.list.begin(), out.list.end(), same), out.list.end());
  return out;
}

}  // namespace execassist::calendar
