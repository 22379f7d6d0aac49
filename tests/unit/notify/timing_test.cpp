#include "notify/timing.hpp"

#include <string>

#include <doctest/doctest.h>

namespace execassist::notify {
namespace {

using namespace std::chrono_literals;

Instant at(const std::string& text) {
  const auto read = parse_rfc3339(text);
  REQUIRE(read.has_value());
  return *read;
}

std::optional<Instant> maybe_at(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return at(text);
}

std::string show(std::optional<Instant> instant) {
  return instant ? format_rfc3339(*instant) : std::string();
}

User londoner(minutes from, minutes to) {
  User user;
  const auto zone = Zone::find("Europe/London");
  REQUIRE(zone.has_value());
  user.time_zone = *zone;
  user.quiet_hours = QuietHours{from, to};
  return user;
}

struct SpanCase {
  std::string at;
  std::string begin;  // empty: not quiet
  std::string end;
};

void check_spans(const User& user, const std::vector<SpanCase>& cases) {
  for (const auto& [instant, begin, end] : cases) {
    CAPTURE(instant);
    const auto span = quiet_span(user, at(instant));
    CHECK(span.has_value() == !begin.empty());
    if (!span) continue;
    CHECK(format_rfc3339(span->begin) == begin);
    CHECK(format_rfc3339(span->end) == end);
  }
}

}  // namespace

TEST_CASE("timing: quiet hours over midnight") {
  const std::string begin = "2026-01-15T22:00:00Z";
  const std::string end = "2026-01-16T07:00:00Z";
  check_spans(londoner(22h, 7h), {
                                     {"2026-01-15T21:59:59Z", "", ""},
                                     {"2026-01-15T22:00:00Z", begin, end},
                                     {"2026-01-15T23:59:59Z", begin, end},
                                     {"2026-01-16T00:00:00Z", begin, end},
                                     {"2026-01-16T06:59:59Z", begin, end},
                                     {"2026-01-16T07:00:00Z", "", ""},
                                     {"2026-01-16T12:00:00Z", "", ""},
                                 });
  check_spans(londoner(22h, 0min), {
                                       {"2026-01-15T23:59:59Z", begin, "2026-01-16T00:00:00Z"},
                                       {"2026-01-16T00:00:00Z", "", ""},
                                   });
}

TEST_CASE("timing: quiet hours within a day") {
  check_spans(londoner(12h, 13h + 30min),
              {
                  {"2026-01-15T11:59:59Z", "", ""},
                  {"2026-01-15T12:00:00Z", "2026-01-15T12:00:00Z", "2026-01-15T13:30:00Z"},
                  {"2026-01-15T13:29:59Z", "2026-01-15T12:00:00Z", "2026-01-15T13:30:00Z"},
                  {"2026-01-15T13:30:00Z", "", ""},
                  {"2026-07-15T10:59:59Z", "", ""},  // an hour ahead in summer
                  {"2026-07-15T11:00:00Z", "2026-07-15T11:00:00Z", "2026-07-15T12:30:00Z"},
              });
  check_spans(londoner(0min, 6h),
              {
                  {"2026-01-14T23:59:59Z", "", ""},
                  {"2026-01-15T00:00:00Z", "2026-01-15T00:00:00Z", "2026-01-15T06:00:00Z"},
                  {"2026-01-15T06:00:00Z", "", ""},
              });
  User none = londoner(0min, 6h);
  none.quiet_hours.reset();
  check_spans(none, {{"2026-01-15T03:00:00Z", "", ""}});
}

TEST_CASE("timing: the night in which the clocks go forward is an hour shorter") {
  const std::string begin = "2026-03-28T22:00:00Z";  // 22:00 GMT
  const std::string end = "2026-03-29T06:00:00Z";    // 07:00 BST
  check_spans(londoner(22h, 7h),
              {
                  {"2026-03-28T21:59:59Z", "", ""},
                  {"2026-03-28T22:00:00Z", begin, end},
                  {"2026-03-29T00:59:59Z", begin, end},
                  {"2026-03-29T01:00:00Z", begin, end},
                  {"2026-03-29T05:59:59Z", begin, end},
                  {"2026-03-29T06:00:00Z", "", ""},
                  {"2026-03-29T21:00:00Z", "2026-03-29T21:00:00Z", "2026-03-30T06:00:00Z"},
              });
  // 01:30 does not exist and is read with the offset before the gap.
  check_spans(londoner(1h + 30min, 4h),
              {
                  {"2026-03-29T01:29:59Z", "", ""},
                  {"2026-03-29T01:30:00Z", "2026-03-29T01:30:00Z", "2026-03-29T03:00:00Z"},
                  {"2026-03-29T03:00:00Z", "", ""},
              });
}

TEST_CASE("timing: the night in which the clocks go back is an hour longer") {
  const std::string begin = "2026-10-24T21:00:00Z";  // 22:00 BST
  const std::string end = "2026-10-25T07:00:00Z";    // 07:00 GMT
  check_spans(londoner(22h, 7h),
              {
                  {"2026-10-24T20:59:59Z", "", ""},
                  {"2026-10-24T21:00:00Z", begin, end},
                  {"2026-10-25T00:30:00Z", begin, end},
                  {"2026-10-25T01:30:00Z", begin, end},
                  {"2026-10-25T06:59:59Z", begin, end},
                  {"2026-10-25T07:00:00Z", "", ""},
                  {"2026-10-25T21:59:59Z", "", ""},
                  {"2026-10-25T22:00:00Z", "2026-10-25T22:00:00Z", "2026-10-26T07:00:00Z"},
              });
  // 01:30 comes twice and means the first.
  check_spans(londoner(1h + 30min, 4h),
              {
                  {"2026-10-25T00:29:59Z", "", ""},
                  {"2026-10-25T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-25T04:00:00Z"},
                  {"2026-10-25T01:30:00Z", "2026-10-25T00:30:00Z", "2026-10-25T04:00:00Z"},
              });
}

TEST_CASE("timing: when a message is to go out") {
  struct Case {
    std::string due;
    std::string start;  // empty: no meeting
    std::string planned;
  };
  const User user = londoner(22h, 7h);
  for (const auto& [due, start, planned] : {
           Case{"2026-01-15T12:00:00Z", "2026-01-15T14:00:00Z", "2026-01-15T12:00:00Z"},
           Case{"2026-01-15T21:59:59Z", "2026-01-16T03:00:00Z", "2026-01-15T21:59:59Z"},
           Case{"2026-01-16T03:00:00Z", "", "2026-01-16T07:00:00Z"},
           Case{"2026-01-16T03:00:00Z", "2026-01-16T12:00:00Z", "2026-01-16T07:00:00Z"},
           Case{"2026-01-16T03:00:00Z", "2026-01-16T07:15:00Z", "2026-01-16T07:00:00Z"},
           // At their end it would be too late: just before they begin.
           Case{"2026-01-16T03:00:00Z", "2026-01-16T07:14:59Z", "2026-01-15T21:50:00Z"},
           Case{"2026-01-16T03:00:00Z", "2026-01-16T07:00:00Z", "2026-01-15T21:50:00Z"},
           Case{"2026-01-16T03:00:00Z", "2026-01-16T05:00:00Z", "2026-01-15T21:50:00Z"},
           Case{"2026-01-15T22:00:00Z", "2026-01-16T00:00:00Z", "2026-01-15T21:50:00Z"},
           Case{"2026-01-16T07:00:00Z", "2026-01-16T09:00:00Z", "2026-01-16T07:00:00Z"},
           // Across the changes of clocks.
           Case{"2026-03-29T04:30:00Z", "2026-03-29T06:30:00Z", "2026-03-29T06:00:00Z"},
           Case{"2026-10-25T04:30:00Z", "2026-10-25T06:30:00Z", "2026-10-24T20:50:00Z"},
       }) {
    CAPTURE(due);
    CAPTURE(start);
    CHECK(show(planned_delivery(user, at(due), maybe_at(start))) == planned);
    User loud = user;
    loud.quiet_hours.reset();
    CHECK(show(planned_delivery(loud, at(due), maybe_at(start))) == due);
  }
}

TEST_CASE("timing: what is due now waits for the end of the quiet hours, or does not") {
  struct Case {
    std::string now;
    std::string start;
    std::string until;  // empty: now
  };
  const User user = londoner(22h, 7h);
  for (const auto& [now, start, until] : {
           Case{"2026-01-15T21:59:59Z", "2026-01-16T12:00:00Z", ""},
           Case{"2026-01-15T22:00:00Z", "2026-01-16T12:00:00Z", "2026-01-16T07:00:00Z"},
           Case{"2026-01-16T03:00:00Z", "", "2026-01-16T07:00:00Z"},
           Case{"2026-01-16T03:00:00Z", "2026-01-16T07:15:00Z", "2026-01-16T07:00:00Z"},
           Case{"2026-01-16T03:00:00Z", "2026-01-16T07:14:59Z", ""},
           Case{"2026-01-16T03:00:00Z", "2026-01-16T07:00:00Z", ""},
           Case{"2026-01-16T03:00:00Z", "2026-01-16T04:00:00Z", ""},
           Case{"2026-01-16T07:00:00Z", "", ""},
           Case{"2026-03-29T05:00:00Z", "2026-03-29T12:00:00Z", "2026-03-29T06:00:00Z"},
           Case{"2026-10-25T05:00:00Z", "2026-10-25T12:00:00Z", "2026-10-25T07:00:00Z"},
       }) {
    CAPTURE(now);
    CAPTURE(start);
    CHECK(show(deferred_until(user, at(now), maybe_at(start))) == until);
    User loud = user;
    loud.quiet_hours.reset();
    CHECK(show(deferred_until(loud, at(now), maybe_at(start))) == "");
  }
}

TEST_CASE("timing: late is less than 15 minutes before the start") {
  const Instant start = at("2026-01-15T14:00:00Z");
  CHECK_FALSE(is_late(start - 2h, start));
  CHECK_FALSE(is_late(start - 15min, start));
  CHECK(is_late(start - 15min + 1s, start));
  CHECK(is_late(start, start));
  CHECK(is_late(start + 1h, start));
}

TEST_CASE("timing: rounds in vain wait longer and longer, up to an hour") {
  const Instant now = at("2026-01-15T14:00:00Z");
  struct Case {
    int rounds;
    double spread;
    Seconds pause;
  };
  for (const auto& [rounds, spread, pause] : {
           Case{1, 0, 60s},
           Case{1, -1, 48s},
           Case{1, 1, 72s},
           Case{1, 0.5, 66s},
           Case{2, 0, 120s},
           Case{3, 0, 240s},
           Case{4, -1, 384s},
           Case{6, 0, 32min},
           Case{7, 0, 60min},
           Case{7, -1, 48min},
           Case{7, 1, 72min},
           Case{8, 0, 60min},
           Case{1000000, 0, 60min},
           Case{2147483647, 1, 72min},
           Case{0, 0, 60s},
       }) {
    CAPTURE(rounds);
    CAPTURE(spread);
    CHECK(next_round(now, rounds, spread) - now == pause);
  }
}

}  // namespace execassist::notify
