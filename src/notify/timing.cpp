#include "notify/timing.hpp"

#include <algorithm>
#include <cmath>

namespace execassist::notify {

std::optional<QuietSpan> quiet_span(const User& user, Instant at) {
  if (!user.quiet_hours) return std::nullopt;
  const QuietHours& quiet = *user.quiet_hours;
  const Zone& zone = user.time_zone;
  const auto today = std::chrono::floor<days>(zone.to_local(at));
  const bool over_midnight = quiet.from > quiet.to;
  // The span that holds `at` began today or, when it runs over midnight, yesterday.
  for (const int day : {0, -1}) {
    const auto first = today + days{day};
    const auto last = over_midnight ? first + days{1} : first;
    const QuietSpan span{zone.to_instant(first + quiet.from), zone.to_instant(last + quiet.to)};
    if (span.begin <= at && at < span.end) return span;
  }
  return std::nullopt;
}

Instant planned_delivery(const User& user, Instant due, std::optional<Instant> meeting_start) {
  const auto quiet = quiet_span(user, due);
  if (!quiet) return due;
  if (meeting_start && is_late(quiet->end, *meeting_start)) return quiet->begin - kQuietHeadStart;
  return quiet->end;
}

std::optional<Instant> deferred_until(const User& user, Instant now,
                                      std::optional<Instant> meeting_start) {
  const auto quiet = quiet_span(user, now);
  if (!quiet || (meeting_start && is_late(quiet->end, *meeting_start))) return std::nullopt;
  return quiet->end;
}

bool is_late(Instant now, Instant meeting_start) { return meeting_start - now < kLateMargin; }

Instant next_round(Instant now, int rounds, double spread) {
  const int doublings = std::clamp(rounds - 1, 0, 6);
  const auto plain = std::min<Seconds>(minutes{1} * (1 << doublings), hours{1});
  const double factor = 1.0 + 0.2 * std::clamp(spread, -1.0, 1.0);
  return now + Seconds{std::llround(static_cast<double>(plain.count()) * factor)};
}

}  // namespace execassist::notify
