#include "store/channel_repository.hpp"

#include "store/query.hpp"

#include <execassist/base/identifier.hpp>

namespace execassist::store {
namespace {

std::string digest_of(const std::string& address) { return sha256_hex(address).substr(0, 32); }

}  // namespace

bool ChannelRepository::mark_dead(Transaction&, const std::string& channel,
                                  const DeadChannel& death) {
  return Query(database_,
               "INSERT INTO dead_channels (channel, since, problem) VALUES (?, ?, ?) "
               "ON CONFLICT (channel) DO NOTHING")
             .with(channel, death.since, death.problem)
             .run() > 0;
}

void ChannelRepository::mark_alive(Transaction&, const std::string& channel) {
  Query(database_, "DELETE FROM dead_channels WHERE channel = ?").with(channel).run();
}

std::optional<DeadChannel> ChannelRepository::death_of(const std::string& channel) const {
  Query query(database_, "SELECT since, problem FROM dead_channels WHERE channel = ?");
  if (!query.with(channel).next()) return std::nullopt;
  DeadChannel death;
  query.read(death.since);
  query.read(death.problem);
  return death;
}

bool ChannelRepository::opt_out(Transaction&, const std::string& channel,
                                const std::string& user_id, const std::string& address,
                                Instant since) {
  const std::string digest = digest_of(address);
  return Query(database_,
               "INSERT INTO opt_outs (channel, user_id, address_digest, since) "
               "VALUES (?, ?, ?, ?) ON CONFLICT (channel, user_id) DO UPDATE "
               "SET address_digest = excluded.address_digest, since = excluded.since "
               "WHERE address_digest <> excluded.address_digest")
             .with(channel, user_id, digest, since)
             .run() > 0;
}

void ChannelRepository::opt_in(Transaction&, const std::string& channel,
                               const std::string& user_id) {
  Query(database_, "DELETE FROM opt_outs WHERE channel = ? AND user_id = ?")
      .with(channel, user_id)
      .run();
}

std::optional<Instant> ChannelRepository::opted_out(const std::string& channel,
                                                    const std::string& user_id,
                                                    const std::string& address) const {
  Query query(database_,
              "SELECT since FROM opt_outs WHERE channel = ? AND user_id = ? "
              "AND address_digest = ?");
  if (!query.with(channel, user_id, digest_of(address)).next()) return std::nullopt;
  return query.take<Instant>();
}

}  // namespace execassist::store
