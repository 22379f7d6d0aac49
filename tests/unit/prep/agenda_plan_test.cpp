#include "prep/agenda_plan.hpp"

#include <numeric>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::prep {
namespace {

using namespace std::chrono_literals;

constexpr Instant kStart = std::chrono::sys_days{2026y / 6 / 16} + 13h;

std::vector<long> counts(const std::vector<minutes>& lengths) {
  std::vector<long> out;
  for (const minutes length : lengths) out.push_back(length.count());
  return out;
}

TEST_CASE("minutes in proportion") {
  struct Case {
    int total;
    std::vector<long long> shares;
    std::vector<long> minutes;
  };
  const std::vector<Case> cases{
      {60, {10, 20, 50, 20}, {5, 15, 30, 10}},
      {50, {1, 1, 1}, {20, 15, 15}},
      {0, {1, 2}, {0, 0}},
      {-5, {1, 2}, {0, 0}},
      {1, {10, 70, 20}, {0, 1, 0}},
      {2, {10, 70, 20}, {0, 1, 1}},
      {3, {1, 100, 1}, {1, 1, 1}},
      {5, {1, 100, 1}, {1, 3, 1}},
      {7, {1, 1}, {4, 3}},
      {480, {1, 1}, {240, 240}},
      {60, {}, {}},
      {61, {1, 1}, {31, 30}},
      {30, {100, 1, 1}, {20, 5, 5}},
  };
  for (const Case& one : cases) {
    CAPTURE(one.total);
    CAPTURE(one.shares.size());
    CHECK(counts(share_out(minutes{one.total}, one.shares)) == one.minutes);
  }
}

TEST_CASE("they add up, whatever the length and the shares") {
  for (const int total : {1, 2, 4, 5, 9, 14, 15, 30, 45, 55, 60, 90, 119, 480, 4320, 1'000'000}) {
    for (std::size_t parts = 1; parts <= 20; ++parts) {
      std::vector<long long> shares;
      for (std::size_t i = 0; i < parts; ++i) {
        shares.push_back(1 + static_cast<long long>((i * 37 + parts * 11) % 100));
      }
      const std::vector<minutes> lengths = share_out(minutes{total}, shares);
      CAPTURE(total);
      CAPTURE(parts);
      CHECK(std::accumulate(lengths.begin(), lengths.end(), minutes{0}) == minutes{total});
      const bool room = static_cast<std::size_t>(total) >= parts;
      for (const minutes length : lengths) CHECK(length >= (room ? 1min : 0min));
    }
  }
}

MeetingFacts lasting(Seconds length) {
  MeetingFacts facts;
  facts.start = kStart;
  facts.end = kStart + length;
  return facts;
}

const std::vector<AgendaPart> kParts{{"Open", 10}, {"Talk", 70}, {"Close", 20}};

TEST_CASE("parts follow one another, and answers take the time of the largest") {
  const auto items = plan_agenda(lasting(1h), kParts, {"Budget", "Hiring"});
  REQUIRE(items.size() == 4);
  CHECK(items[0].title == "Open");
  CHECK_FALSE(items[0].answered);
  CHECK(items[1].title == "Budget");
  CHECK(items[1].answered);
  CHECK(items[1].part == "Talk");
  CHECK(items[2].title == "Hiring");
  CHECK(items[3].title == "Close");
  Instant next = kStart;
  for (const AgendaItem& item : items) {
    CHECK(item.start == next);
    next += item.length;
  }
  CHECK(next == kStart + 1h);
  CHECK(items[1].length + items[2].length == 40min);
}

TEST_CASE("a length between two minutes is the nearer one") {
  const auto length = [](Seconds lasts) {
    return plan_agenda(lasting(lasts), {}, {"only"}).at(0).length;
  };
  CHECK(length(14min + 50s) == 15min);
  CHECK(length(14min + 31s) == 15min);
  CHECK(length(14min + 29s) == 14min);
  CHECK(length(-40s) == 0min);
}

TEST_CASE("odd meetings") {
  CHECK(plan_agenda(lasting(1h), {}, {}).empty());
  CHECK(plan_agenda(lasting(1h), {}, {"only"}).at(0).length == 60min);
  const auto none = plan_agenda(lasting(0s), kParts, {});
  REQUIRE(none.size() == 3);
  CHECK_FALSE(none[0].start);
  CHECK(none[0].length == 0min);
  CHECK_FALSE(plan_agenda(lasting(-1h), kParts, {}).at(0).start);
  CHECK(plan_agenda(lasting(30s), kParts, {}).at(1).length == 0min);
  MeetingFacts day = lasting(24h);
  day.all_day = true;
  CHECK_FALSE(plan_agenda(day, kParts, {}).at(0).start);
  const auto three_days = plan_agenda(lasting(72h), kParts, {});
  CHECK(three_days[0].length + three_days[1].length + three_days[2].length == 72h);
  const std::vector<std::string> many(24, "x");
  minutes sum{0};
  for (const AgendaItem& item : plan_agenda(lasting(5min), kParts, many)) sum += item.length;
  CHECK(sum == 5min);
}

}  // namespace
}  // namespace execassist::prep
