#include "calendar/recurrence.hpp"

#include "calendar/rule_expansion.hpp"

#include <algorithm>
#include <set>
#include <tuple>

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

  void add(LocalSeconds local, const EventClock& clock) {
    if (clock.all_day()) {
      dates_.insert(local);
    } else {
      instants_.insert(clock.instant_of(local));
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
  if (period.end) out.end = clock.instant_of(*period.end);
  if (period.duration) {
    // Counted from the instant: the wall clock may show the start's time twice.
    const days whole = period.duration->nominal;
    out.end = whole == days{0} ? out.start : clock.instant_of(out.local + whole);
    *out.end += period.duration->exact;
  }
  if (out.end) out.end = std::max(out.start, *out.end);
  return out;
}

// Each start once. The period of an RDATE wins over the rule that gives the same start. Of whole
// days two may start at one instant, where a zone left a day out.
void drop_repetitions(std::vector<Occurrence>& list, bool all_day) {
  const auto rank = [](const Occurrence& each) {
    return std::make_tuple(each.start, each.local, !each.end);
  };
  std::sort(list.begin(), list.end(),
            [&](const Occurrence& a, const Occurrence& b) { return rank(a) < rank(b); });
  const auto same = [&](const Occurrence& a, const Occurrence& b) {
    return a.start == b.start && (!all_day || a.local == b.local);
  };
  list.erase(std::unique(list.begin(), list.end(), same), list.end());
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
  const auto to_instant = [&](LocalSeconds local) { return clock.instant_of(local); };
  for (const RecurrenceRule& rule : event.rules) {
    const RuleExpansion found = expand_rule(rule, start, range, to_instant, budget);
    out.cut = out.cut || found.cut;
    for (const LocalSeconds local : found.starts) add({clock.instant_of(local), local, {}});
  }
  Exclusions excluded(event, clock);
  for (const RecurrenceRule& rule : event.exclusion_rules) {
    const RuleExpansion found = expand_rule(rule, start, range, to_instant, budget);
    out.cut = out.cut || found.cut;
    for (const LocalSeconds local : found.starts) excluded.add(local, clock);
  }
  std::erase_if(out.list, [&](const Occurrence& each) { return excluded.contain(each); });
  drop_repetitions(out.list, clock.all_day());
  return out;
}

}  // namespace execassist::calendar
