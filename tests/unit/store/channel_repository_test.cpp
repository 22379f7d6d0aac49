#include "store/channel_repository.hpp"

#include <doctest/doctest.h>

namespace execassist::store {
namespace {

Instant at(int seconds) { return Instant{Seconds{1'000'000 + seconds}}; }

TEST_CASE("a channel dies once, until it lives again") {
  Database database = Database::in_memory();
  ChannelRepository channels(database);
  auto transaction = database.begin();
  CHECK_FALSE(channels.death_of("slack"));
  CHECK(channels.mark_dead(transaction, "slack", {at(1), "invalid_auth"}));
  CHECK_FALSE(channels.mark_dead(transaction, "slack", {at(2), "token_revoked"}));
  REQUIRE(channels.death_of("slack"));
  CHECK(channels.death_of("slack")->since == at(1));
  CHECK(channels.death_of("slack")->problem == "invalid_auth");
  CHECK_FALSE(channels.death_of("sms"));
  channels.mark_alive(transaction, "slack");
  CHECK_FALSE(channels.death_of("slack"));
  CHECK(channels.mark_dead(transaction, "slack", {at(3), "again"}));
  transaction.commit();
}

TEST_CASE("an opt-out is about one address") {
  Database database = Database::in_memory();
  ChannelRepository channels(database);
  auto transaction = database.begin();
  CHECK(channels.opt_out(transaction, "sms", "ada", "+15550100", at(1)));
  CHECK_FALSE(channels.opt_out(transaction, "sms", "ada", "+15550100", at(2)));
  CHECK(channels.opted_out("sms", "ada", "+15550100") == at(1));
  CHECK_FALSE(channels.opted_out("sms", "ada", "+15550101"));
  CHECK_FALSE(channels.opted_out("sms", "bob", "+15550100"));
  CHECK_FALSE(channels.opted_out("email", "ada", "+15550100"));
  CHECK(channels.opt_out(transaction, "sms", "ada", "+15550101", at(3)));
  CHECK(channels.opted_out("sms", "ada", "+15550101") == at(3));
  CHECK_FALSE(channels.opted_out("sms", "ada", "+15550100"));
  channels.opt_in(transaction, "sms", "ada");
  CHECK_FALSE(channels.opted_out("sms", "ada", "+15550101"));
  transaction.commit();
}

}  // namespace
}  // namespace execassist::store
