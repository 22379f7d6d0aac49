// A process table in which only those live that a test put there, and oneself.
#pragma once

#include <execassist/ports/processes.hpp>

#include <algorithm>
#include <vector>

namespace execassist::testing {

class FakeProcesses final : public Processes {
 public:
  ProcessIdentity self() const override { return me; }

  bool gone(const ProcessIdentity& holder) const override {
    return holder != me && std::find(living.begin(), living.end(), holder) == living.end();
  }

  ProcessIdentity me{"boot-1", 1000, 5000};
  std::vector<ProcessIdentity> living;
};

}  // namespace execassist::testing
