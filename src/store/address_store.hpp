// What channels looked up about users: rows of the table `channel_addresses`, on a connection of
// its own.
#pragma once

#include "store/lazy_database.hpp"

#include <execassist/ports/address_book.hpp>

#include <mutex>

namespace execassist::store {

class AddressStore final : public AddressBook {
 public:
  explicit AddressStore(LazyDatabase database) : database_(std::move(database)) {}

  std::optional<KnownAddress> find(const std::string& channel, const std::string& user_id) override;
  void remember(const std::string& channel, const std::string& user_id,
                const KnownAddress& known) override;
  void forget(const std::string& channel, const std::string& user_id) override;

 private:
  std::mutex one_at_a_time_;
  LazyDatabase database_;
};

}  // namespace execassist::store
