// What is known of channels: those whose key the other side refuses, and people who do not want
// messages on one.
#pragma once

#include "store/database.hpp"

#include <execassist/base/instant.hpp>

#include <optional>
#include <string>

namespace execassist::store {

struct DeadChannel {
  Instant since{};
  std::string problem;  // one line, with what to do about it
};

class ChannelRepository {
 public:
  explicit ChannelRepository(Database& database) : database_(database) {}

  // False when it was dead already; nothing changes then.
  bool mark_dead(Transaction& transaction, const std::string& channel, const DeadChannel& death);
  void mark_alive(Transaction& transaction, const std::string& channel);
  std::optional<DeadChannel> death_of(const std::string& channel) const;

  // `address` is kept as a digest. False when it was known already.
  bool opt_out(Transaction& transaction, const std::string& channel, const std::string& user_id,
               const std::string& address, Instant since);
  void opt_in(Transaction& transaction, const std::string& channel, const std::string& user_id);
  // Since when; nothing for another address than the one that opted out.
  std::optional<Instant> opted_out(const std::string& channel, const std::string& user_id,
                                   const std::string& address) const;

 private:
  Database& database_;
};

}  // namespace execassist::store
