#include "app/rules_diff.hpp"

#include "app/classification.hpp"
#include "prep/transitions.hpp"
#include "store/meeting_repository.hpp"

#include <utility>

namespace execassist::app {
namespace {

bool is_open(const Meeting& meeting, Instant now) {
  const MeetingStatus status = meeting.state.status;
  return (status == MeetingStatus::discovered || status == MeetingStatus::classified) &&
         meeting.facts.end > now;
}

// By the other rules, whether or not the meeting keeps its type.
MeetingState retyped(const classify::Classifier& classifier, const Meeting& meeting) {
  Meeting open = meeting;
  open.state.status = MeetingStatus::classified;
  MeetingState state = prep::typed(open, typing_of(classifier, meeting.facts));
  state.status = meeting.state.status;
  return state;
}

}  // namespace

RulesDiff diff_rules(const Scope& scope, const Rules& other, bool all) {
  const Instant now = scope.now();
  const classify::Classifier classifier(other);
  store::MeetingFilter filter;
  filter.user_id = scope.user_id;
  if (!all) filter.ends_after = now;
  RulesDiff diff;
  for (Meeting& meeting : store::MeetingRepository(scope.database).list(filter)) {
    if (!all && meeting.state.status == MeetingStatus::cancelled) continue;
    ++diff.compared;
    MeetingState after = retyped(classifier, meeting);
    const MeetingState& before = meeting.state;
    if (after.meeting_type == before.meeting_type && after.prep_lead == before.prep_lead) continue;
    const bool takes_effect = is_open(meeting, now);
    if (!takes_effect) ++diff.kept;
    if (!takes_effect && !all) continue;
    const bool due_now = takes_effect && !after.duplicate_of && after.prep_trigger_time &&
                         *after.prep_trigger_time <= now && now < meeting.facts.start;
    diff.changed.push_back({std::move(meeting), std::move(after), takes_effect, due_now});
  }
  return diff;
}

}  // namespace execassist::app
