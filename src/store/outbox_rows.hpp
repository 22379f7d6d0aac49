// How a notification stands in its row, for the two repositories that read it.
#pragma once

#include "store/columns.hpp"

#include <execassist/model/notification.hpp>

#include <vector>

namespace execassist::store {

ColumnNames notification_columns();
void bind_notification(Query& query, const Notification& notification);
Notification read_notification(Query& query);

// Those of all of them, oldest first.
void read_attempts(const Database& database, std::vector<Notification>& notifications);

}  // namespace execassist::store
