#include "store/slack_repository.hpp"

#include "store/query.hpp"

namespace execassist::store {

std::vector<SlackRepository::Found> SlackRepository::found_under(
    const std::string& slack_user) const {
  Query query(database_,
              "SELECT user_id, found_by FROM channel_addresses "
              "WHERE channel = 'slack' AND address = ? ORDER BY user_id");
  query.with(slack_user);
  std::vector<Found> found;
  while (query.next()) {
    Found& one = found.emplace_back();
    query.read(one.user_id);
    query.read(one.found_by);
  }
  return found;
}

}  // namespace execassist::store
