// Processes as /proc shows them. A process id alone says little: ids are used again, and a boot
// makes all of them void; so a process is its boot, its id and its start time. When in doubt
// somebody is still there.
#pragma once

#include <execassist/ports/processes.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace execassist::platform {

// What a line of /proc/<pid>/stat says, or nothing when it is malformed.
struct ProcessStat {
  char state = '?';
  long long started = 0;  // field 22
};
std::optional<ProcessStat> parse_process_stat(std::string_view line);

class ProcessTable final : public Processes {
 public:
  ProcessIdentity self() const override;
  bool gone(const ProcessIdentity& holder) const override;
};

}  // namespace execassist::platform
