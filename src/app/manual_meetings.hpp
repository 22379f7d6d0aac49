// Meetings entered by hand, in the calendar "manual" of their user.
#pragma once

#include "app/scope.hpp"

#include <execassist/model/meeting.hpp>

#include <string>
#include <vector>

namespace execassist::app {

inline constexpr const char* kManualCalendar = "manual";

struct NewMeeting {
  std::string title;
  Instant start{};
  Seconds length{};
  std::string description;
  std::string location;
  std::string join_url;
  std::vector<std::string> attendees;  // e-mail addresses
};

// Classified at once. Throws Error{usage}: no title, no positive length, a malformed address.
Meeting add_meeting(const Scope& scope, const UserSettings& user, const NewMeeting& meeting);

// Throws Error{refused} for meetings of a calendar (hint: prep skip), and when it is cancelled or
// over.
Meeting cancel_meeting(const Scope& scope, const Meeting& meeting);

}  // namespace execassist::app
