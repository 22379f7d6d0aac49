// A reminder somebody asked for (`remind add`, `prep snooze`). The automatic reminder before each
// meeting is not stored: it is derived from the meeting whenever `remind` runs, so a move moves it.
#pragma once

#include <execassist/base/instant.hpp>

#include <string>
#include <string_view>

namespace execassist {

enum class ReminderState { pending, fired, cancelled };

struct Reminder {
  std::string reminder_id;
  std::string meeting_id;
  std::string user_id;
  Instant remind_at{};
  ReminderState state = ReminderState::pending;
  std::string origin;  // "added" or "snoozed"
  std::string reason;  // why cancelled, in words
  Instant created_at{};
};

std::string_view name_of(ReminderState state);
std::optional<ReminderState> reminder_state_named(std::string_view name);

}  // namespace execassist
