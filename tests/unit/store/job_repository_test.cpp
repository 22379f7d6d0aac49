#include "store/job_repository.hpp"

#include "sample_rows.hpp"

#include <doctest/doctest.h>

namespace execassist::store::testing {

TEST_CASE("a job run comes back with every field; the newest of each job is known") {
  Database database = Database::in_memory();
  JobRepository jobs(database);
  CHECK_FALSE(jobs.first());
  CHECK(jobs.latest().empty());
  Transaction transaction = database.begin();
  jobs.record(transaction, {"sync", kNow, kNow + Seconds{1}, true, "done"});
  jobs.record(transaction, {"run", kNow + Seconds{2}, std::nullopt, false, ""});
  jobs.record(transaction, {"sync", kNow + Seconds{3}, kNow + Seconds{4}, false, "partial"});
  transaction.commit();
  const std::vector<JobRun> latest = jobs.latest();
  REQUIRE(latest.size() == 2);
  CHECK(latest[0].job == "run");
  CHECK_FALSE(latest[0].finished_at);
  CHECK(latest[1].job == "sync");
  CHECK(latest[1].started_at == kNow + Seconds{3});
  CHECK(latest[1].finished_at == kNow + Seconds{4});
  CHECK(latest[1].outcome == "partial");
  CHECK_FALSE(latest[1].pretended);
  REQUIRE(jobs.first());
  CHECK(jobs.first()->job == "sync");
  CHECK(jobs.first()->pretended);
  CHECK(jobs.first()->outcome == "done");
}

TEST_CASE("a thousand runs of each job are kept, and the very first") {
  Database database = Database::in_memory();
  JobRepository jobs(database);
  Transaction transaction = database.begin();
  jobs.record(transaction, {"run", kNow - days{1}, kNow, true, "first"});
  jobs.record(transaction, {"sync", kNow, kNow, false, "rare"});
  for (int i = 0; i < 1500; ++i) {
    jobs.record(transaction, {"run", kNow + Seconds{i}, kNow, false, std::to_string(i)});
  }
  transaction.commit();
  REQUIRE(jobs.first());
  CHECK(jobs.first()->outcome == "first");
  CHECK(jobs.first()->pretended);
  REQUIRE(jobs.latest().size() == 2);
  CHECK(jobs.latest()[0].outcome == "1499");
  CHECK(jobs.latest()[1].outcome == "rare");
}

TEST_CASE("facts about the store are set and replaced") {
  Database database = Database::in_memory();
  JobRepository jobs(database);
  CHECK_FALSE(jobs.fact("rules_fingerprint"));
  for (const char* value : {"one", "two", ""}) {
    Transaction transaction = database.begin();
    jobs.set_fact(transaction, "rules_fingerprint", value);
    transaction.commit();
    CHECK(jobs.fact("rules_fingerprint") == value);
  }
}

}  // namespace execassist::store::testing
