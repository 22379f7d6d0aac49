#include "notify/claim.hpp"

#include "notify/timing.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <charconv>

namespace execassist::notify {
namespace {

constexpr std::string_view kAutomatic = "auto:";

std::optional<long long> integer(std::string_view text) {
  long long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// The person may have declined it, or marked it as free, since it was queued.
std::string no_longer_prepared(const Meeting& meeting) {
  const std::string why = why_not_prepared(meeting.facts);
  return why.empty() ? why : "not prepared any more: " + why;
}

// Why what the notification says is not true any more; empty when it still is.
std::string overtaken(const Notification& notification, const Meeting& meeting) {
  const MeetingState& state = meeting.state;
  const bool cancelled = state.status == MeetingStatus::cancelled;
  const bool over = state.status == MeetingStatus::completed;
  switch (notification.kind) {
    case NotificationKind::escalation:
      if (!state.notification_sent_at) return "the notice has not arrived";
      [[fallthrough]];
    case NotificationKind::prep:
      if (cancelled) return "the meeting is cancelled";
      if (over && notification.kind == NotificationKind::prep) return {};  // it never went out
      if (notification.round != state.round) return "the meeting moved";
      if (state.status == MeetingStatus::prep_in_progress) return "the preparation has begun";
      if (state.status != MeetingStatus::prep_scheduled) return "the preparation is over";
      return no_longer_prepared(meeting);
    case NotificationKind::reminder:
      if (cancelled) return "the meeting is cancelled";
      if (over || !is_automatic_reminder(notification)) return {};
      if (notification.variant != automatic_reminder_variant(state.revision)) {
        return "the meeting moved";
      }
      return no_longer_prepared(meeting);
    case NotificationKind::change: {
      const auto change = parse_change_variant(notification.variant);
      if (change && change->revision != state.revision) return "the meeting changed again";
      return {};
    }
    case NotificationKind::materials:
      return cancelled ? "the meeting is cancelled" : "";
    case NotificationKind::nudge:
    case NotificationKind::question:
      if (cancelled) return "the meeting is cancelled";
      if (over) return "the meeting is over";
      return state.status == MeetingStatus::prep_in_progress ? "" : "the preparation is over";
    case NotificationKind::alert:
    case NotificationKind::test:
    case NotificationKind::reply:
      return {};
  }
  return {};
}

// The start that makes a message urgent in quiet hours, if any.
std::optional<Instant> pressing_start(const Notification& notification, const Meeting& meeting,
                                      Instant now) {
  const Instant start = meeting.facts.start;
  // An alert about what has begun can only tell: it can wait.
  if (notification.kind == NotificationKind::alert && start <= now) return std::nullopt;
  // Whoever was told an earlier start must hear before that one comes.
  if (notification.kind == NotificationKind::change) {
    const auto change = parse_change_variant(notification.variant);
    if (change && change->told_start > now) return std::min(start, change->told_start);
  }
  return start;
}

bool about_to_start_matters(NotificationKind kind) {
  return kind == NotificationKind::prep || kind == NotificationKind::reminder;
}

}  // namespace

ClaimVerdict decide_claim(const ClaimSituation& situation) {
  const Notification& notification = situation.notification;
  const Instant now = situation.now;
  if (!situation.user) return Suppress{kUserGone};
  if (notification.meeting_id && notification.kind != NotificationKind::alert) {
    if (!situation.meeting) return Suppress{"the meeting is not in the store any more"};
    if (!situation.calendar_configured) {
      return Suppress{kCalendarGone};
    }
    if (auto why = overtaken(notification, *situation.meeting); !why.empty()) return Suppress{why};
  }
  std::optional<Instant> start;
  if (situation.meeting) start = situation.meeting->facts.start;
  if (notification.kind == NotificationKind::escalation && start && *start <= now) {
    return Suppress{"the meeting has begun"};
  }
  if (about_to_start_matters(notification.kind) && start && *start <= now) {
    return GiveUp{"the meeting began before the message could be delivered"};
  }
  if (notification.expires_at && *notification.expires_at <= now) {
    return GiveUp{"it could not be delivered in time"};
  }
  if (notification.kind == NotificationKind::test || is_conversation(notification.kind)) {
    return GoAhead{};
  }
  std::optional<Instant> pressing;
  if (situation.meeting) pressing = pressing_start(notification, *situation.meeting, now);
  if (const auto until = deferred_until(*situation.user, now, pressing)) return Defer{*until};

  const bool on_schedule =
      notification.kind == NotificationKind::prep || is_automatic_reminder(notification);
  if (on_schedule && start && is_late(now, *start)) {
    if (situation.late == LatePolicy::drop) {
      return Suppress{"late: less than 15 minutes are left, and the type says `late: drop`"};
    }
    return GoAhead{situation.late == LatePolicy::shorten};
  }
  return GoAhead{};
}

std::string automatic_reminder_variant(int revision) {
  return std::string(kAutomatic) + std::to_string(revision);
}

bool is_automatic_reminder(const Notification& notification) {
  return notification.kind == NotificationKind::reminder &&
         notification.variant.starts_with(kAutomatic);
}

std::string change_variant(std::string_view what, Instant told_start, int revision) {
  return std::string(what) + ":" + std::to_string(told_start.time_since_epoch().count()) + ":" +
         std::to_string(revision);
}

std::optional<ChangeVariant> parse_change_variant(std::string_view variant) {
  const auto parts = split(variant, ':');
  if (parts.size() != 3) return std::nullopt;
  const auto start = integer(parts[1]);
  const auto revision = integer(parts[2]);
  if (!start || !revision) return std::nullopt;
  return ChangeVariant{parts[0], Instant{Seconds{*start}}, static_cast<int>(*revision)};
}

}  // namespace execassist::notify
