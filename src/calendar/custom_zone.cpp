#include "calendar/custom_zone.hpp"

#include "calendar/content_line.hpp"
#include "calendar/rule_expansion.hpp"

#include <algorithm>
#include <sstream>
#include <string>
#include <utility>

namespace execassist::calendar {
namespace {

using std::chrono::local_days;

// Many definitions begin in 1601 or 1970, and no meeting that is looked at does.
constexpr LocalSeconds kFirstOnset = local_days{Date{std::chrono::year{1900} / 1 / 1}};
constexpr LocalSeconds kLastOnset = local_days{Date{std::chrono::year{2100} / 12 / 31}};
constexpr std::size_t kMostObservances = 200;

// One STANDARD or DAYLIGHT block.
struct Observance {
  std::optional<LocalSeconds> start;
  std::optional<Seconds> before;
  std::optional<Seconds> after;
  std::vector<std::string> rules;
  std::vector<LocalSeconds> dates;
};

void note(Observance& block, const ContentLine& property) {
  if (property.name == "DTSTART") {
    if (const auto time = parse_ics_time(property.value, {})) block.start = time->local;
  } else if (property.name == "TZOFFSETFROM") {
    block.before = parse_utc_offset(property.value);
  } else if (property.name == "TZOFFSETTO") {
    block.after = parse_utc_offset(property.value);
  } else if (property.name == "RRULE") {
    block.rules.push_back(property.value);
  } else if (property.name == "RDATE") {
    std::istringstream list(property.value);
    for (std::string entry; std::getline(list, entry, ',');) {
      if (const auto time = parse_ics_time(entry, {})) block.dates.push_back(time->local);
    }
  }
}

std::vector<Observance> observances_of(const IcsComponent& definition) {
  std::vector<Observance> out;
  bool inside = false;
  for (const std::string& line : definition.lines) {
    const auto property = parse_content_line(line);
    if (!property) continue;
    if (property->name == "BEGIN") {
      inside = (property->value == "STANDARD" || property->value == "DAYLIGHT") &&
               out.size() < kMostObservances;
      if (inside) out.emplace_back();
    } else if (property->name == "END") {
      inside = false;
    } else if (inside) {
      note(out.back(), *property);
    }
  }
  return out;
}

std::vector<LocalSeconds> onsets_of(const Observance& block, int& budget) {
  std::vector<LocalSeconds> out = block.dates;
  out.push_back(*block.start);
  const RuleStart start{*block.start, false};
  const auto by_old_clock = [&](LocalSeconds local) {
    return Instant{local.time_since_epoch() - *block.before};
  };
  for (const std::string& text : block.rules) {
    const RuleReading reading = read_rule(text, false);
    if (!reading.rule || budget <= 0) continue;
    const auto found =
        expand_rule(*reading.rule, start, {kFirstOnset, kLastOnset}, by_old_clock, budget);
    out.insert(out.end(), found.starts.begin(), found.starts.end());
  }
  return out;
}

}  // namespace

std::optional<CustomZone> CustomZone::parse(const IcsComponent& definition, int& budget) {
  std::vector<Change> changes;
  for (const Observance& block : observances_of(definition)) {
    if (!block.start || !block.after) continue;
    const Seconds before = block.before.value_or(*block.after);
    Observance whole = block;
    whole.before = before;
    for (const LocalSeconds onset : onsets_of(whole, budget)) {
      changes.push_back({onset, before, *block.after});
    }
  }
  if (changes.empty()) return std::nullopt;
  std::stable_sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) {
    return a.onset - a.before < b.onset - b.before;
  });
  return CustomZone(std::move(changes));
}

Instant CustomZone::to_instant(LocalSeconds local) const {
  // In a gap the new offset is not used before the gap is over on the old clock; in an overlap the
  // old one is used until the first pass is over.
  const auto in_force = [&](const Change& change) {
    return change.onset + std::max(Seconds{0}, change.after - change.before) <= local;
  };
  const auto last = std::find_if(changes_.rbegin(), changes_.rend(), in_force);
  const Seconds offset = last == changes_.rend() ? changes_.front().before : last->after;
  return Instant{local.time_since_epoch() - offset};
}

LocalSeconds CustomZone::to_local(Instant at) const {
  const auto in_force = [&](const Change& change) {
    return change.onset.time_since_epoch() - change.before <= at.time_since_epoch();
  };
  const auto last = std::find_if(changes_.rbegin(), changes_.rend(), in_force);
  const Seconds offset = last == changes_.rend() ? changes_.front().before : last->after;
  return LocalSeconds{at.time_since_epoch() + offset};
}

}  // namespace execassist::calendar
