// Who is who in Slack, as the channel looked them up, and which of our messages is which there.
#pragma once

#include "store/database.hpp"

#include <execassist/base/instant.hpp>

#include <optional>
#include <string>
#include <vector>

namespace execassist::store {

class SlackRepository {
 public:
  explicit SlackRepository(Database& database) : database_(database) {}

  // Users who were found under that Slack account, and by what (ports/address_book.hpp).
  struct Found {
    std::string user_id;
    std::string found_by;
  };
  std::vector<Found> found_under(const std::string& slack_user) const;

  // The message with that ts in the person's conversation, where it is about no single meeting (a
  // list of them), is to be drawn anew. False: there is none such.
  bool want_list_redrawn(Transaction& transaction, const std::string& user_id,
                         const std::string& message_ts, Instant now);

 private:
  Database& database_;
};

}  // namespace execassist::store
