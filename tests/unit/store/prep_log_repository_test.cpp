#include "store/prep_log_repository.hpp"

#include "sample_rows.hpp"
#include "support/error_of.hpp"

#include <doctest/doctest.h>

namespace execassist::store::testing {

TEST_CASE("the log of a preparation keeps its order, whatever the clock says") {
  Database database = Database::in_memory();
  store_meeting(database, a_meeting("0m"));
  store_meeting(database, a_meeting("1m"));
  PrepLogRepository log(database);
  const auto add = [&](const std::string& meeting_id, const PrepLogEntry& entry) {
    stored(database, [&](Transaction& transaction) {
      log.add(transaction, meeting_id, entry);
      return 0;
    });
  };
  CHECK(log.list("0m").empty());
  add("0m", {kNow + hours{1}, "session", "prep start", "begun"});
  add("1m", {kNow, "gather", "", ""});
  add("0m", {kNow, "write", "c'; DROP TABLE prep_log; --", "\xf0\x9f\x8e\x89 done"});
  add("0m", {kNow, "write", "c'; DROP TABLE prep_log; --", "\xf0\x9f\x8e\x89 done"});

  const auto entries = log.list("0m");
  REQUIRE(entries.size() == 3);
  CHECK(entries[0].at == kNow + hours{1});
  CHECK(entries[0].step == "session");
  CHECK(entries[0].cause == "prep start");
  CHECK(entries[0].outcome == "begun");
  for (const std::size_t i : {1U, 2U}) {
    CHECK(entries[i].at == kNow);
    CHECK(entries[i].step == "write");
    CHECK(entries[i].cause == "c'; DROP TABLE prep_log; --");
    CHECK(entries[i].outcome == "\xf0\x9f\x8e\x89 done");
  }
  CHECK(log.list("1m").size() == 1);
  CHECK(execassist::testing::error_of([&] { add("nobody", {kNow, "session", "", ""}); }));
}

}  // namespace execassist::store::testing
