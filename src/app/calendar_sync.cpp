#include "app/calendar_sync.hpp"

#include "app/sync_changes.hpp"
#include "calendar/sync_plan.hpp"
#include "store/calendar_repository.hpp"
#include "store/meeting_repository.hpp"

#include <execassist/base/identifier.hpp>
#include <execassist/base/log.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>

namespace execassist::app {
namespace {

constexpr Seconds kBeyondLongestLead = hours{48};
constexpr Seconds kHorizonMargin = days{2};
constexpr Seconds kSuspicionTime = hours{1};

// Raised when the same calendar would be read differently, so that an unchanged file is read again.
constexpr const char* kReading = "1";

Window sync_window(const Scope& scope, Instant now) {
  const Seconds ahead = std::max<Seconds>(days{scope.settings.sync.days_ahead},
                                          scope.rules.longest_prep_lead() + kBeyondLongestLead);
  return {now - days{scope.settings.sync.days_behind}, now + ahead};
}

std::string fingerprint_of(const Scope& scope, const User& user) {
  return sha256_hex(join({kReading, user.time_zone.name(), user.email, scope.rules.fingerprint,
                          std::to_string(scope.settings.sync.days_ahead),
                          std::to_string(scope.settings.sync.days_behind)},
                         "\n"));
}

std::vector<Meeting> known_meetings(const Scope& scope, const std::string& user_id,
                                    const std::string& calendar_id) {
  store::MeetingFilter filter;
  filter.user_id = user_id;
  filter.calendar_id = calendar_id;
  return store::MeetingRepository(scope.database).list(filter);
}

// One calendar of one user, once.
class CalendarSync {
 public:
  CalendarSync(const Scope& scope, const UserSettings& user, const CalendarSettings& calendar,
               bool full)
      : scope_(scope), user_(user), calendar_(calendar), full_(full), now_(scope.now()) {
    record_.user_id = user.user.id;
    record_.calendar_id = calendar.id;
    if (auto stored = store::CalendarRepository(scope.database).load(user.user.id, calendar.id)) {
      record_ = *stored;
    }
    record_.last_attempt_at = now_;
  }

  void run(UserSync& report) {
    calendar::SyncPlan plan;
    try {
      const auto source = scope_.edges.source(user_, calendar_);
      plan = fetch_and_plan(*source, report);
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::interrupted || error.kind() == ErrorKind::terminated) throw;
      fail(error, report);
      return;
    }
    // What the store itself refuses (locked, full) concerns every calendar: it ends the command.
    store(plan, report);
  }

 private:
  calendar::SyncPlan fetch_and_plan(CalendarSource& source, UserSync& report) {
    const Window window = sync_window(scope_, now_);
    const std::string fingerprint = fingerprint_of(scope_, user_.user);
    const bool still_covers =
        record_.horizon && window.end <= *record_.horizon && record_.fingerprint == fingerprint;

    FetchRequest request;
    request.window = {window.start, window.end + kHorizonMargin};
    request.user_zone = user_.user.time_zone;
    if (still_covers && !full_) request.cursor = record_.cursor;
    const auto known = known_meetings(scope_, user_.user.id, calendar_.id);
    for (const Meeting& meeting : known) request.known.insert(meeting.facts.external_id);

    const FetchResult fetched = source.fetch(request);
    for (const std::string& warning : fetched.warnings) {
      report.warnings.push_back(calendar_.id + ": " + warning);
    }

    calendar::SyncSituation situation{known, std::nullopt, request.window, now_,
                                      user_.user.time_zone};
    if (record_.window_start && record_.horizon) {
      situation.old_window = Window{*record_.window_start, *record_.horizon};
    }
    calendar::SyncPlan plan;
    if (fetched.unchanged) {
      plan.unchanged =
          static_cast<int>(std::count_if(known.begin(), known.end(), [&](const Meeting& each) {
            return each.state.status != MeetingStatus::cancelled &&
                   request.window.overlaps(each.facts.start, each.facts.end);
          }));
    } else {
      plan = calendar::plan_sync(situation, fetched);
      if (plan.suspicious && !full_) refuse_unless_seen_for_long(fetched, *plan.suspicious);
      // What only lists changes does not show what has come within reach.
      if (fetched.complete) {
        record_.window_start = request.window.start;
        record_.horizon = request.window.end;
      }
    }
    record_.cursor = fetched.cursor;
    record_.fingerprint = fingerprint;
    return plan;
  }

  // A file that suddenly lacks most of its meetings may be half written or the wrong one.
  void refuse_unless_seen_for_long(const FetchResult& fetched, const std::string& what) {
    if (record_.held_hash == fetched.content_hash && record_.held_since &&
        now_ - *record_.held_since >= kSuspicionTime) {
      return;
    }
    if (record_.held_hash != fetched.content_hash || !record_.held_since) {
      record_.held_hash = fetched.content_hash;
      record_.held_since = now_;
    }
    throw Error(ErrorKind::failed, what + ": held back until it has looked so for an hour",
                "if it is right: execassist sync --full");
  }

  void store(const calendar::SyncPlan& plan, UserSync& report) {
    record_.held_hash.clear();
    record_.held_since.reset();
    record_.last_error.clear();
    record_.last_success_at = now_;
    if (!record_.first_success_at) record_.first_success_at = now_;

    store::CalendarRepository calendars(scope_.database);
    auto transaction = scope_.database.begin();
    if (!calendars.store_success(transaction, record_)) {
      log(LogLevel::info, {{"user_id", user_.user.id}, {"calendar_id", calendar_.id}},
          "another sync was faster: this answer is dropped");
      return;
    }
    const SyncCounts counts = apply_changes(scope_, transaction, user_, calendar_, plan.changes);
    transaction.commit();
    report.added += counts.added;
    report.updated += counts.updated;
    report.moved += counts.moved;
    report.cancelled += counts.cancelled;
    report.unchanged += plan.unchanged;
  }

  void fail(const Error& error, UserSync& report) {
    report.errors.push_back({calendar_.id, error.kind(), one_line(error.message()), error.hint()});
    record_.last_error = one_line(error.message());
    log(LogLevel::info, {{"user_id", user_.user.id}, {"calendar_id", calendar_.id}},
        "sync failed: " + error.message());
    auto transaction = scope_.database.begin();
    store::CalendarRepository(scope_.database).store_failure(transaction, record_);
    transaction.commit();
  }

  const Scope& scope_;
  const UserSettings& user_;
  const CalendarSettings& calendar_;
  bool full_;
  Instant now_;
  store::CalendarRecord record_;
};

}  // namespace

int SyncReport::failed_syncs() const {
  return static_cast<int>(std::count_if(users.begin(), users.end(),
                                        [](const UserSync& user) { return user.failed(); }));
}

std::optional<ErrorKind> SyncReport::verdict() const {
  std::vector<ErrorKind> kinds;
  for (const UserSync& user : users) {
    for (const SourceError& error : user.errors) kinds.push_back(error.kind);
  }
  if (kinds.empty()) return std::nullopt;
  const bool none_worked = static_cast<int>(kinds.size()) == sources;
  const bool alike = std::all_of(kinds.begin(), kinds.end(),
                                 [&](ErrorKind kind) { return kind == kinds.front(); });
  const bool has_code =
      kinds.front() == ErrorKind::sign_in_needed || kinds.front() == ErrorKind::try_again;
  return none_worked && alike && has_code ? kinds.front() : ErrorKind::partial;
}

SyncReport sync_calendars(const Scope& scope, bool full) {
  SyncReport report;
  for (const UserSettings* user : scope.users()) {
    UserSync& of_user = report.users.emplace_back();
    of_user.user_id = user->user.id;
    std::vector<std::string> order;
    for (const CalendarSettings& calendar : user->calendars) {
      scope.say("reading " + calendar.id + " of " + user->user.id);
      CalendarSync(scope, *user, calendar, full).run(of_user);
      order.push_back(calendar.id);
      ++report.sources;
    }
    auto transaction = scope.database.begin();
    store::MeetingRepository(scope.database).mark_duplicates(transaction, user->user.id, order);
    transaction.commit();
  }
  return report;
}

}  // namespace execassist::app
