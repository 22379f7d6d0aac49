#include "store/job_repository.hpp"

#include "store/query.hpp"

namespace execassist::store {

namespace {

constexpr int kRunsKept = 1000;

std::optional<JobRun> read_run(Query& query) {
  if (!query.next()) return std::nullopt;
  JobRun run;
  query.read(run.job);
  query.read(run.started_at);
  query.read(run.finished_at);
  query.read(run.pretended);
  query.read(run.outcome);
  return run;
}

constexpr const char* kSelectRuns =
    "SELECT job, started_at, finished_at, pretended, outcome FROM job_runs";

}  // namespace

void JobRepository::record(Transaction&, const JobRun& run) {
  Query(database_,
        "INSERT INTO job_runs (job, started_at, finished_at, pretended, outcome) "
        "VALUES (?, ?, ?, ?, ?)")
      .with(run.job, run.started_at, run.finished_at, run.pretended, run.outcome)
      .run();
  // The very first run stays: by which clock the store lives is read from it.
  Query(database_,
        "DELETE FROM job_runs WHERE job = ? AND run_id <= (SELECT run_id FROM job_runs "
        "WHERE job = ? ORDER BY run_id DESC LIMIT 1 OFFSET ?) "
        "AND run_id <> (SELECT min(run_id) FROM job_runs)")
      .with(run.job, run.job, kRunsKept)
      .run();
}

std::vector<JobRun> JobRepository::latest() const {
  Query query(database_, std::string(kSelectRuns) +
                             " WHERE run_id IN (SELECT max(run_id) FROM job_runs GROUP BY job) "
                             "ORDER BY job");
  std::vector<JobRun> found;
  while (std::optional<JobRun> run = read_run(query)) found.push_back(std::move(*run));
  return found;
}

std::optional<JobRun> JobRepository::first() const {
  Query query(database_, std::string(kSelectRuns) + " ORDER BY run_id LIMIT 1");
  return read_run(query);
}

std::optional<std::string> JobRepository::fact(const std::string& key) const {
  Query query(database_, "SELECT value FROM facts WHERE key = ?");
  if (!query.with(key).next()) return std::nullopt;
  return query.take<std::string>();
}

void JobRepository::set_fact(Transaction&, const std::string& key, const std::string& value) {
  Query(database_,
        "INSERT INTO facts (key, value) VALUES (?, ?) "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value")
      .with(key, value)
      .run();
}

}  // namespace execassist::store
