#include "app/calendar_sync.hpp"

#include "app/sign_in.hpp"
#include "app/sign_in_alert.hpp"
#include "app/sync_changes.hpp"
#include "app/worker_pool.hpp"
#include "calendar/sync_plan.hpp"
#include "store/calendar_repository.hpp"
#include "store/meeting_repository.hpp"

#include <execassist/base/identifier.hpp>
#include <execassist/base/log.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <exception>
#include <map>
#include <memory>
#include <utility>

namespace execassist::app {
namespace {

constexpr Seconds kBeyondLongestLead = hours{48};
constexpr Seconds kHorizonMargin = days{2};
constexpr Seconds kSuspicionTime = hours{1};

// Raised when the same calendar would be read differently, so that an unchanged file is read again.
constexpr const char* kReading = "1";

constexpr std::size_t kSourcesAtOnce = 8;

Window sync_window(const Scope& scope, Instant now) {
  const Seconds ahead = std::max<Seconds>(days{scope.settings.sync.days_ahead},
                                          scope.rules.longest_prep_lead() + kBeyondLongestLead);
  return {now - days{scope.settings.sync.days_behind}, now + ahead};
}

// Which calendar it is: signed in with another account, "primary" is another one.
std::string identity_of(const CalendarSettings& calendar, const std::string& account) {
  return sha256_hex(join({calendar.calendar, account}, "\n")) + "/";
}

// Which calendar it is, and how it is read.
std::string fingerprint_of(const Scope& scope, const User& user, const std::string& identity) {
  return identity +
         sha256_hex(join({kReading, user.time_zone.name(), user.email, scope.rules.fingerprint,
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

// Of the calendars in scope that are known.
std::vector<store::CalendarRecord> records_in(const Scope& scope) {
  const store::CalendarRepository calendars(scope.database);
  std::vector<store::CalendarRecord> records;
  for (const UserSettings* user : scope.users()) {
    for (const CalendarSettings& calendar : user->calendars) {
      if (auto record = calendars.load(user->user.id, calendar.id)) records.push_back(*record);
    }
  }
  return records;
}

// One calendar of one user, once: prepared and stored by the owner of the store, fetched by
// whatever thread is free.
class CalendarSync {
 public:
  // Throws Error{configuration}: a setting that the source needs is missing.
  CalendarSync(const Scope& scope, const UserSettings& user, const CalendarSettings& calendar,
               bool full)
      : scope_(scope), user_(user), calendar_(calendar), full_(full), now_(scope.now()) {
    try {
      source_ = scope.edges.source(user, calendar);
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::configuration) throw;
      failure_ = error;
    }
  }

  void prepare(const std::string& account) {
    record_.user_id = user_.user.id;
    record_.calendar_id = calendar_.id;
    if (auto stored =
            store::CalendarRepository(scope_.database).load(user_.user.id, calendar_.id)) {
      record_ = *stored;
    }
    record_.last_attempt_at = now_;
    const Window window = sync_window(scope_, now_);
    const std::string identity = identity_of(calendar_, account);
    fingerprint_ = fingerprint_of(scope_, user_.user, identity);
    const bool still_covers =
        record_.horizon && window.end <= *record_.horizon && record_.fingerprint == fingerprint_;
    request_.window = {window.start, window.end + kHorizonMargin};
    request_.user_zone = user_.user.time_zone;
    request_.full = full_;
    if (still_covers && !full_) request_.cursor = record_.cursor;
    if (record_.fingerprint.starts_with(identity)) request_.last_cursor = record_.cursor;
    known_ = known_meetings(scope_, user_.user.id, calendar_.id);
    for (const Meeting& meeting : known_) request_.known.insert(meeting.facts.external_id);
  }

  // Touches nothing but the source.
  void fetch() {
    if (failure_) return;
    try {
      fetched_ = source_->fetch(request_);
    } catch (const Error& error) {
      failure_ = error;
    } catch (const std::exception& error) {
      failure_ = Error(ErrorKind::failed, std::string("unexpected: ") + error.what());
    }
  }

  // What the store itself refuses (locked, full) concerns every calendar: it ends the command.
  void finish(UserSync& report) {
    calendar::SyncPlan plan;
    try {
      if (failure_) throw Error(*failure_);
      plan = make_plan(report);
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::interrupted || error.kind() == ErrorKind::terminated) throw;
      fail(error, report);
      return;
    }
    store(plan, report);
  }

 private:
  calendar::SyncPlan make_plan(UserSync& report) {
    const FetchResult& fetched = fetched_;
    for (const std::string& warning : fetched.warnings) {
      report.warnings.push_back(calendar_.id + ": " + warning);
    }

    calendar::SyncSituation situation{known_, std::nullopt, request_.window, now_,
                                      user_.user.time_zone};
    if (record_.window_start && record_.horizon) {
      situation.old_window = Window{*record_.window_start, *record_.horizon};
    }
    calendar::SyncPlan plan;
    if (fetched.unchanged) {
      plan.unchanged =
          static_cast<int>(std::count_if(known_.begin(), known_.end(), [&](const Meeting& each) {
            return each.state.status != MeetingStatus::cancelled &&
                   request_.window.overlaps(each.facts.start, each.facts.end);
          }));
    } else {
      plan = calendar::plan_sync(situation, fetched);
      if (plan.suspicious && !full_) refuse_unless_seen_for_long(fetched, *plan.suspicious);
      // What only lists changes does not show what has come within reach.
      if (fetched.complete) {
        record_.window_start = request_.window.start;
        record_.horizon = request_.window.end;
      }
    }
    record_.cursor = fetched.cursor;
    record_.fingerprint = fingerprint_;
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
    std::optional<Grant> dead;
    if (error.kind() == ErrorKind::sign_in_needed) dead = grant_of(scope_, user_.user.id);
    auto transaction = scope_.database.begin();
    store::CalendarRepository(scope_.database).store_failure(transaction, record_);
    if (dead) queue_sign_in_alert(scope_, transaction, *dead, not_working());
    transaction.commit();
  }

  NotWorking not_working() const {
    return {record_.last_error, record_.last_success_at.value_or(Instant{})};
  }

  const Scope& scope_;
  const UserSettings& user_;
  const CalendarSettings& calendar_;
  bool full_;
  Instant now_;
  std::unique_ptr<CalendarSource> source_;
  store::CalendarRecord record_;
  std::string fingerprint_;
  std::vector<Meeting> known_;
  FetchRequest request_;
  FetchResult fetched_;
  std::optional<Error> failure_;
};

// All calendars in scope: several are out at once, their answers are stored one after another,
// those of one user in the order of the configuration.
class SyncRun {
 public:
  SyncRun(const Scope& scope, bool full) : scope_(scope) {
    for (const UserSettings* user : scope.users()) {
      users_.push_back({user, jobs_.size()});
      report_.users.emplace_back().user_id = user->user.id;
      for (const CalendarSettings& calendar : user->calendars) {
        jobs_.push_back({users_.size() - 1, &calendar,
                         std::make_unique<CalendarSync>(scope, *user, calendar, full), false});
      }
    }
    report_.sources = static_cast<int>(jobs_.size());
  }

  SyncReport run() {
    for (std::size_t user = 0; user < users_.size(); ++user) store_answers_of(user);
    WorkerPool pool(kSourcesAtOnce);
    std::size_t started = 0;
    for (std::size_t ended = 0; ended < jobs_.size(); ++ended) {
      while (started < jobs_.size() && pool.has_room()) {
        Job& job = jobs_[started];
        scope_.say("reading " + job.calendar->id + " of " + users_[job.user].settings->user.id);
        job.sync->prepare(account_of(job));
        pool.start(started++, [&job] { job.sync->fetch(); });
      }
      Job& job = jobs_[pool.wait()];
      job.fetched = true;
      store_answers_of(job.user);
    }
    scope_.edges.tidy_feeds();
    return std::move(report_);
  }

 private:
  struct Job {
    std::size_t user;
    const CalendarSettings* calendar;
    std::unique_ptr<CalendarSync> sync;
    bool fetched;
  };
  struct UserJobs {
    const UserSettings* settings;
    std::size_t next;  // in jobs_: the first whose answer is not stored yet
    bool closed = false;
  };

  void store_answers_of(std::size_t index) {
    UserJobs& user = users_[index];
    while (belongs_to(user.next, index) && jobs_[user.next].fetched) {
      jobs_[user.next].sync->finish(report_.users[index]);
      jobs_[user.next].sync.reset();
      ++user.next;
    }
    if (user.closed || belongs_to(user.next, index)) return;
    user.closed = true;
    std::vector<std::string> order;
    for (const CalendarSettings& calendar : user.settings->calendars) order.push_back(calendar.id);
    auto transaction = scope_.database.begin();
    store::MeetingRepository(scope_.database)
        .mark_duplicates(transaction, user.settings->user.id, order);
    transaction.commit();
  }

  // The vault is asked once, and only where there is a Google calendar.
  std::string account_of(const Job& job) {
    if (job.calendar->kind != kGoogle) return {};
    if (!accounts_) {
      accounts_.emplace();
      for (const Grant& grant : scope_.edges.token_vault().list()) {
        (*accounts_)[grant.key.user_id] = grant.account;
      }
    }
    return (*accounts_)[users_[job.user].settings->user.id];
  }

  bool belongs_to(std::size_t job, std::size_t user) const {
    return job < jobs_.size() && jobs_[job].user == user;
  }

  const Scope& scope_;
  std::vector<UserJobs> users_;
  std::vector<Job> jobs_;
  std::optional<std::map<std::string, std::string>> accounts_;  // by user
  SyncReport report_;
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
  if (std::find(kinds.begin(), kinds.end(), ErrorKind::configuration) != kinds.end()) {
    return ErrorKind::configuration;
  }
  const bool none_worked = static_cast<int>(kinds.size()) == sources;
  const bool alike = std::all_of(kinds.begin(), kinds.end(),
                                 [&](ErrorKind kind) { return kind == kinds.front(); });
  const bool has_code =
      kinds.front() == ErrorKind::sign_in_needed || kinds.front() == ErrorKind::try_again;
  return none_worked && alike && has_code ? kinds.front() : ErrorKind::partial;
}

SyncReport sync_calendars(const Scope& scope, bool full) { return SyncRun(scope, full).run(); }

std::optional<Instant> next_telling_sync(const Scope& scope) {
  const Instant now = scope.now();
  const Seconds ahead = sync_window(scope, now).end - now;
  std::optional<Instant> next;
  for (const store::CalendarRecord& record : records_in(scope)) {
    std::optional<Instant> at;
    if (record.held_since) {
      at = *record.held_since + kSuspicionTime;
    } else if (record.last_error.empty() && record.horizon) {
      at = *record.horizon - ahead + Seconds{1};
    }
    if (at && (!next || *at < *next)) next = at;
  }
  return next;
}

void note_idle_sync(const Scope& scope) {
  store::CalendarRepository calendars(scope.database);
  auto transaction = scope.database.begin();
  for (store::CalendarRecord& record : records_in(scope)) {
    if (!record.last_error.empty()) continue;
    record.last_attempt_at = record.last_success_at = scope.now();
    calendars.store_success(transaction, record);
  }
  transaction.commit();
}

}  // namespace execassist::app
