// How much work a rule may cause, counted in steps: days, hours and times that are looked at.
#include "calendar/rule_expansion.hpp"

#include "unit/calendar/ics_reading.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::calendar {
namespace {

constexpr int kBudget = 4'000'000;

LocalSeconds at(const std::string& text) { return parse_ics_time(text, {})->local; }

struct Run {
  RuleExpansion expansion;
  int steps = 0;
};

Run run(const std::string& rule, const std::string& start, const std::string& from,
        const std::string& to, int budget = kBudget) {
  const RuleReading reading = read_rule(rule, false);
  REQUIRE(reading.rule);
  int left = budget;
  Run out;
  out.expansion = expand_rule(
      *reading.rule, {at(start), false}, {at(from), at(to)},
      [](LocalSeconds local) { return Instant{local.time_since_epoch()}; }, left);
  out.steps = budget - left;
  return out;
}

std::string numbers(int first, int last) {
  std::string out = std::to_string(first);
  for (int i = first + 1; i <= last; ++i) out += "," + std::to_string(i);
  return out;
}

TEST_CASE("a rule that has run for centuries costs no more than its window") {
  struct Case {
    std::string rule;
    int steps;
    std::size_t starts;
  };
  const std::vector<Case> cases{
      {"FREQ=HOURLY", 700, 336},
      {"FREQ=DAILY", 40, 14},
      {"FREQ=DAILY;INTERVAL=999999999999999999", 5, 0},
      {"FREQ=WEEKLY;BYDAY=MO,WE,FR", 60, 6},
      {"FREQ=MONTHLY;BYDAY=-1FR", 120, 0},
      {"FREQ=YEARLY", 120, 0},
      {"FREQ=YEARLY;BYWEEKNO=46;BYDAY=MO", 1200, 1},
  };
  for (const Case& each : cases) {
    CAPTURE(each.rule);
    const Run done = run(each.rule, "15830101T090000", "20261101T000000", "20261114T235959");
    CHECK(done.expansion.starts.size() == each.starts);
    CHECK_FALSE(done.expansion.cut);
    CHECK(done.steps <= each.steps);
  }
}

TEST_CASE("a rule that never happens is not searched for beyond its window") {
  const std::vector<std::string> rules{
      "FREQ=YEARLY;BYMONTH=1;BYDAY=MO;BYSETPOS=9", "FREQ=YEARLY;BYYEARDAY=366;BYMONTH=1",
      "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=366",        "FREQ=MONTHLY;BYMONTH=2;BYDAY=5MO;BYMONTHDAY=1",
      "FREQ=WEEKLY;INTERVAL=52;BYMONTH=6",         "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
      "FREQ=HOURLY;INTERVAL=24;BYHOUR=3",
  };
  for (const std::string& rule : rules) {
    CAPTURE(rule);
    const Run open = run(rule, "19700105T090000", "20261101T000000", "20261201T000000");
    CHECK(open.expansion.starts.empty());
    CHECK_FALSE(open.expansion.cut);
    CHECK(open.steps <= 1500);
    const Run counted =
        run(rule + ";COUNT=5", "19700105T090000", "20261101T000000", "20261201T000000");
    CHECK(counted.expansion.starts.empty());
    CHECK_FALSE(counted.expansion.cut);
    CHECK(counted.steps <= 50'000);
  }
}

TEST_CASE("COUNT is followed through the centuries, and cut off where it would take too long") {
  const Run daily =
      run("FREQ=DAILY;COUNT=2000000", "15830101T090000", "20261101T000000", "20261102T000000");
  CHECK(daily.expansion.starts == std::vector<LocalSeconds>{at("20261101T090000")});
  CHECK(daily.steps < 400'000);
  const Run hourly =
      run("FREQ=HOURLY;COUNT=2000000", "15830101T090000", "20261101T000000", "20261102T000000");
  CHECK(hourly.expansion.starts.empty());
  CHECK(hourly.expansion.cut);
  CHECK(hourly.steps <= kStepsPerRule + 400);
}

TEST_CASE("lists at their limits are cut off within the budget") {
  const std::string all_times =
      ";BYHOUR=" + numbers(0, 23) + ";BYMINUTE=" + numbers(0, 59) + ";BYSECOND=" + numbers(0, 60);
  for (const std::string frequency : {"YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"}) {
    CAPTURE(frequency);
    const std::string rule = "FREQ=" + frequency + ";BYDAY=SU,MO,TU,WE,TH,FR,SA" + all_times;
    const Run plain = run(rule, "20000101T000000", "20200101T000000", "20300101T000000");
    CHECK(plain.expansion.cut);
    CHECK(plain.expansion.starts.size() <= kStartsPerRule);
    CHECK(plain.steps <= kStepsPerRule + 400);
    const Run picked =
        run(rule + ";BYSETPOS=-1", "20000101T000000", "20200101T000000", "20200110T235959");
    CHECK_FALSE(picked.expansion.cut);
    CHECK(picked.steps <= 1500);
  }
}

TEST_CASE("what is left of the budget ends a rule") {
  const Run short_one =
      run("FREQ=DAILY", "20260101T090000", "20260101T000000", "20270101T000000", 100);
  CHECK(short_one.expansion.cut);
  CHECK(short_one.steps == 100);
  CHECK(short_one.expansion.starts.size() < 100);
  CHECK_FALSE(short_one.expansion.starts.empty());
}

TEST_CASE("a hostile event leaves the others of its calendar theirs") {
  std::string body;
  for (int i = 0; i < 3; ++i) {
    body += tests::event("DTSTART:15830101T090000Z\nRRULE:FREQ=HOURLY;COUNT=99999999\n",
                         "hostile-" + std::to_string(i));
  }
  body += tests::event("DTSTART:20260601T090000Z\nRRULE:FREQ=DAILY;COUNT=2\n", "good");
  tests::Reading reading;
  reading.from = "2026-06-01T00:00:00Z";
  reading.to = "2026-07-01T00:00:00Z";
  const FetchResult result = reading.of(body);
  CHECK(tests::joined(tests::lines_of(result)) ==
        "2026-06-01T09:00:00Z 0 20260601T090000Z\n2026-06-02T09:00:00Z 0 20260602T090000Z\n");
  CHECK(result.warnings.size() == 3);
}

}  // namespace
}  // namespace execassist::calendar
