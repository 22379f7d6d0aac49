#include "base/random_source.hpp"

#include <execassist/base/encoding.hpp>
#include <execassist/base/random.hpp>

#include <string>

#include <sodium.h>

namespace execassist {

double random_spread() {
  constexpr unsigned kSteps = 1U << 20;
  require_random_source();
  return 2.0 * randombytes_uniform(kSteps) / kSteps - 1.0;
}

Secret random_token() {
  constexpr std::size_t kBytes = 32;
  require_random_source();
  std::string bytes(kBytes, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return Secret(base64url(bytes));
}

}  // namespace execassist
