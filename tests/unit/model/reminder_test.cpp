#include <execassist/model/reminder.hpp>

#include <string>

#include <doctest/doctest.h>

namespace execassist {

TEST_CASE("reminder: names, both ways") {
  struct Case {
    ReminderState state;
    std::string name;
  };
  for (const auto& [state, name] : {
           Case{ReminderState::pending, "pending"},
           Case{ReminderState::fired, "fired"},
           Case{ReminderState::cancelled, "cancelled"},
       }) {
    CHECK(name_of(state) == name);
    CHECK(reminder_state_named(name) == state);
  }
  CHECK(reminder_state_named("sent") == std::nullopt);
}

}  // namespace execassist
