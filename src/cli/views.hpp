// The JSON forms of the command-line contract ("A meeting", "A notification", the job results).
#pragma once

#include "app/delivery.hpp"
#include "app/scope.hpp"
#include "app/tick.hpp"
#include "wire/json.hpp"

#include <execassist/model/meeting.hpp>
#include <execassist/model/notification.hpp>
#include <execassist/model/reminder.hpp>

namespace execassist::cli {

wire::Json time_json(std::optional<Instant> at);
wire::Json hours_json(std::optional<Seconds> length);  // 72, 0.5, null

wire::Json meeting_json(const Meeting& meeting, Instant now);
wire::Json notification_json(const Notification& notification);
wire::Json attempt_json(const DeliveryAttempt& attempt);
wire::Json reminder_json(const Reminder& reminder);

wire::Json sync_json(const app::SyncReport& report);
wire::Json classify_json(const app::ClassifyReport& report);
wire::Json prep_json(const app::PrepReport& report, const app::BuildReport& builds = {});
wire::Json delivery_json(const app::DeliveryReport& report);
wire::Json remind_json(const app::RemindReport& report);

}  // namespace execassist::cli
