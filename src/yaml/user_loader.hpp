// The list under `users:`: people and their calendars. Refuses an empty list, two users with one
// id, and two calendars of one user with one id (a meeting's identity is built on both).
#pragma once

#include "yaml/cursor.hpp"
#include "yaml/reference.hpp"

#include <execassist/base/zone.hpp>
#include <execassist/settings/settings.hpp>

#include <vector>

namespace execassist::yaml {

std::vector<UserSettings> load_users(const Cursor& list, const References& references,
                                     const Zone& default_zone);

}  // namespace execassist::yaml
