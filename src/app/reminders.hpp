// Reminders: those that somebody asked for, and the automatic one before each meeting, derived from
// the meeting whenever this runs, so that a move moves it and a cancellation ends it.
#pragma once

#include "app/delivery.hpp"
#include "app/scope.hpp"

#include <execassist/model/meeting.hpp>
#include <execassist/model/reminder.hpp>

#include <optional>
#include <string>
#include <vector>

namespace execassist::app {

struct RemindReport {
  int due = 0;  // reminders that became notifications now
  DeliveryReport delivery;
};

RemindReport remind(const Scope& scope);

// Throws Error{refused} when `at` is past, or the meeting has begun or is cancelled.
Reminder add_reminder(const Scope& scope, const Meeting& meeting, Instant at);

// Throws Error: not_found, usage (ambiguous prefix), refused (fired or cancelled already).
Reminder cancel_reminder(const Scope& scope, const std::string& id_or_prefix);

// When the automatic reminder of a meeting falls due, if it gets one.
std::optional<Instant> automatic_reminder_at(const Rules& rules, const Meeting& meeting);
Seconds longest_reminder_lead(const Rules& rules);

// A prep notice or a snooze this close makes the automatic reminder superfluous.
inline constexpr Seconds kNearNotice = hours{1};

struct ReminderView {
  std::optional<Reminder> reminder;  // null: the automatic one
  Instant remind_at{};
  Meeting meeting;
};

// Pending ones and coming automatic ones, by time.
std::vector<ReminderView> list_reminders(const Scope& scope);

}  // namespace execassist::app
