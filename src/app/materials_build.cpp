#include "app/materials_build.hpp"

#include "app/materials_announcement.hpp"
#include "prep/materials_writer.hpp"
#include "store/build_repository.hpp"
#include "store/meeting_repository.hpp"
#include "store/prep_log_repository.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/identifier.hpp>
#include <execassist/base/text.hpp>

namespace execassist::app {
namespace {

// The build that counts: the latest that a newer one has not made needless.
std::optional<MaterialsBuild> standing_build(const Scope& scope, const std::string& meeting_id) {
  store::BuildFilter filter;
  filter.meeting_id = meeting_id;
  filter.states = {BuildState::pending, BuildState::done, BuildState::failed};
  auto builds = store::BuildRepository(scope.database).list(filter);
  if (builds.empty()) return std::nullopt;
  return std::move(builds.back());
}

std::string cause_of_rebuild(const MeetingSnapshot& before, const MeetingSnapshot& now) {
  if (before.start != now.start || before.end != now.end) return "the meeting moved";
  if (before.title != now.title) return "the meeting has another title";
  if (before.location != now.location) return "the meeting has another place";
  if (before.description_digest != now.description_digest) return "its description changed";
  if (prep::worth_telling(before, now)) return "the link to join is another one";
  return before.attendees != now.attendees ? "other people take part" : "its details changed";
}

// A failed build waits for the person; its facts are looked at once it is done.
bool wants_rebuild(const Scope& scope, const Meeting& meeting,
                   const std::optional<MaterialsBuild>& build) {
  const MeetingState& state = meeting.state;
  const bool prepared = state.status == MeetingStatus::prep_completed ||
                        state.status == MeetingStatus::prep_in_progress;
  return build && prepared && meeting.facts.start > scope.now() &&
         state.prep_outcome != PrepOutcome::skipped && build->round == state.round &&
         build->state != BuildState::failed && is_stale(*build, meeting);
}

bool queue_rebuild(const Scope& scope, const std::string& meeting_id) {
  auto transaction = scope.database.begin();
  const auto meeting = store::MeetingRepository(scope.database).load(meeting_id);
  if (!meeting) return false;
  const auto build = standing_build(scope, meeting_id);
  if (!wants_rebuild(scope, *meeting, build)) return false;
  const auto known = known_materials(scope, meeting_id, build->round).snapshot;
  const MeetingSnapshot today = prep::snapshot_of(meeting->facts);
  queue_build(scope, transaction, *meeting,
              {cause_of_rebuild(*build->snapshot, today),
               prep::worth_telling(known.value_or(*build->snapshot), today), true});
  transaction.commit();
  return true;
}

}  // namespace

void queue_build(const Scope& scope, store::Transaction& transaction, const Meeting& meeting,
                 const BuildOrder& order) {
  store::BuildRepository builds(scope.database);
  const Instant now = scope.now();
  MaterialsBuild build;
  build.build_id = random_id();
  build.meeting_id = meeting.meeting_id;
  build.user_id = meeting.user_id;
  build.round = meeting.state.round;
  build.cause = one_line(order.cause);
  build.created_at = build.next_attempt_at = now;
  // What the one that it overtakes would have said is still owed.
  const auto last = builds.latest_of(meeting.meeting_id);
  build.about_change = order.about_change;
  build.announce = order.announce || (last && last->state == BuildState::pending && last->announce);
  builds.insert(transaction, build);
  store::PrepLogRepository(scope.database)
      .add(transaction, meeting.meeting_id,
           {now, "gather", build.cause,
            "materials are to be written (build " + std::to_string(build.number) + ")"});
}

int queue_rebuilds(const Scope& scope) {
  store::MeetingFilter ahead;
  ahead.user_id = scope.user_id;
  ahead.statuses = {MeetingStatus::prep_completed, MeetingStatus::prep_in_progress};
  ahead.starts_from = scope.now() + Seconds{1};
  ahead.without_duplicates = true;
  int queued = 0;
  for (const Meeting& meeting : store::MeetingRepository(scope.database).list(ahead)) {
    if (!wants_rebuild(scope, meeting, standing_build(scope, meeting.meeting_id))) continue;
    if (queue_rebuild(scope, meeting.meeting_id)) ++queued;  // decided again: it may be old by now
  }
  return queued;
}

void retry_build(const Scope& scope, const Meeting& meeting) {
  store::BuildRepository builds(scope.database);
  const std::string what = "meeting " + meeting.meeting_id + ": ";
  auto transaction = scope.database.begin();
  auto build = builds.latest_of(meeting.meeting_id);
  const bool waits = build && build->state == BuildState::pending && build->attempts > 0;
  if (!waits && !(build && build->state == BuildState::failed)) {
    throw Error(ErrorKind::refused, what + "no step of its materials has failed",
                "execassist prep show " + meeting.meeting_id + " --history");
  }
  build->state = BuildState::pending;
  build->attempts = 0;
  build->next_attempt_at = scope.now();
  build->finished_at.reset();
  if (!builds.update(transaction, *build, std::nullopt, false)) {
    throw Error(ErrorKind::refused, what + "its materials are being written right now");
  }
  store::PrepLogRepository(scope.database)
      .add(transaction, meeting.meeting_id,
           {scope.now(), std::string(name_of(build->step)), "prep retry", "tried again"});
  transaction.commit();
}

bool is_stale(const MaterialsBuild& build, const Meeting& meeting) {
  return build.snapshot && !prep::is_same(*build.snapshot, prep::snapshot_of(meeting.facts));
}

}  // namespace execassist::app
