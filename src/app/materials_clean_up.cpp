#include "app/materials_build.hpp"
#include "store/build_repository.hpp"
#include "store/inbox_repository.hpp"
#include "store/meeting_repository.hpp"
#include "store/prep_log_repository.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/log.hpp>
#include <execassist/base/text.hpp>

#include <exception>

namespace execassist::app {
namespace {

constexpr Seconds kInboxKept = days{2};

// One build after the end of its retention. What it left outside goes first: that may be repeated.
void expire(const Scope& scope, MaterialsBuild build, const Meeting& meeting) {
  if (!scope.dry_run && !build.location.empty()) scope.edges.archive().remove(build.location);
  const Instant now = scope.now();
  const std::string why =
      "kept for " + count_of(scope.settings.prep.keep_days, "day") + " after the meeting";
  build.state = BuildState::expired;
  auto transaction = scope.database.begin();
  if (!store::BuildRepository(scope.database).update(transaction, build, std::nullopt, false)) {
    return;
  }
  store::BuildContentRepository(scope.database).drop_all(transaction, build.build_id);
  MeetingState state = meeting.state;
  state.materials_url.reset();
  store::MeetingRepository(scope.database)
      .advance(transaction, meeting, state, now, "materials: removed");
  store::PrepLogRepository(scope.database)
      .add(transaction, build.meeting_id, {now, "clean-up", why, "the materials are removed"});
  transaction.commit();
}

// Not in a transaction: an archive may be slow.
void take_away(const Scope& scope, MaterialsBuild build) {
  store::BuildRepository builds(scope.database);
  store::BuildFilter others;
  others.meeting_id = build.meeting_id;
  others.states = {BuildState::pending, BuildState::done, BuildState::failed};
  bool in_use = false;
  for (const MaterialsBuild& each : builds.list(others)) {
    if (each.state == BuildState::pending) return;  // it may be putting its own there right now
    in_use = in_use || each.location == build.location;
  }
  if (!in_use) scope.edges.archive().remove(build.location);
  build.location.clear();
  auto transaction = scope.database.begin();
  builds.update(transaction, build, std::nullopt, false);
  transaction.commit();
}

}  // namespace

void take_away_left(const Scope& scope, const std::optional<std::string>& meeting_id) {
  store::BuildFilter left;
  left.user_id = scope.user_id;
  left.meeting_id = meeting_id;
  left.left_behind = true;
  for (const MaterialsBuild& build : store::BuildRepository(scope.database).list(left)) {
    try {
      take_away(scope, build);
    } catch (const std::exception& failure) {
      log(LogLevel::warning, {{"meeting_id", build.meeting_id}},
          "materials are not removed yet: " + one_line(failure.what()));
    }
  }
}

int clean_up(const Scope& scope) {
  const Seconds kept = days{scope.settings.prep.keep_days};
  const Instant now = scope.now();
  int removed = 0;
  for (const BuildState state : {BuildState::done, BuildState::failed}) {
    store::BuildFilter filter;
    filter.user_id = scope.user_id;
    filter.states = {state};
    for (MaterialsBuild& build : store::BuildRepository(scope.database).list(filter)) {
      if (build.created_at + kept > now) continue;  // a meeting ends after its materials are begun
      const auto meeting = store::MeetingRepository(scope.database).load(build.meeting_id);
      if (!meeting || meeting->facts.end + kept > now) continue;
      const std::string meeting_id = build.meeting_id;
      try {
        expire(scope, std::move(build), *meeting);
        ++removed;
      } catch (const Error& error) {
        if (error.kind() == ErrorKind::try_again) throw;  // the store is busy
        log(LogLevel::warning, {{"meeting_id", meeting_id}},
            "materials are not removed yet: " + one_line(error.message()));
      }
    }
  }
  if (!scope.dry_run) take_away_left(scope, std::nullopt);
  auto transaction = scope.database.begin();
  store::InboxRepository(scope.database).forget(transaction, now - kInboxKept);
  transaction.commit();
  return removed;
}

}  // namespace execassist::app
