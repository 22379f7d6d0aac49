// Prep sessions with their questions and answers.
#pragma once

#include "store/database.hpp"

#include <execassist/model/prep_session.hpp>

#include <optional>
#include <string>
#include <vector>

namespace execassist::store {

class PrepSessionRepository {
 public:
  explicit PrepSessionRepository(Database& database) : database_(database) {}

  // False when the meeting has an open session already.
  bool insert(Transaction& transaction, const PrepSession& session);

  std::optional<PrepSession> load(const std::string& session_id) const;
  std::optional<PrepSession> open_of(const std::string& meeting_id) const;
  std::optional<PrepSession> latest_of(const std::string& meeting_id) const;
  std::vector<PrepSession> all_of(const std::string& meeting_id) const;     // oldest first
  std::vector<PrepSession> open_of_user(const std::string& user_id) const;  // latest activity first
  std::vector<PrepSession> idle_since(Instant before) const;  // active, last_activity_at <= before

  // Compare-and-set on the version before; `session.version` is the new one, which is larger.
  // Questions are stored with their answers. False when somebody was first.
  bool update(Transaction& transaction, const PrepSession& session, int planned_from_version);

 private:
  Database& database_;
};

}  // namespace execassist::store
