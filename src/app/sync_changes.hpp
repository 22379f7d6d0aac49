// Applies what a sync plan decided, inside the transaction that stores the calendar's new cursor.
#pragma once

#include "app/scope.hpp"
#include "calendar/sync_plan.hpp"
#include "store/database.hpp"

#include <vector>

namespace execassist::app {

struct SyncCounts {
  int added = 0;
  int updated = 0;  // moved ones included
  int moved = 0;
  int cancelled = 0;
};

SyncCounts apply_changes(const Scope& scope, store::Transaction& transaction,
                         const UserSettings& user, const CalendarSettings& calendar,
                         const std::vector<calendar::Change>& changes);

}  // namespace execassist::app
