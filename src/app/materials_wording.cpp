#include "app/materials_wording.hpp"

#include "app/materials_build.hpp"
#include "notify/materials_message.hpp"
#include "prep/session_flow.hpp"
#include "store/build_repository.hpp"
#include "store/prep_session_repository.hpp"

namespace execassist::app {

notify::Message materials_wording(const Scope& scope, const Notification& notification,
                                  const notify::MeetingInWords& about, Discretion discretion) {
  store::BuildFilter in_hand;
  in_hand.meeting_id = about.meeting.meeting_id;
  in_hand.states = {BuildState::done};
  const auto builds = store::BuildRepository(scope.database).list(in_hand);
  notify::MaterialsInWords materials;
  if (builds.empty()) {
    materials.written_at = notification.created_at;
  } else {
    materials.written_at = builds.back().finished_at.value_or(builds.back().created_at);
  }
  // What is left out here can get into no part of the message.
  if (!builds.empty() && discretion == Discretion::open) {
    materials.preview =
        store::BuildContentRepository(scope.database).files_of(builds.back().build_id).preview;
    materials.changes = builds.back().changes;
    materials.stale = is_stale(builds.back(), about.meeting);
  }
  return notify::materials_message(about, materials);
}

notify::Message nudge_wording(const Scope& scope, const notify::MeetingInWords& about) {
  const auto session =
      store::PrepSessionRepository(scope.database).open_of(about.meeting.meeting_id);
  return notify::nudge_message(about, session ? prep::progress_of(*session) : std::string());
}

}  // namespace execassist::app
