// Whether a leased notification may still go out: checked again in the transaction that stores the
// attempt, against what the store knows then. Pure.
#pragma once

#include <execassist/base/instant.hpp>
#include <execassist/model/meeting.hpp>
#include <execassist/model/notification.hpp>
#include <execassist/model/rules.hpp>
#include <execassist/model/user.hpp>

#include <optional>
#include <string>
#include <variant>

namespace execassist::notify {

struct GoAhead {
  bool shortened = false;
};
struct Suppress {
  std::string reason;
};
struct GiveUp {  // dead: it is too late, and somebody must be told
  std::string reason;
};
struct Defer {
  Instant until{};
};
using ClaimVerdict = std::variant<GoAhead, Suppress, GiveUp, Defer>;

struct ClaimSituation {
  const Notification& notification;
  const Meeting* meeting = nullptr;  // null: none, or not in the store any more
  const User* user = nullptr;        // null: not in the configuration any more
  bool calendar_configured = true;
  LatePolicy late = LatePolicy::shorten;
  Instant now{};
};

// Why a notification is suppressed whose calendar or user left the configuration: when they come
// back, what was suppressed for it is announced anew.
inline constexpr const char* kCalendarGone = "the calendar is not in the configuration any more";
inline constexpr const char* kUserGone = "the user is not in the configuration any more";

ClaimVerdict decide_claim(const ClaimSituation& situation);

// Variants that tell several notifications of one kind apart.
std::string automatic_reminder_variant(int revision);
std::string change_variant(std::string_view what, Instant told_start, int revision);

struct ChangeVariant {
  std::string what;  // "moved", "cancelled", "revived"
  Instant told_start{};
  int revision = 0;
};
std::optional<ChangeVariant> parse_change_variant(std::string_view variant);
bool is_automatic_reminder(const Notification& notification);

}  // namespace execassist::notify
