#include "app/sync_changes.hpp"

#include "app/classification.hpp"
#include "app/meeting_steps.hpp"
#include "store/meeting_repository.hpp"
#include "store/reminder_repository.hpp"

#include <execassist/base/identifier.hpp>

#include <algorithm>

namespace execassist::app {
namespace {

using calendar::Change;
using calendar::ChangeKind;

class ChangeApplier {
 public:
  ChangeApplier(const Scope& scope, store::Transaction& transaction, const UserSettings& user,
                const CalendarSettings& calendar)
      : scope_(scope),
        transaction_(transaction),
        user_(user),
        calendar_(calendar),
        meetings_(scope.database),
        classifier_(scope.rules) {}

  void apply(const Change& change) {
    // Read again: the person may have acted since the plan was made.
    if (change.meeting_id.empty()) {
      add(unused_id(change.facts.external_id), change.facts);
    } else if (const auto known = meetings_.load(change.meeting_id)) {
      update(*known, change);
    }
  }

  const SyncCounts& counts() const { return counts_; }

 private:
  void add(const std::string& id, const MeetingFacts& facts) {
    Meeting meeting;
    meeting.meeting_id = id;
    meeting.user_id = user_.user.id;
    meeting.calendar_id = calendar_.id;
    meeting.facts = facts;
    meeting.created_at = meeting.updated_at = meeting.last_synced_at = scope_.now();
    meetings_.insert(transaction_, meeting, "sync: new");
    const prep::Step step{prep::typed(meeting, typing_of(classifier_, facts)),
                          "classify",
                          {},
                          prep::ChangeNotice::none};
    apply_step(scope_, transaction_, meeting, facts, step);
    ++counts_.added;
  }

  // A meeting of a moved series keeps its id under a new external id, so a derived id may be taken.
  std::string unused_id(const std::string& external_id) const {
    std::string seed = external_id;
    for (;;) {
      std::string id = meeting_id_of(user_.user.id, calendar_.id, seed);
      if (!meetings_.load(id)) return id;
      seed += "\n";
    }
  }

  void update(const Meeting& known, const Change& change) {
    const MeetingState& state = known.state;
    if (change.kind == ChangeKind::cancelled) {
      if (state.status == MeetingStatus::cancelled || state.status == MeetingStatus::completed)
        return;
      apply_step(scope_, transaction_, known, change.facts, cancellation(known, change.cause));
      ++counts_.cancelled;
      return;
    }
    prep::Step step{
        prep::renewed(state, change.facts), "sync: updated", {}, prep::ChangeNotice::none};
    const bool times_differ =
        change.facts.start != known.facts.start || change.facts.end != known.facts.end;
    if (change.kind == ChangeKind::revived && state.status == MeetingStatus::cancelled) {
      step = prep::revived(known, change.facts, what_was_told(scope_, known));
    } else if (times_differ && state.status != MeetingStatus::cancelled) {
      step = prep::moved(known, change.facts, what_was_told(scope_, known), scope_.now());
      ++counts_.moved;
    }
    const MeetingStatus status = step.to.status;
    if (status == MeetingStatus::discovered || status == MeetingStatus::classified) {
      Meeting after = known;
      after.facts = change.facts;
      after.state = step.to;
      step.to = prep::typed(after, typing_of(classifier_, change.facts));
    }
    apply_step(scope_, transaction_, known, change.facts, step);
    ++counts_.updated;
  }

  // While another calendar still has the meeting it goes on: that copy takes over what was decided,
  // and nobody is told of a cancellation.
  prep::Step cancellation(const Meeting& known, const std::string& cause) {
    prep::Step step = prep::cancelled(known, what_was_told(scope_, known), "sync: " + cause);
    if (known.state.duplicate_of) {
      step.notice = prep::ChangeNotice::none;
      return step;
    }
    store::MeetingFilter filter;
    filter.user_id = known.user_id;
    filter.occurrence = occurrence_key(known);
    for (const Meeting& copy : meetings_.list(filter)) {
      const bool live = copy.state.status != MeetingStatus::cancelled &&
                        copy.meeting_id != known.meeting_id && !copy.facts.cancelled;
      if (!live || copy.state.duplicate_of != known.meeting_id) continue;
      prep::Step heir{prep::renewed(known.state, copy.facts),
                      "sync: stands for its copy in " + known.calendar_id,
                      {},
                      prep::ChangeNotice::none};
      const bool announced = known.state.notification_sent_at.has_value();
      if (known.state.status == MeetingStatus::prep_scheduled && !announced) {
        heir.to.status = MeetingStatus::classified;
        heir.to.notification_id.reset();
        heir.to.round += 1;
      }
      // Seen as moved from where the person believes it to be.
      Meeting before = copy;
      before.facts.start = tell_heir(known, copy, heir);
      apply_step(scope_, transaction_, before, copy.facts, heir);
      hand_over_reminders(known, copy);
      step.notice = prep::ChangeNotice::none;
      break;
    }
    return step;
  }

  // A notice that waits goes with its meeting, and the copy may stand elsewhere: the heir tells
  // what the person does not know. Returns the start that they believe in.
  Instant tell_heir(const Meeting& known, const Meeting& copy, prep::Step& heir) const {
    if (!what_was_told(scope_, known).meeting) return copy.facts.start;
    Instant believed = known.facts.start;
    if (const auto belief = belief_behind(scope_, known)) {
      if (belief->certain || belief->start != copy.facts.start) believed = belief->start;
      if (belief->cancelled) heir.notice = prep::ChangeNotice::revived;
    }
    if (heir.notice == prep::ChangeNotice::none && believed != copy.facts.start) {
      heir.notice = prep::ChangeNotice::moved;
    }
    if (heir.notice != prep::ChangeNotice::none) {
      heir.to.revision = std::max(known.state.revision, copy.state.revision) + 1;
    }
    return believed;
  }

  void hand_over_reminders(const Meeting& known, const Meeting& heir) {
    store::ReminderRepository reminders(scope_.database);
    store::ReminderFilter filter;
    filter.meeting_id = known.meeting_id;
    filter.state = ReminderState::pending;
    for (Reminder reminder : reminders.list(filter)) {
      reminder.reminder_id = random_id();
      reminder.meeting_id = heir.meeting_id;
      reminders.insert(transaction_, reminder);
    }
  }

  const Scope& scope_;
  store::Transaction& transaction_;
  const UserSettings& user_;
  const CalendarSettings& calendar_;
  store::MeetingRepository meetings_;
  classify::Classifier classifier_;
  SyncCounts counts_;
};

}  // namespace

SyncCounts apply_changes(const Scope& scope, store::Transaction& transaction,
                         const UserSettings& user, const CalendarSettings& calendar,
                         const std::vector<Change>& changes) {
  ChangeApplier applier(scope, transaction, user, calendar);
  for (const Change& change : changes) applier.apply(change);
  return applier.counts();
}

}  // namespace execassist::app
