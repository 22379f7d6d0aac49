#include "app/meeting_lookup.hpp"

#include "store/meeting_repository.hpp"
#include "store/outbox_repository.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>

namespace execassist::app {
namespace {

constexpr std::size_t kShortestPrefix = 4;

// `found` holds everything that begins with the prefix; `id_of` gives its id.
template <class T, class IdOf>
T the_only(const std::string& kind, const std::string& prefix, std::vector<T> found, IdOf id_of,
           const std::string& list_command) {
  const std::string what = kind + " " + one_line(prefix);
  const auto exact = std::find_if(found.begin(), found.end(),
                                  [&](const T& each) { return id_of(each) == prefix; });
  if (exact != found.end()) return *exact;
  if (found.empty()) throw Error(ErrorKind::not_found, "no such " + what, list_command);
  if (found.size() == 1) return std::move(found.front());
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < found.size() && i < 5; ++i) ids.push_back(id_of(found[i]));
  throw Error(ErrorKind::usage, what + ": " + std::to_string(found.size()) + " begin like this",
              "give more characters: " + join(ids, ", "));
}

void require_length(const std::string& kind, const std::string& prefix,
                    const std::string& list_command) {
  if (prefix.size() >= kShortestPrefix) return;
  throw Error(ErrorKind::usage,
              kind + " " + one_line(prefix) + ": give at least 4 characters of its id",
              list_command);
}

}  // namespace

Meeting find_meeting(const Scope& scope, const std::string& id_or_prefix) {
  require_length("meeting", id_or_prefix, "execassist meetings list");
  store::MeetingFilter filter;
  filter.user_id = scope.user_id;
  filter.id_prefix = id_or_prefix;
  return the_only(
      "meeting", id_or_prefix, store::MeetingRepository(scope.database).list(filter),
      [](const Meeting& meeting) { return meeting.meeting_id; }, "execassist meetings list");
}

Notification find_notification(const Scope& scope, const std::string& id_or_prefix) {
  require_length("notification", id_or_prefix, "execassist notify list");
  store::OutboxFilter filter;
  filter.user_id = scope.user_id;
  filter.id_prefix = id_or_prefix;
  return the_only(
      "notification", id_or_prefix, store::OutboxRepository(scope.database).list(filter),
      [](const Notification& notification) { return notification.notification_id; },
      "execassist notify list");
}

}  // namespace execassist::app
