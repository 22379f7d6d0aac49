// Who is who in Slack, as the channel looked them up.
#pragma once

#include "store/database.hpp"

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

 private:
  Database& database_;
};

}  // namespace execassist::store
