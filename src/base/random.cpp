#include <execassist/base/random.hpp>

#include <sodium.h>

namespace execassist {

double random_spread() {
  constexpr unsigned kSteps = 1U << 20;
  return 2.0 * randombytes_uniform(kSteps) / kSteps - 1.0;
}

}  // namespace execassist
