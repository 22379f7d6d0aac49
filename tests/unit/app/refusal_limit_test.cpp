#include "app/refusal_limit.hpp"

#include <doctest/doctest.h>

namespace execassist::app {
namespace {

const Instant kWall = Instant(Seconds{1'700'000'000});

TEST_CASE("twenty refusals at once, then one a second, for each address") {
  RefusalLimit limit;
  for (int i = 0; i < 20; ++i) {
    CHECK(limit.wait_of("1.2.3.4", kWall) == 0);
    limit.count_refusal("1.2.3.4", kWall);
  }
  CHECK(limit.wait_of("1.2.3.4", kWall) == 1);
  CHECK(limit.wait_of("5.6.7.8", kWall) == 0);
  CHECK(limit.wait_of("1.2.3.4", kWall + Seconds{1}) == 0);
  limit.count_refusal("1.2.3.4", kWall + Seconds{1});
  CHECK(limit.wait_of("1.2.3.4", kWall + Seconds{1}) == 1);
  CHECK(limit.wait_of("1.2.3.4", kWall + Seconds{30}) == 0);
  for (int i = 0; i < 20; ++i) limit.count_refusal("1.2.3.4", kWall + Seconds{30});
  CHECK(limit.wait_of("1.2.3.4", kWall + Seconds{30}) == 1);
}

TEST_CASE("many refusals at once do not add up to more than one wait") {
  RefusalLimit limit;
  for (int i = 0; i < 1000; ++i) limit.count_refusal("1.2.3.4", kWall);
  CHECK(limit.wait_of("1.2.3.4", kWall) == 1);
}

TEST_CASE("a clock that is set back locks nobody out") {
  RefusalLimit limit;
  for (int i = 0; i < 20; ++i) limit.count_refusal("1.2.3.4", kWall);
  CHECK(limit.wait_of("1.2.3.4", kWall - days{1}) == 1);
  CHECK(limit.wait_of("1.2.3.4", kWall - days{1} + Seconds{1}) == 0);
}

TEST_CASE("the table is bounded, and who misbehaves now stays in it as long as there is room") {
  RefusalLimit limit;
  for (int i = 0; i < 20; ++i) limit.count_refusal("bad", kWall + Seconds{30});
  for (int i = 0; i < 9'999; ++i) limit.count_refusal(std::to_string(i), kWall);
  limit.count_refusal("one more", kWall + Seconds{30});
  CHECK(limit.wait_of("bad", kWall + Seconds{30}) == 1);
}

}  // namespace
}  // namespace execassist::app
