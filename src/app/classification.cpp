#include "app/classification.hpp"

#include "app/meeting_steps.hpp"
#include "store/job_repository.hpp"
#include "store/meeting_repository.hpp"

namespace execassist::app {
namespace {

constexpr const char* kRulesFact = "rules_fingerprint";
constexpr std::size_t kBatch = 200;  // meetings a transaction: keeps it short for other writers

// What was announced keeps the type it was announced with.
MeetingState retyped(const classify::Classifier& classifier, const Meeting& meeting) {
  const bool open = meeting.state.status == MeetingStatus::discovered ||
                    meeting.state.status == MeetingStatus::classified;
  return open ? prep::typed(meeting, typing_of(classifier, meeting.facts)) : meeting.state;
}

}  // namespace

prep::Typing typing_of(const classify::Classifier& classifier, const MeetingFacts& facts) {
  const auto verdict =
      classifier.classify({facts.title, facts.description, attendee_count(facts)}, false);
  return {verdict.meeting_type, verdict.prep_lead, verdict.reason};
}

ClassifyReport classify_meetings(const Scope& scope, ClassifyWhich which) {
  store::MeetingRepository meetings(scope.database);
  const classify::Classifier classifier(scope.rules);
  store::MeetingFilter filter;
  filter.user_id = scope.user_id;
  filter.statuses = {MeetingStatus::discovered};
  if (which == ClassifyWhich::all_future) {
    filter.ends_after = scope.now();
    filter.statuses = {MeetingStatus::discovered, MeetingStatus::classified,
                       MeetingStatus::prep_scheduled, MeetingStatus::prep_in_progress,
                       MeetingStatus::prep_completed};
  }
  ClassifyReport report;
  const auto candidates = meetings.list(filter);
  for (std::size_t next = 0; next < candidates.size();) {
    auto transaction = scope.database.begin();
    const std::size_t end = std::min(candidates.size(), next + kBatch);
    for (; next < end; ++next) {
      const Meeting& listed = candidates[next];
      MeetingState state = retyped(classifier, listed);
      bool changes = state != listed.state;
      if (changes) {
        // Read again: what was listed may be old by now.
        const auto meeting = meetings.load(listed.meeting_id);
        if (meeting) state = retyped(classifier, *meeting);
        changes = meeting && state != meeting->state &&
                  apply_step(scope, transaction, *meeting, meeting->facts,
                             {state, "classify", {}, prep::ChangeNotice::none});
      }
      ++(changes ? report.classified : report.unchanged);
      ++report.by_type[state.meeting_type.value_or("")];
    }
    transaction.commit();
  }
  return report;
}

ClassifyReport classify_what_needs_it(const Scope& scope) {
  store::JobRepository jobs(scope.database);
  const auto last = jobs.fact(kRulesFact);
  if (last == scope.rules.fingerprint) return classify_meetings(scope, ClassifyWhich::untyped);

  Scope everyone = scope;
  everyone.user_id.reset();
  const auto report =
      classify_meetings(everyone, last ? ClassifyWhich::all_future : ClassifyWhich::untyped);
  auto transaction = scope.database.begin();
  jobs.set_fact(transaction, kRulesFact, scope.rules.fingerprint);
  transaction.commit();
  return report;
}

}  // namespace execassist::app
