// SIGINT and SIGTERM, blocked in all threads and fetched by one (sigwaitinfo): no handler runs
// anywhere.
#pragma once

#include <execassist/ports/stop_signals.hpp>

namespace execassist::platform {

class SystemStopSignals final : public StopSignals {
 public:
  void hold() override;
  int wait() override;
  void give_up() override;
};

}  // namespace execassist::platform
