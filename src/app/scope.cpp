#include "app/scope.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

namespace execassist::app {

std::vector<const UserSettings*> Scope::users() const {
  std::vector<const UserSettings*> chosen;
  for (const UserSettings& user : settings.users) {
    if (!user_id || user.user.id == *user_id) chosen.push_back(&user);
  }
  return chosen;
}

const UserSettings& the_user(const Scope& scope) {
  const auto users = scope.users();
  if (users.size() == 1) return *users.front();
  std::vector<std::string> ids;
  for (const UserSettings* user : users) ids.push_back(user->user.id);
  throw Error(
      ErrorKind::usage,
      "which user: the configuration has " + count_of(static_cast<long long>(ids.size()), "user"),
      "add -u ID, one of: " + join(ids, ", "));
}

}  // namespace execassist::app
