#include "store/savepoint.hpp"

#include "store/channel_repository.hpp"

#include <doctest/doctest.h>

namespace execassist::store {
namespace {

const DeadChannel kDeath{Instant{Seconds{1'000'000}}, "no key"};

TEST_CASE("what was not kept is undone alone") {
  Database database = Database::in_memory();
  ChannelRepository channels(database);
  auto transaction = database.begin();
  channels.mark_dead(transaction, "before", kDeath);
  {
    Savepoint part(database, transaction);
    channels.mark_dead(transaction, "undone", kDeath);
  }
  {
    Savepoint part(database, transaction);
    channels.mark_dead(transaction, "kept", kDeath);
    part.keep();
  }
  transaction.commit();
  CHECK(channels.death_of("before"));
  CHECK_FALSE(channels.death_of("undone"));
  CHECK(channels.death_of("kept"));
}

}  // namespace
}  // namespace execassist::store
