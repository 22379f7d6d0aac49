#include "app/foresight.hpp"

#include "app/foreseen_edges.hpp"
#include "app/foresight_reason.hpp"
#include "app/next_due.hpp"
#include "notify/meeting_words.hpp"
#include "render/when.hpp"
#include "store/meeting_repository.hpp"
#include "store/outbox_repository.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace execassist::app {
namespace {

constexpr Seconds kLongestRest = hours{24};  // a run without need once a day costs nothing

class Foreseeing {
 public:
  Foreseeing(const Scope& scope, Seconds ahead)
      : real_(scope), edges_(scope.edges, scope.now() + ahead), scope_(imagined(scope, edges_)) {
    result_.from = scope.now();
    result_.until = scope.now() + ahead;
  }

  Foresight run() {
    note_settled();
    Instant at = result_.from;
    take(run_tick(scope_), true);
    for (at = next_run(at); at < result_.until; at = next_run(at)) {
      real_.say("looking ahead to " + format_date(Zone::utc().date_of(at)));
      edges_.move_to(at);
      take(tick_after(scope_, sync()), false);
    }
    edges_.move_to(result_.until);
    list_what_is_left();
    std::stable_sort(
        result_.messages.begin(), result_.messages.end(),
        [](const ForeseenMessage& a, const ForeseenMessage& b) { return a.at < b.at; });
    return std::move(result_);
  }

 private:
  static Scope imagined(const Scope& real, Edges& edges) {
    return {real.settings, real.rules, real.database, edges, real.user_id, false, {}};
  }

  // On the grid of runs: the first one at which there may be something to do.
  Instant next_run(Instant last) {
    edges_.move_to(last);
    const Instant due = next_due(scope_, last + kLongestRest).value_or(last + kLongestRest);
    const auto steps = (due - last + kForeseenStep - Seconds{1}) / kForeseenStep;
    return last + std::max<decltype(steps)>(steps, 1) * kForeseenStep;
  }

  // Where nothing can be new, it is only noted that the calendars were read.
  SyncReport sync() {
    if (!telling_sync_) telling_sync_ = next_telling_sync(scope_);
    if (!telling_sync_ || scope_.now() < *telling_sync_) {
      note_idle_sync(scope_);
      return {};
    }
    telling_sync_.reset();
    SyncReport report = sync_calendars(scope_, false);
    for (const UserSync& user : report.users) note_errors(user);
    return report;
  }

  void note_errors(const UserSync& user) {
    for (const SourceError& error : user.errors) {
      const bool known = !known_errors_.insert(user.user_id + "\n" + error.calendar_id).second;
      if (!known) result_.later_errors.push_back(error);
    }
  }

  void take(TickReport tick, bool first) {
    ++result_.runs;
    for (const DeliveryReport* report : {&tick.notify, &tick.remind.delivery}) {
      if (!result_.misconfigured) result_.misconfigured = report->misconfigured;
      for (const Notification& each : report->notifications) note(each);
    }
    if (!first) return;
    for (const UserSync& user : tick.sync.users) {
      for (const SourceError& error : user.errors) {
        known_errors_.insert(user.user_id + "\n" + error.calendar_id);
      }
    }
    result_.first = std::move(tick);
  }

  void note(const Notification& each) {
    const UserSettings* user = scope_.settings.find_user(each.user_id);
    if (!user) return;
    if (each.state == NotificationState::pending) {
      add_delay(delays_[each.notification_id],
                delay_in_words(scope_, each, user->user, scope_.now()));
    }
    if (each.state != NotificationState::sent || !each.sent_at) return;
    if (!told_.insert(each.notification_id).second) return;
    const auto meeting = meeting_of(each);
    result_.messages.push_back(
        {*each.sent_at, each.user_id, each.kind, each.channel.value_or(""), each.meeting_id,
         title_of(meeting),
         one_line(reason_in_words(scope_, each, meeting ? &*meeting : nullptr, user->user,
                                  delays_[each.notification_id])),
         each.text});
  }

  static void add_delay(std::string& delays, const std::string& delay) {
    if (delays.ends_with(delay)) return;
    if (!delays.empty()) delays += "; ";
    delays += delay;
  }

  std::optional<Meeting> meeting_of(const Notification& notification) const {
    if (!notification.meeting_id) return std::nullopt;
    return store::MeetingRepository(scope_.database).load(*notification.meeting_id);
  }

  static std::string title_of(const std::optional<Meeting>& meeting) {
    return meeting ? notify::title_of(meeting->facts) : std::string();
  }

  // What had come to an end before is no news.
  void note_settled() {
    store::OutboxFilter filter;
    filter.user_id = scope_.user_id;
    filter.states = {NotificationState::suppressed, NotificationState::dead};
    for (const Notification& each : store::OutboxRepository(scope_.database).list(filter)) {
      settled_.insert(each.notification_id);
    }
  }

  void list_what_is_left() {
    store::OutboxFilter filter;
    filter.user_id = scope_.user_id;
    for (const NotificationState state :
         {NotificationState::dead, NotificationState::suppressed, NotificationState::pending}) {
      filter.states = {state};
      for (const Notification& each : store::OutboxRepository(scope_.database).list(filter)) {
        if (!settled_.contains(each.notification_id)) list_as_left(each);
      }
    }
  }

  void list_as_left(const Notification& each) {
    UnsentMessage left{
        each.user_id,          each.kind,   each.state, each.meeting_id, title_of(meeting_of(each)),
        one_line(each.reason), std::nullopt};
    if (each.state == NotificationState::pending) {
      left.due_at = each.next_attempt_at;
      left.reason = delays_[each.notification_id];
      if (left.reason.empty()) left.reason = "it is not due before";
    }
    result_.left.push_back(std::move(left));
  }

  const Scope& real_;
  ForeseenEdges edges_;
  Scope scope_;
  Foresight result_;
  std::optional<Instant> telling_sync_;
  std::set<std::string> known_errors_;         // user and calendar
  std::set<std::string> settled_;              // notifications that were at an end before
  std::set<std::string> told_;                 // notifications that are in the list
  std::map<std::string, std::string> delays_;  // by notification, in words
};

}  // namespace

std::optional<ErrorKind> Foresight::verdict() const {
  if (misconfigured) return ErrorKind::configuration;
  const auto first_sync = first.sync.verdict();
  if (first_sync || later_errors.empty()) return first_sync;
  return ErrorKind::partial;
}

Foresight foresee(const Scope& scope, Seconds ahead) { return Foreseeing(scope, ahead).run(); }

}  // namespace execassist::app
