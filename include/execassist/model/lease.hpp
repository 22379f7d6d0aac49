// A lease: a claim with an expiry. Its holder is named so that others can tell a dead process from
// a suspended one: a process id alone is used again, and a boot makes all of them void.
#pragma once

#include <execassist/base/instant.hpp>

#include <string>

namespace execassist {

struct ProcessIdentity {
  std::string boot_id;
  int pid = 0;
  long long started = 0;  // clock ticks since boot, /proc/<pid>/stat field 22

  friend bool operator==(const ProcessIdentity&, const ProcessIdentity&) = default;
};

struct Lease {
  std::string lease_id;
  Instant until{};
  ProcessIdentity holder;
};

}  // namespace execassist
