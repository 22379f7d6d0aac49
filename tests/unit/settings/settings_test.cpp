#include <execassist/settings/settings.hpp>

#include <doctest/doctest.h>

namespace execassist {
namespace {

Settings two_users() {
  Settings settings;
  for (const char* const id : {"ada", "bob"}) {
    UserSettings user;
    user.user.id = id;
    user.user.name = std::string(id) + "'s name";
    settings.users.push_back(user);
  }
  CalendarSettings calendar;
  calendar.id = "work";
  settings.users[0].calendars.push_back(calendar);
  return settings;
}

TEST_CASE("users are found by their whole id") {
  const Settings settings = two_users();
  REQUIRE(settings.find_user("bob"));
  CHECK(settings.find_user("bob")->user.name == "bob's name");
  for (const char* const unknown : {"", "a", "Ada", "ada "})
    CHECK_FALSE(settings.find_user(unknown));
  CHECK_FALSE(Settings{}.find_user("ada"));
}

TEST_CASE("a calendar belongs to a user who is configured") {
  const Settings settings = two_users();
  CHECK(settings.has_calendar("ada", "work"));
  CHECK_FALSE(settings.has_calendar("bob", "work"));
  CHECK_FALSE(settings.has_calendar("ada", "home"));
  CHECK_FALSE(settings.has_calendar("eve", "work"));
  CHECK(settings.has_calendar("bob", "manual"));
  CHECK_FALSE(settings.has_calendar("eve", "manual"));
}

TEST_CASE("which secrets are literal") {
  const auto literal = [](const char* text) { return SecretReference{text, {}}.literal(); };
  CHECK(literal("xoxb-1"));
  CHECK_FALSE(literal(""));
  CHECK_FALSE(literal("env:X"));
  CHECK_FALSE(literal("file:/x"));
  CHECK_FALSE(literal("command:x"));
}

}  // namespace
}  // namespace execassist
