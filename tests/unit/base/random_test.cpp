#include <execassist/base/random.hpp>

#include <algorithm>

#include <doctest/doctest.h>

namespace execassist {

TEST_CASE("random: the spread fills [-1, 1)") {
  double least = 1;
  double most = -1;
  for (int i = 0; i < 2000; ++i) {
    const double spread = random_spread();
    CHECK(spread >= -1.0);
    CHECK(spread < 1.0);
    least = std::min(least, spread);
    most = std::max(most, spread);
  }
  CHECK(least < -0.9);
  CHECK(most > 0.9);
}

}  // namespace execassist
