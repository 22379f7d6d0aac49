#include "store/slack_repository.hpp"

#include "store/query.hpp"

#include <doctest/doctest.h>

namespace execassist::store {
namespace {

TEST_CASE("slack: who was found under an account, on Slack alone") {
  Database database = Database::in_memory();
  const auto found = [&](const std::string& user, const std::string& channel) {
    Query(database,
          "INSERT INTO channel_addresses (channel, user_id, found_by, address, conversation) "
          "VALUES (?, ?, ?, 'U1', 'D1')")
        .with(channel, user, user + "@example.com#m")
        .run();
  };
  found("bob", "slack");
  found("ada", "slack");
  found("eve", "sms");
  const auto rows = SlackRepository(database).found_under("U1");
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].user_id == "ada");
  CHECK(rows[0].found_by == "ada@example.com#m");
  CHECK(rows[1].user_id == "bob");
  CHECK(SlackRepository(database).found_under("").empty());
}

}  // namespace
}  // namespace execassist::store
