#include "calendar/ics_series.hpp"

#include "calendar/ics_override.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <tuple>
#include <utility>

namespace execassist::calendar {
namespace {

constexpr std::size_t kMostInstances = 2'000;
constexpr std::size_t kMostText = std::size_t{256} * 1024 * 1024;

std::string in_order(const std::string& text) { return text.empty() ? std::string("0") : text; }

}  // namespace

bool precedes(const IcsEvent& a, const IcsEvent& b) {
  const auto rank = [](const IcsEvent& event) {
    return std::make_tuple(event.facts.sequence, in_order(event.stamp),
                           in_order(event.last_modified));
  };
  return rank(a) < rank(b);
}

struct SeriesExpander::Series {
  std::unique_ptr<PlacedEvent> master;  // null: the file holds only instances
  std::map<std::string, std::unique_ptr<IcsOverride>> overrides;  // by instance
  std::vector<const IcsOverride*> reaching_later;                 // by original start

  // The one that decides on an occurrence without an override of its own; null: the master.
  const IcsOverride* decisive_for(Instant start) const {
    const IcsOverride* out = nullptr;
    for (const IcsOverride* each : reaching_later) {
      if (each->original <= start) out = each;
    }
    return out;
  }
};

SeriesExpander::SeriesExpander(const FetchRequest& request, TimeZones& zones,
                               std::vector<std::string>& warnings)
    : request_(request), zones_(zones), warnings_(warnings) {
  for (const std::string& id : request.known) {
    const std::size_t slash = id.rfind('/');
    if (slash == std::string::npos) continue;
    const auto time = parse_ics_time(std::string_view(id).substr(slash + 1), {});
    if (!time) continue;
    const Instant at{time->local.time_since_epoch()};
    const auto [found, fresh] = known_reach_.try_emplace(id.substr(0, slash), Reach{at, at});
    if (fresh) continue;
    found->second = {std::min(found->second.from, at), std::max(found->second.to, at)};
  }
}

void SeriesExpander::warn(const IcsEvent& event, const std::string& what) {
  warnings_.push_back(name_of(event) + ": " + what);
}

void SeriesExpander::append_meetings(IcsSeries series, std::vector<MeetingFacts>& out) {
  const bool alone = series.overrides.empty();
  Series all;
  if (series.master) {
    all.master =
        std::make_unique<PlacedEvent>(std::move(*series.master), zones_, request_.user_zone);
  }
  if (alone && !all.master->event.recurring()) {
    const PlacedEvent& single = *all.master;
    const Instant start = single.clock.instant_of(single.event.start);
    MeetingFacts facts = single.facts_at(
        start, single.length.end_of(start, single.clock.local_of(single.event.start)));
    facts.external_id = single.event.uid;
    append(std::move(facts), out);
    return;
  }
  for (IcsEvent& event : series.overrides) {
    auto change = std::make_unique<IcsOverride>(std::move(event), all.master.get(), zones_,
                                                request_.user_zone);
    auto& place = all.overrides[change->instance];
    if (!place || !precedes(change->placed.event, place->placed.event)) place = std::move(change);
  }
  for (const auto& [instance, change] : all.overrides) {
    if (change->reaches_later) all.reaching_later.push_back(change.get());
    if (all.master && change->placed.event.this_and_future && !change->reaches_later) {
      warn(change->placed.event, "THISANDFUTURE is followed for this one instance only");
    }
    MeetingFacts facts = change->own_facts();
    facts.recurrence_id = instance;
    facts.external_id = facts.ical_uid + "/" + instance;
    append(std::move(facts), out);
  }
  std::sort(all.reaching_later.begin(), all.reaching_later.end(),
            [](const auto* a, const auto* b) { return a->original < b->original; });
  if (all.master) append_occurrences(all, out);
}

SeriesExpander::Reach SeriesExpander::reach_of(const Series& series) const {
  Seconds around = series.master->length.about() + days{1};
  for (const IcsOverride* change : series.reaching_later) {
    around = std::max(around, change->displacement() + days{1});
  }
  Reach out{request_.window.start - around, request_.window.end + around};
  const auto known = known_reach_.find(series.master->event.uid);
  if (known == known_reach_.end()) return out;
  return {std::min(out.from, known->second.from - days{2}),
          std::max(out.to, known->second.to + days{2})};
}

void SeriesExpander::append_occurrences(const Series& series, std::vector<MeetingFacts>& out) {
  const PlacedEvent& master = *series.master;
  const Reach reach = reach_of(series);
  const Occurrences found =
      occurrences_of(master.event, master.clock, reach.from, reach.to, budget_);
  if (found.cut) warn(master.event, "its recurrence was cut off: it has too many instances");
  const std::size_t before = out.size();
  for (const Occurrence& each : found.list) {
    const std::string instance = master.clock.instance_id(each.start, each.local);
    if (series.overrides.contains(instance)) continue;
    if (out.size() - before >= kMostInstances) {
      warn(master.event,
           "only its first " + std::to_string(kMostInstances) + " instances are kept");
      return;
    }
    const IcsOverride* change = series.decisive_for(each.start);
    MeetingFacts facts =
        change
            ? change->facts_of_later(each)
            : master.facts_at(each.start,
                              each.end ? *each.end : master.length.end_of(each.start, each.local));
    facts.recurrence_id = instance;
    facts.external_id = facts.ical_uid + "/" + instance;
    append(std::move(facts), out);
  }
}

void SeriesExpander::append(MeetingFacts facts, std::vector<MeetingFacts>& out) {
  const bool wanted = request_.window.overlaps(facts.start, facts.end) ||
                      request_.known.contains(facts.external_id);
  if (!wanted) return;
  // A long text in a crowded series is copied once for each instance.
  text_bytes_ += facts.description.size();
  if (text_bytes_ > kMostText) facts.description.clear();
  out.push_back(std::move(facts));
}

}  // namespace execassist::calendar
