// Which jobs ran when, by which clock: the heartbeat that `status` reads, and the guard that keeps
// --now away from stores that live by the machine's clock. Also the few facts about the store as a
// whole.
#pragma once

#include "store/database.hpp"

#include <execassist/base/instant.hpp>

#include <optional>
#include <string>
#include <vector>

namespace execassist::store {

struct JobRun {
  std::string job;  // "sync", "run", ...
  Instant started_at{};
  std::optional<Instant> finished_at;
  bool pretended = false;  // ran with --now
  std::string outcome;     // "done", "partial", or the error in one line
};

class JobRepository {
 public:
  explicit JobRepository(Database& database) : database_(database) {}

  void record(Transaction& transaction, const JobRun& run);  // keeps the last 1,000 of each job
  std::vector<JobRun> latest() const;                        // the newest of each job
  std::optional<JobRun> first() const;                       // the first that ever ran, of any job

  std::optional<std::string> fact(const std::string& key) const;  // "rules_fingerprint"
  void set_fact(Transaction& transaction, const std::string& key, const std::string& value);

 private:
  Database& database_;
};

}  // namespace execassist::store
