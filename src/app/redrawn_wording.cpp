#include "app/redrawn_wording.hpp"

#include "app/preparation.hpp"
#include "app/wording.hpp"
#include "notify/claim.hpp"
#include "notify/standing.hpp"
#include "store/meeting_repository.hpp"
#include "store/outbox_repository.hpp"
#include "store/prep_session_repository.hpp"

#include <utility>

namespace execassist::app {
namespace {

// Told since by a change: the first one since then says what the message had said.
bool moved_since(const Scope& scope, const Notification& notification, const Meeting& meeting) {
  store::OutboxFilter filter;
  filter.meeting_id = meeting.meeting_id;
  filter.kind = NotificationKind::change;
  const Instant since = notification.sent_at.value_or(notification.created_at);
  for (const Notification& each : store::OutboxRepository(scope.database).list(filter)) {
    const auto change = notify::parse_change_variant(each.variant);
    if (!change || each.created_at < since) continue;
    return change->told_start != meeting.facts.start;
  }
  return false;
}

bool is_offer(NotificationKind kind) {
  return kind == NotificationKind::prep || kind == NotificationKind::escalation ||
         kind == NotificationKind::reminder || kind == NotificationKind::nudge;
}

}  // namespace

std::optional<notify::Message> redrawn_wording(const Scope& scope, const Notification& notification,
                                               const Meeting* meeting, const User& user,
                                               Discretion discretion) {
  const NotificationKind kind = notification.kind;
  if (kind == NotificationKind::reply) {
    return wording(scope, notification, nullptr, user, false);
  }
  const bool news = kind == NotificationKind::materials;
  if (!meeting || (kind != NotificationKind::question && !news && !is_offer(kind))) {
    return std::nullopt;
  }
  const bool shortened = notify::is_shortened(notification.text);
  notify::Message today = wording(scope, notification, meeting, user, shortened, discretion);
  if (kind == NotificationKind::question) return today;
  const notify::MeetingInWords about{*meeting, user, type_label(scope.rules, meeting->state),
                                     scope.now()};
  const auto session = store::PrepSessionRepository(scope.database).latest_of(meeting->meeting_id);
  const Snoozes snoozes = snoozes_of(scope, *meeting);
  const notify::Standing standing{notification.round, session ? &*session : nullptr,
                                  snoozes.pending, prep::deadline(*meeting, snoozes.latest),
                                  moved_since(scope, notification, *meeting)};
  return news ? notify::standing_news(std::move(today), about, standing)
              : notify::standing_offer(std::move(today), about, standing);
}

std::string standing_mark(const Scope& scope, const std::string& meeting_id) {
  const auto meeting = store::MeetingRepository(scope.database).load(meeting_id);
  if (!meeting) return {};
  const MeetingState& state = meeting->state;
  const auto session = store::PrepSessionRepository(scope.database).latest_of(meeting_id);
  const auto snooze = snoozes_of(scope, *meeting).pending;
  return std::string(name_of(state.status)) + " " + std::to_string(state.round) + " " +
         std::to_string(state.revision) +
         (snooze ? " until " + std::to_string(snooze->time_since_epoch().count()) : "") +
         (session ? " " + session->session_id + " " + std::to_string(session->version) : "");
}

}  // namespace execassist::app
