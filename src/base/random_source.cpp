#include "base/random_source.hpp"

#include <execassist/base/error.hpp>

#include <sodium.h>

namespace execassist {

void require_random_source() {
  // Before it, drawing is not safe in several threads at once.
  static const bool ready = sodium_init() >= 0;
  if (!ready) throw Error(ErrorKind::failed, "random numbers: the system gives none");
}

}  // namespace execassist
