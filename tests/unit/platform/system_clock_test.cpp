#include "platform/system_clock.hpp"

#include <chrono>

#include <doctest/doctest.h>

namespace execassist::platform {
namespace {

using std::chrono::steady_clock;

TEST_CASE("without a pretended time both clocks are the machine's") {
  const SystemClock clock;
  CHECK_FALSE(clock.pretended());
  const auto machine = std::chrono::floor<Seconds>(std::chrono::system_clock::now());
  CHECK(clock.wall() >= machine);
  CHECK(clock.now() >= machine);
  CHECK(clock.now() <= machine + Seconds{5});
}

TEST_CASE("a pretended now stands still, and wall stays the machine's") {
  SystemClock clock;
  const Instant then = *parse_rfc3339("2031-01-01T00:00:00Z");
  clock.pretend(then);
  CHECK(clock.pretended());
  clock.sleep_for(std::chrono::milliseconds{1});
  CHECK(clock.now() == then);
  CHECK(clock.wall() != then);
}

TEST_CASE("sleeping takes time on the machine's clock, pretended or not") {
  SystemClock clock;
  SUBCASE("as it is") {}
  SUBCASE("pretended") { clock.pretend(*parse_rfc3339("2031-01-01T00:00:00Z")); }
  const auto before = steady_clock::now();
  clock.sleep_for(std::chrono::milliseconds{20});
  CHECK(steady_clock::now() - before >= std::chrono::milliseconds{20});
}

}  // namespace
}  // namespace execassist::platform
