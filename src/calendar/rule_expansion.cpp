#include "calendar/rule_expansion.hpp"

#include "calendar/rule_days.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace execassist::calendar {
namespace {

// Local and universal time differ by less.
constexpr days kFarthestOffset{2};

std::vector<int> values_or(const std::vector<int>& given, std::int64_t otherwise) {
  return given.empty() ? std::vector<int>{static_cast<int>(otherwise)} : given;
}

// The times of the day, or for HOURLY those of the hour, sorted.
std::vector<Seconds> times_of(const RecurrenceRule& rule, LocalSeconds start) {
  const std::chrono::hh_mm_ss<Seconds> time{start - std::chrono::floor<days>(start)};
  const std::vector<int> of_hour{0};
  const std::vector<int> chosen =
      rule.frequency == Frequency::hourly ? of_hour : values_or(rule.hours, time.hours().count());
  std::vector<Seconds> out;
  for (const int hour : chosen) {
    for (const int minute : values_or(rule.minutes, time.minutes().count())) {
      for (const int second : values_or(rule.seconds, time.seconds().count())) {
        // A leap second counts as the one before it.
        out.push_back(hours{hour} + minutes{minute} + Seconds{std::min(second, 59)});
      }
    }
  }
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

class Expansion {
 public:
  Expansion(const RecurrenceRule& rule, RuleStart start, RuleRange range,
            const std::function<Instant(LocalSeconds)>& to_instant, int& budget)
      : rule_(rule),
        start_(start),
        range_(range),
        to_instant_(to_instant),
        budget_(budget),
        days_(rule, std::chrono::floor<days>(start.local)),
        times_(times_of(rule, start.local)),
        previous_(start.local - Seconds{1}),
        left_(rule.count.value_or(-1)) {
    last_ = range.to;
    if (!rule.until) return;
    const IcsTime& until = *rule.until;
    if (start.date) {
      last_ = std::min(last_, LocalSeconds{std::chrono::floor<days>(until.local)});
    } else if (until.date) {  // that whole day
      last_ = std::min(last_, until.local + days{1} - Seconds{1});
    } else if (until.utc) {  // the clock may go back before it, so instants are compared
      until_ = Instant{until.local.time_since_epoch()};
      last_ = std::min(last_, until.local + kFarthestOffset);
    } else {
      last_ = std::min(last_, until.local);
    }
  }

  RuleExpansion run() && {
    if (rule_.frequency == Frequency::hourly) {
      run_hours();
    } else {
      run_periods();
    }
    return std::move(out_);
  }

 private:
  // False once nothing can follow.
  bool add(LocalSeconds at) {
    if (at > last_) return false;
    if (!step(1)) return false;
    const bool ended = until_ && to_instant_(at) > *until_;
    if (at >= range_.from && !ended) {
      if (out_.starts.size() >= kStartsPerRule) return cut();
      out_.starts.push_back(at);
    }
    return left_ < 0 || --left_ > 0;
  }

  bool step(std::int64_t size) {
    steps_ += size;
    budget_ -= static_cast<int>(std::min<std::int64_t>(size, std::max(budget_, 0)));
    return steps_ <= kStepsPerRule && budget_ > 0 ? true : cut();
  }

  bool cut() {
    out_.cut = true;
    return false;
  }

  // Whole periods of a rule without COUNT may be skipped, because each of them begins anew.
  std::int64_t skipped(std::int64_t first, std::int64_t wanted) const {
    if (left_ >= 0 || wanted <= first) return 0;
    return (wanted - first) / rule_.interval;
  }

  void run_periods() {
    const std::int64_t first = days_.period_of(std::chrono::floor<days>(start_.local));
    const std::int64_t end = days_.period_of(std::chrono::floor<days>(last_));
    // A day displaced forward belongs to the period before its own.
    const std::int64_t wanted = days_.period_of(std::chrono::floor<days>(range_.from)) - 1;
    std::int64_t period = first + skipped(first, wanted) * rule_.interval;
    for (; period <= end; period += rule_.interval) {
      std::int64_t looked_at = 0;
      const std::vector<LocalDays> found = days_.in_period(period, looked_at);
      if (!step(looked_at)) return;
      if (!add_set(found)) return;
    }
  }

  void run_hours() {
    const auto hour_of = [](LocalSeconds at) {
      return std::chrono::floor<hours>(at).time_since_epoch().count();
    };
    const std::int64_t first = hour_of(start_.local);
    const std::int64_t end = hour_of(last_);
    std::int64_t hour = first + skipped(first, hour_of(range_.from) - 1) * rule_.interval;
    for (; hour <= end; hour += rule_.interval) {
      if (!step(1)) return;
      const LocalSeconds at{hours{hour}};
      const LocalDays day = std::chrono::floor<days>(at);
      const auto of_day = std::chrono::duration_cast<hours>(at - day).count();
      const auto& limit = rule_.hours;
      if (!limit.empty() && !std::binary_search(limit.begin(), limit.end(), of_day)) continue;
      if (!days_.accepts(day)) continue;
      if (!add_set({day}, at - day)) return;
    }
  }

  // Each of the days at each of the times, or what BYSETPOS picks of these.
  bool add_set(const std::vector<LocalDays>& found, Seconds base = Seconds{0}) {
    const auto per_day = static_cast<std::int64_t>(times_.size());
    const std::int64_t size = static_cast<std::int64_t>(found.size()) * per_day;
    const auto add_one = [&](std::int64_t index) {
      const LocalSeconds at = found[static_cast<std::size_t>(index / per_day)] + base +
                              times_[static_cast<std::size_t>(index % per_day)];
      if (at <= previous_) return true;
      previous_ = at;
      return add(at);
    };
    if (!rule_.positions.empty()) {
      const std::vector<std::int64_t> picked = indices_of(size);
      return std::all_of(picked.begin(), picked.end(), add_one);
    }
    for (std::int64_t index = 0; index < size; ++index) {
      if (!add_one(index)) return false;
    }
    return true;
  }

  // In a set of that size.
  std::vector<std::int64_t> indices_of(std::int64_t size) const {
    std::vector<std::int64_t> out;
    for (const int position : rule_.positions) {
      const std::int64_t index = position > 0 ? position - 1 : size + position;
      if (index >= 0 && index < size) out.push_back(index);
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }

  const RecurrenceRule& rule_;
  RuleStart start_;
  RuleRange range_;
  const std::function<Instant(LocalSeconds)>& to_instant_;
  int& budget_;
  RuleDays days_;
  std::vector<Seconds> times_;
  LocalSeconds previous_;         // a day displaced forward may come twice
  std::int64_t left_;             // below 0: no COUNT
  LocalSeconds last_{};           // nothing behind it is wanted
  std::optional<Instant> until_;  // where it is in UTC
  std::int64_t steps_ = 0;
  RuleExpansion out_;
};

}  // namespace

RuleExpansion expand_rule(const RecurrenceRule& rule, RuleStart start, RuleRange range,
                          const std::function<Instant(LocalSeconds)>& to_instant, int& budget) {
  return Expansion(rule, start, range, to_instant, budget).run();
}

}  // namespace execassist::calendar
