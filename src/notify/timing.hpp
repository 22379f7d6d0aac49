// When a message may go out: quiet hours, lateness, back-off. Pure.
#pragma once

#include <execassist/base/instant.hpp>
#include <execassist/model/user.hpp>

#include <optional>

namespace execassist::notify {

// Late: less than this is left before the start, however long ago the message was due.
inline constexpr Seconds kLateMargin = minutes{15};

// How long before quiet hours a message goes out that could not wait for their end: more than the
// usual five minutes between two runs.
inline constexpr Seconds kQuietHeadStart = minutes{10};

struct QuietSpan {
  Instant begin{};
  Instant end{};  // exclusive
};

// The quiet time that holds `at`, if any. Its ends are local times of day: across a change of
// clocks it may be an hour shorter or longer.
std::optional<QuietSpan> quiet_span(const User& user, Instant at);

// When a message that falls due at `due` should go out: at `due`, or at the end of the quiet hours
// that hold it; just before they begin when that would be too late. May be earlier than `due`.
Instant planned_delivery(const User& user, Instant due, std::optional<Instant> meeting_start);

// For a message that is due now: nothing when it may go out at once (also in quiet hours, when the
// end of them would be too late), else when to try again.
std::optional<Instant> deferred_until(const User& user, Instant now,
                                      std::optional<Instant> meeting_start);

bool is_late(Instant now, Instant meeting_start);

// After `rounds` rounds (1 or more) in which no channel worked: min(1 min * 2^(rounds-1), 1 h),
// spread by 20 % either way; `spread` lies in [-1, 1].
Instant next_round(Instant now, int rounds, double spread);

}  // namespace execassist::notify
