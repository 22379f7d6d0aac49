#include <execassist/settings/settings.hpp>

#include <algorithm>

namespace execassist {

const UserSettings* Settings::find_user(std::string_view id) const {
  const auto found = std::find_if(users.begin(), users.end(),
                                  [&](const UserSettings& user) { return user.user.id == id; });
  return found == users.end() ? nullptr : &*found;
}

const ContextSettings* Settings::find_context(std::string_view name) const {
  const auto found =
      std::find_if(context.begin(), context.end(),
                   [&](const ContextSettings& source) { return source.name == name; });
  return found == context.end() ? nullptr : &*found;
}

bool Settings::may_act_for(std::string_view actor, std::string_view user_id) const {
  const UserSettings* user = find_user(user_id);
  if (!user) return false;
  if (actor == user_id) return true;
  return std::find(user->delegates.begin(), user->delegates.end(), actor) != user->delegates.end();
}

bool Settings::has_calendar(std::string_view user_id, std::string_view calendar_id) const {
  const UserSettings* user = find_user(user_id);
  if (!user) return false;
  // Meetings added by hand belong to no calendar of the configuration.
  if (calendar_id == "manual") return true;
  return std::any_of(user->calendars.begin(), user->calendars.end(),
                     [&](const CalendarSettings& calendar) { return calendar.id == calendar_id; });
}

}  // namespace execassist
