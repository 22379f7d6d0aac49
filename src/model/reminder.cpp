#include "model/names.hpp"

#include <execassist/model/reminder.hpp>

namespace execassist {
namespace {

constexpr Names<ReminderState, 3> kStates{{{ReminderState::pending, "pending"},
                                           {ReminderState::fired, "fired"},
                                           {ReminderState::cancelled, "cancelled"}}};

}  // namespace

std::string_view name_of(ReminderState state) { return kStates.name_of(state); }

std::optional<ReminderState> reminder_state_named(std::string_view name) {
  return kStates.named(name);
}

}  // namespace execassist
