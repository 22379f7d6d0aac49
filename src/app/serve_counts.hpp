// How many requests `serve` has answered, by what became of them; for /metrics.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <string_view>

namespace execassist::app {

enum class ServeResult {
  stored,     // new, durable
  repeated,   // known already: answered again, without effect
  ignored,    // rightly signed, and nothing that we act on
  malformed,  // 400
  refused,    // 401
  limited,    // 429
  busy,       // 503: the store could not be written in time
};

inline constexpr std::array<std::string_view, 7> kServeResults = {
    "stored", "repeated", "ignored", "malformed", "refused", "limited", "busy"};

// Used from several threads at once.
class ServeCounts {
 public:
  void count(ServeResult result) { ++counts_[static_cast<std::size_t>(result)]; }
  long long of(ServeResult result) const { return counts_[static_cast<std::size_t>(result)]; }

 private:
  std::array<std::atomic<long long>, kServeResults.size()> counts_{};
};

}  // namespace execassist::app
