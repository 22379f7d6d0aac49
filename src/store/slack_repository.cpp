#include "store/slack_repository.hpp"

#include "store/query.hpp"

namespace execassist::store {
namespace {

// An older list is history, and the search keeps to the index by time.
constexpr Seconds kLivelyFor = days{14};

}  // namespace

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

// As RedrawRepository::want_all, of one message.
bool SlackRepository::want_list_redrawn(Transaction&, const std::string& user_id,
                                        const std::string& message_ts, Instant now) {
  Query query(database_,
              "INSERT INTO redraws (notification_id, wanted, attempts, next_attempt_at) "
              "SELECT notification_id, abs(random() % 1000000000), 0, ? FROM outbox "
              "WHERE user_id = ? AND sent_at >= ? AND message_id = ? AND meeting_id IS NULL "
              "AND kind = 'reply' AND channel = 'slack' "
              "ON CONFLICT (notification_id) DO UPDATE SET wanted = wanted + 1, attempts = 0, "
              "next_attempt_at = excluded.next_attempt_at");
  return query.with(now, user_id, now - kLivelyFor, message_ts).run() > 0;
}

}  // namespace execassist::store
