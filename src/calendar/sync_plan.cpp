#include "calendar/sync_plan.hpp"

#include "calendar/moved_meetings.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace execassist::calendar {
namespace {

constexpr std::size_t kFewestToSuspect = 10;

bool is_live(const Meeting& meeting) {
  return meeting.state.status != MeetingStatus::cancelled &&
         meeting.state.status != MeetingStatus::completed;
}

class Planner {
 public:
  Planner(const SyncSituation& situation, const FetchResult& fetched)
      : situation_(situation), fetched_(fetched) {
    for (const Meeting& meeting : situation.known) {
      known_.emplace(meeting.facts.external_id, &meeting);
    }
  }

  SyncPlan plan() {
    compare_listed();
    collect_missing();
    pair_moved_meetings();
    for (const MeetingFacts* facts : added_) {
      add(ChangeKind::added, {}, *facts, "new in the calendar");
    }
    suspect();
    for (const Gone& gone : gone_) {
      add(ChangeKind::cancelled, gone.meeting->meeting_id, gone.meeting->facts, gone.cause);
    }
    std::sort(plan_.changes.begin(), plan_.changes.end(), [](const Change& a, const Change& b) {
      return std::tie(a.facts.start, a.facts.external_id) <
             std::tie(b.facts.start, b.facts.external_id);
    });
    return std::move(plan_);
  }

 private:
  struct Gone {
    const Meeting* meeting;
    std::string cause;
  };

  void add(ChangeKind kind, const std::string& meeting_id, const MeetingFacts& facts,
           const std::string& cause) {
    plan_.changes.push_back({kind, meeting_id, facts, cause});
  }

  void compare_listed() {
    std::unordered_map<std::string, const MeetingFacts*> listed;  // of one id the last wins
    for (const MeetingFacts& facts : fetched_.meetings) listed[facts.external_id] = &facts;
    for (const MeetingFacts& facts : fetched_.meetings) {
      if (listed[facts.external_id] != &facts) continue;
      listed_.insert(facts.external_id);
      const auto known = known_.find(facts.external_id);
      if (known != known_.end()) {
        compare(*known->second, facts);
      } else if (!facts.cancelled && situation_.window.overlaps(facts.start, facts.end)) {
        added_.push_back(&facts);
      }
    }
  }

  void compare(const Meeting& known, const MeetingFacts& facts) {
    const MeetingStatus status = known.state.status;
    if (facts.cancelled) {
      if (is_live(known)) {
        add(ChangeKind::cancelled, known.meeting_id, known.facts, "cancelled by the organizer");
      } else {
        ++plan_.unchanged;
      }
      return;
    }
    // What is over cannot be on again.
    if (status == MeetingStatus::cancelled && facts.end > situation_.now) {
      add(ChangeKind::revived, known.meeting_id, facts, "on again in the calendar");
    } else if (facts == known.facts) {
      ++plan_.unchanged;
    } else {
      add_changed(known, facts);
    }
  }

  void add_changed(const Meeting& known, const MeetingFacts& facts) {
    const bool moved = facts.start != known.facts.start || facts.end != known.facts.end;
    add(moved ? ChangeKind::moved : ChangeKind::updated, known.meeting_id, facts,
        moved ? "moved in the calendar" : "changed in the calendar");
  }

  // Both listings had to show it.
  bool in_both_windows(Instant start) const {
    return situation_.window.covers(start) && situation_.old_window &&
           situation_.old_window->covers(start);
  }

  void collect_missing() {
    const std::unordered_set<std::string> removed(fetched_.removed.begin(), fetched_.removed.end());
    const std::unordered_set<std::string> unreadable(fetched_.unreadable.begin(),
                                                     fetched_.unreadable.end());
    const std::unordered_set<std::string> series(fetched_.removed_series.begin(),
                                                 fetched_.removed_series.end());
    for (const Meeting& known : situation_.known) {
      const MeetingFacts& facts = known.facts;
      if (listed_.contains(facts.external_id)) continue;
      if (!is_live(known) || unreadable.contains(facts.external_id)) continue;
      const bool due = facts.start > situation_.now && in_both_windows(facts.start);
      if (due) ++coming_;
      if (removed.contains(facts.external_id) || series.contains(facts.series_id)) {
        gone_.push_back({&known, "removed from the calendar"});
      } else if (fetched_.complete && due) {
        gone_.push_back({&known, "missing from the calendar"});
        ++missing_;
      }
    }
  }

  // Takes out of `gone_` and `added_` what is one meeting under two ids.
  void pair_moved_meetings() {
    std::vector<const Meeting*> gone;
    for (const Gone& each : gone_) gone.push_back(each.meeting);
    const MovedBounds bounds{situation_.now, situation_.user_zone,
                             [this](Instant start) { return in_both_windows(start); }};
    std::unordered_set<const void*> paired;
    for (const MovedMeeting& each : pair_moved(gone, added_, bounds)) {
      add_changed(*each.known, *each.facts);
      paired.insert(each.known);
      paired.insert(each.facts);
    }
    std::erase_if(added_, [&](const MeetingFacts* each) { return paired.contains(each); });
    std::erase_if(gone_, [&](const Gone& each) {
      if (!paired.contains(each.meeting)) return false;
      if (each.cause.starts_with("missing")) --missing_;
      return true;
    });
  }

  // A file or feed only: those carry a content hash.
  void suspect() {
    if (!fetched_.complete || fetched_.content_hash.empty()) return;
    for (const Meeting& known : situation_.known) {
      const bool listed = listed_.contains(known.facts.external_id);
      if (listed && is_live(known) && known.facts.start > situation_.now &&
          in_both_windows(known.facts.start)) {
        ++coming_;
      }
    }
    if (coming_ < kFewestToSuspect || 2 * missing_ <= coming_) return;
    plan_.suspicious = "the calendar suddenly lacks " + std::to_string(missing_) + " of " +
                       count_of(static_cast<long long>(coming_), "coming meeting");
  }

  const SyncSituation& situation_;
  const FetchResult& fetched_;
  SyncPlan plan_;
  std::unordered_map<std::string, const Meeting*> known_;
  std::unordered_set<std::string> listed_;
  std::vector<const MeetingFacts*> added_;
  std::vector<Gone> gone_;
  std::size_t coming_ = 0;
  std::size_t missing_ = 0;
};

}  // namespace

SyncPlan plan_sync(const SyncSituation& situation, const FetchResult& fetched) {
  if (!fetched.unchanged) return Planner(situation, fetched).plan();
  SyncPlan out;
  out.unchanged = static_cast<int>(
      std::count_if(situation.known.begin(), situation.known.end(), [&](const Meeting& known) {
        return known.state.status != MeetingStatus::cancelled &&
               situation.window.overlaps(known.facts.start, known.facts.end);
      }));
  return out;
}

}  // namespace execassist::calendar
