// Finding what a person names.
#pragma once

#include "app/scope.hpp"

#include <execassist/model/meeting.hpp>
#include <execassist/model/notification.hpp>

#include <string>

namespace execassist::app {

// By its id or a unique prefix of at least 4 characters. Throws Error: usage (too short, ambiguous:
// the hint names the candidates), not_found.
Meeting find_meeting(const Scope& scope, const std::string& id_or_prefix);
Notification find_notification(const Scope& scope, const std::string& id_or_prefix);

}  // namespace execassist::app
