#include "app/tick.hpp"

#include "app/arrivals.hpp"
#include "app/redrawing.hpp"
#include "store/job_repository.hpp"

namespace execassist::app {
namespace {

void add(DeliveryReport& all, DeliveryReport more) {
  all.sent += more.sent;
  all.failed += more.failed;
  all.dead += more.dead;
  all.deferred += more.deferred;
  all.suppressed += more.suppressed;
  for (Notification& each : more.notifications) all.notifications.push_back(std::move(each));
  if (!all.misconfigured) all.misconfigured = std::move(more.misconfigured);
}

}  // namespace

std::optional<ErrorKind> verdict_of(const DeliveryReport& report) {
  if (report.misconfigured) return ErrorKind::configuration;
  if (report.failed > 0 || report.dead > 0) return ErrorKind::partial;
  return std::nullopt;
}

std::optional<ErrorKind> verdict_of(const BuildReport& report) {
  if (report.failed.empty()) return std::nullopt;
  return ErrorKind::partial;
}

std::optional<ErrorKind> TickReport::verdict() const {
  const std::optional<ErrorKind> parts[] = {verdict_of(notify), verdict_of(remind.delivery),
                                            verdict_of(builds), sync.verdict()};
  for (const auto& part : parts) {
    if (part == ErrorKind::configuration) return part;
  }
  for (const auto& part : parts) {
    if (part) return part;
  }
  return std::nullopt;
}

TickReport run_tick(const Scope& scope) { return tick_after(scope, sync_calendars(scope, false)); }

TickReport tick_after(const Scope& scope, SyncReport sync) {
  TickReport report;
  report.sync = std::move(sync);
  scope.say("classifying");
  report.classify = classify_what_needs_it(scope);
  // Before what the time decides: silence is no answer to a notice that never arrived.
  ask_about_arrivals(scope);
  scope.say("looking for meetings to prepare");
  report.prep = trigger_preps(scope);
  report.notify = deliver(
      scope, {NotificationKind::prep, NotificationKind::escalation, NotificationKind::change,
              NotificationKind::alert, NotificationKind::test, NotificationKind::materials,
              NotificationKind::question, NotificationKind::nudge, NotificationKind::reply});
  report.remind = remind(scope);
  // Last: sources may be slow, and nobody's notice waits for them.
  queue_rebuilds(scope);
  report.builds = advance_builds(scope);
  clean_up(scope);
  if (!report.builds.built.empty() || !report.builds.failed.empty()) {
    add(report.notify, deliver(scope, {NotificationKind::materials, NotificationKind::alert}));
  }
  if (!scope.dry_run) redraw_due(scope);
  return report;
}

void record_job(const Scope& scope, const std::string& job, Instant started,
                const std::optional<ErrorKind>& verdict) {
  store::JobRun run;
  run.job = job;
  run.started_at = started;
  run.finished_at = scope.now();
  run.pretended = scope.edges.clock().pretended();
  run.outcome = verdict ? "partial" : "done";
  auto transaction = scope.database.begin();
  store::JobRepository(scope.database).record(transaction, run);
  transaction.commit();
}

void refuse_pretended_clock(const Scope& scope) {
  if (scope.dry_run || !scope.edges.clock().pretended()) return;
  const auto first = store::JobRepository(scope.database).first();
  if (!first || first->pretended) return;
  throw Error(ErrorKind::usage,
              "--now: this store lives by the machine's clock, so another time would confuse it",
              "add --dry-run, or use another store with --db");
}

}  // namespace execassist::app
