#include "store/address_store.hpp"

#include "store/query.hpp"

namespace execassist::store {

namespace {

using Lock = std::lock_guard<std::mutex>;

}  // namespace

std::optional<KnownAddress> AddressStore::find(const std::string& channel,
                                               const std::string& user_id) {
  const Lock lock(one_at_a_time_);
  Query query(database_.get(),
              "SELECT found_by, address, conversation FROM channel_addresses "
              "WHERE channel = ? AND user_id = ?");
  if (!query.with(channel, user_id).next()) return std::nullopt;
  KnownAddress known;
  query.read(known.found_by);
  query.read(known.address);
  query.read(known.conversation);
  return known;
}

void AddressStore::remember(const std::string& channel, const std::string& user_id,
                            const KnownAddress& known) {
  const Lock lock(one_at_a_time_);
  Transaction transaction = database_.get().begin();
  Query(database_.get(),
        "INSERT OR REPLACE INTO channel_addresses "
        "(channel, user_id, found_by, address, conversation) VALUES (?, ?, ?, ?, ?)")
      .with(channel, user_id, known.found_by, known.address, known.conversation)
      .run();
  transaction.commit();
}

void AddressStore::forget(const std::string& channel, const std::string& user_id) {
  const Lock lock(one_at_a_time_);
  Transaction transaction = database_.get().begin();
  Query(database_.get(), "DELETE FROM channel_addresses WHERE channel = ? AND user_id = ?")
      .with(channel, user_id)
      .run();
  transaction.commit();
}

}  // namespace execassist::store
