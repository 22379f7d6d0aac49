#include "app/materials_announcement.hpp"

#include "app/materials_build.hpp"
#include "app/meeting_steps.hpp"
#include "app/wording.hpp"
#include "prep/materials_writer.hpp"
#include "store/build_repository.hpp"
#include "store/outbox_repository.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

namespace execassist::app {
namespace {

store::OutboxFilter about_materials(const std::string& meeting_id) {
  store::OutboxFilter filter;
  filter.meeting_id = meeting_id;
  filter.kind = NotificationKind::materials;
  return filter;
}

// The build that the message is about: "<number>" or "<number>:<build_id>".
int number_of(const Notification& message) {
  const std::string& variant = message.variant;
  int number = 0;
  std::from_chars(variant.data(), variant.data() + variant.size(), number);
  return number;
}

int last_told(const Scope& scope, const std::string& meeting_id) {
  int told = 0;
  for (const Notification& each :
       store::OutboxRepository(scope.database).list(about_materials(meeting_id))) {
    if (may_have_arrived(each)) told = std::max(told, number_of(each));
  }
  return told;
}

std::vector<MaterialsBuild> builds_of(const Scope& scope, const std::string& meeting_id) {
  store::BuildFilter filter;
  filter.meeting_id = meeting_id;
  return store::BuildRepository(scope.database).list(filter);
}

bool message_waits(const Scope& scope, const std::string& meeting_id) {
  store::OutboxFilter filter = about_materials(meeting_id);
  filter.states = {NotificationState::pending};
  return !store::OutboxRepository(scope.database).list(filter).empty();
}

// That a preparation ended is told whatever became of the meeting since.
bool ended_untold(const Scope& scope, const MaterialsBuild& build, int told) {
  const auto builds = builds_of(scope, build.meeting_id);
  return std::any_of(builds.begin(), builds.end(), [&](const MaterialsBuild& each) {
    return each.number > told && each.number <= build.number && each.round == build.round &&
           each.announce && !each.about_change;
  });
}

bool is_owed(const Scope& scope, const MaterialsBuild& build) {
  const KnownMaterials known = known_materials(scope, build.meeting_id, build.round);
  if (known.snapshot && build.snapshot && prep::worth_telling(*known.snapshot, *build.snapshot)) {
    return true;
  }
  return (build.announce || message_waits(scope, build.meeting_id)) &&
         ended_untold(scope, build, known.told);
}

}  // namespace

KnownMaterials known_materials(const Scope& scope, const std::string& meeting_id, int round) {
  KnownMaterials known;
  const int told = last_told(scope, meeting_id);
  for (MaterialsBuild& build : builds_of(scope, meeting_id)) {
    if (!build.snapshot) continue;
    if (build.number == told) return {told, std::move(build.snapshot)};
    if (build.round == round && !known.snapshot) known.snapshot = std::move(build.snapshot);
  }
  return known;
}

std::optional<MeetingSnapshot> prepared_snapshot(const Scope& scope, const MaterialsBuild& build) {
  std::optional<MeetingSnapshot> prepared;
  if (!build.about_change) return prepared;
  for (MaterialsBuild& each : builds_of(scope, build.meeting_id)) {
    const bool before = each.round == build.round && each.number < build.number;
    if (before && each.snapshot && (!prepared || !each.about_change)) {
      prepared = std::move(each.snapshot);
    }
  }
  return prepared;
}

bool announce_build(const Scope& scope, store::Transaction& transaction, const Meeting& meeting,
                    const MaterialsBuild& build) {
  store::OutboxRepository outbox(scope.database);
  const bool owed = is_owed(scope, build);
  outbox.suppress_pending(transaction, meeting.meeting_id, NotificationKind::materials,
                          owed ? "newer materials are ready" : "the meeting is as it was told");
  if (!owed) return false;
  Notification message = about_meeting(meeting, NotificationKind::materials,
                                       std::to_string(build.number), scope.now());
  message.expires_at = meeting.facts.end;
  const User& user = scope.settings.find_user(build.user_id)->user;
  message.text = wording(scope, message, &meeting, user, false).text;
  if (outbox.insert(transaction, message)) return true;
  // Another copy of the meeting had the number before.
  message.variant += ":" + build.build_id;
  outbox.insert(transaction, message);
  return true;
}

}  // namespace execassist::app
