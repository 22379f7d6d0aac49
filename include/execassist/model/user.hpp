// A user: a person whose calendars are watched, from the configuration.
#pragma once

#include <execassist/base/instant.hpp>
#include <execassist/base/zone.hpp>

#include <optional>
#include <string>
#include <vector>

namespace execassist {

// Local times of day. When `from` is later than `to` the quiet time runs over midnight.
struct QuietHours {
  minutes from{};  // since midnight
  minutes to{};    // exclusive; never equal to `from`

  friend bool operator==(const QuietHours&, const QuietHours&) = default;
};

struct User {
  std::string id;
  std::string name;
  std::string email;
  std::string phone;  // E.164, or empty
  std::string slack_user_id;
  Zone time_zone = Zone::utc();
  std::vector<std::string> channels;  // names, in the order of fallback; never empty
  std::optional<QuietHours> quiet_hours;
};

}  // namespace execassist
