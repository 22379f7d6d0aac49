#include "app/conversation_wording.hpp"

#include "app/interaction.hpp"
#include "notify/content_text.hpp"
#include "notify/conversation_message.hpp"
#include "store/outbox_repository.hpp"
#include "store/prep_session_repository.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace execassist::app {
namespace {

struct QuestionVariant {
  std::string session_id;
  int version = 0;
};

std::optional<QuestionVariant> parse_variant(std::string_view variant) {
  const auto colon = variant.rfind(':');
  if (colon == variant.npos) return std::nullopt;
  const std::string_view digits = variant.substr(colon + 1);
  int version = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), version);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return QuestionVariant{std::string(variant.substr(0, colon)), version};
}

// As long as the session is at that version its waiting question is the one; later the text tells
// that went out, or was to go out.
std::size_t position_of(const PrepSession& session, int version, const std::string& text) {
  const std::size_t last = session.questions.size() - 1;
  const auto waiting = static_cast<std::size_t>(std::max(session.position, 0));
  if (session.version == version) return std::min(waiting, last);
  if (const auto told = notify::position_in(text)) return std::min(*told, last);
  const auto asked =
      std::find_if(session.questions.begin(), session.questions.end(),
                   [&](const SessionQuestion& question) { return question.text == trim(text); });
  if (asked == session.questions.end()) return std::min(waiting, last);
  return static_cast<std::size_t>(asked - session.questions.begin());
}

bool is_latest(const Scope& scope, const Notification& notification,
               const QuestionVariant& variant) {
  store::OutboxFilter filter;
  filter.meeting_id = notification.meeting_id;
  filter.kind = NotificationKind::question;
  const auto all = store::OutboxRepository(scope.database).list(filter);
  return std::none_of(all.begin(), all.end(), [&](const Notification& each) {
    const auto other = parse_variant(each.variant);
    return other && other->session_id == variant.session_id && other->version > variant.version;
  });
}

notify::Message with_text(std::string subject, MessageContent content) {
  std::string text = notify::plain_text_of(content);
  return {std::move(subject), std::move(text), std::move(content)};
}

}  // namespace

notify::Message question_wording(const Scope& scope, const Notification& notification,
                                 const notify::MeetingInWords& about) {
  const auto variant = parse_variant(notification.variant);
  const auto session = variant
                           ? store::PrepSessionRepository(scope.database).load(variant->session_id)
                           : std::nullopt;
  if (!session || session->questions.empty()) return notify::reply_message(notification.text);
  return notify::question_message(about, *session,
                                  position_of(*session, variant->version, notification.text),
                                  is_latest(scope, notification, *variant));
}

notify::Message reply_wording(const Scope& scope, const Notification& notification,
                              const User& user) {
  const std::string form = notification.variant.substr(0, notification.variant.find(':'));
  if (form == kReplyHelp) return with_text("What you can say", slack_help());
  const UserSettings* settings = scope.settings.find_user(user.id);
  if (form == kReplyMeetings && settings) {
    return with_text("Your next 7 days", meetings_overview(scope, *settings));
  }
  return notify::reply_message(notification.text);
}

}  // namespace execassist::app
