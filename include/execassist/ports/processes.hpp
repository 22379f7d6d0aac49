// Who we are among the processes, and whether a lease holder is still there.
#pragma once

#include <execassist/model/lease.hpp>

namespace execassist {

class Processes {
 public:
  virtual ~Processes() = default;
  virtual ProcessIdentity self() const = 0;

  // True when that process certainly no longer exists: another boot, no such pid, or another start
  // time.
  virtual bool gone(const ProcessIdentity& holder) const = 0;
};

}  // namespace execassist
