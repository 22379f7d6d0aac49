// Rows to store: plain ones to vary, and ones in which every field has a value of its own.
#pragma once

#include "store/calendar_repository.hpp"
#include "store/database.hpp"
#include "store/job_repository.hpp"
#include "store/meeting_repository.hpp"

#include <execassist/model/lease.hpp>
#include <execassist/model/meeting.hpp>
#include <execassist/model/notification.hpp>

#include <string>

// The cases name what they set; what they leave out keeps its default.
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

namespace execassist::store::testing {

inline const Instant kNow = *parse_rfc3339("2026-11-21T09:30:00Z");

Meeting a_meeting(const std::string& id);

Meeting a_full_meeting();

Notification a_notification(const std::string& id);

Lease a_lease(const std::string& id, Instant until = kNow + minutes{5});

bool same(const Meeting& a, const Meeting& b);

bool same(const DeliveryAttempt& a, const DeliveryAttempt& b);

// Without the attempts.
bool same(const Notification& a, const Notification& b);

// One transaction around one act.
template <class Act>
auto stored(Database& database, Act act) {
  Transaction transaction = database.begin();
  auto result = act(transaction);
  transaction.commit();
  return result;
}

void store_meeting(Database& database, const Meeting& meeting);

void set_fact(Database& database, const std::string& key, const std::string& value);

}  // namespace execassist::store::testing
