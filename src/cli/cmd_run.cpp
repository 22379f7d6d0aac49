#include "app/tick.hpp"
#include "cli/commands.hpp"
#include "cli/job_report.hpp"
#include "cli/views.hpp"
#include "cli/workplace.hpp"

#include <execassist/base/error.hpp>

namespace execassist::cli {
namespace {

std::unique_ptr<HeldLock> lock_runs(Invocation& call, const std::string& store) {
  if (call.global.dry_run) return nullptr;
  auto lock = call.edges.files().try_lock(store + ".run.lock");
  if (!lock) {
    throw Error(ErrorKind::try_again, "run: another run is at work on this store",
                "leave it to the next one");
  }
  return lock;
}

int run_run(Invocation& call) {
  const Instant started = call.now();
  Workplace workplace(call);
  const app::Scope& scope = workplace.scope();
  const auto lock = lock_runs(call, store_path(call, workplace.settings()));
  const app::TickReport report = app::run_tick(scope);
  app::record_job(scope, "run", started, report.verdict());

  tell_sync(call, report.sync);
  tell_builds(call, report.builds);
  tell_delivery(call, report.notify);
  tell_delivery(call, report.remind.delivery);
  const bool person_watches = call.edges.terminal().err_is_terminal();
  if (person_watches || call.global.dry_run) {
    call.out.talk((call.global.dry_run ? "would be: " : "run: ") + summary_of(report));
  }
  wire::Json json;
  json.set("sync", sync_json(report.sync));
  json.set("classify", classify_json(report.classify));
  json.set("prep", prep_json(report.prep, report.builds));
  json.set("notify", delivery_json(report.notify));
  json.set("remind", remind_json(report.remind));
  print_result(call, scope, json, {&report.notify, &report.remind.delivery});
  return code_of(report.verdict());
}

}  // namespace

const CommandDesc kRun{
    .path = {"run"},
    .summary = "one whole tick: sync, classify, prep, notify, remind",
    .doc =
        "Reads the calendars, types what is new, starts the preparation of every meeting whose "
        "time has "
        "come, delivers what is owed, reminds, and writes the materials of what is prepared. Meant "
        "for cron or a systemd timer, every few "
        "minutes; "
        "it can be repeated, overlapped, killed or run late, and the next run carries on.\n\n"
        "It says nothing when nothing happened. With the channel \"terminal\" the messages are "
        "written "
        "to stdout, which cron mails. Only one run at a time works on a store: another one exits "
        "with 75.",
    .examples = {{"*/5 * * * * execassist run", "a crontab line"},
                 {"execassist run --dry-run",
                  "what would happen now, sending and writing nothing"}},
    .exit_codes = {3, 4, 75},
    .needs = Needs::store,
    .audience = Audience::cron,
    .run = run_run,
};

}  // namespace execassist::cli
