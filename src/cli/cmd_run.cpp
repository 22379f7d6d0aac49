#include "app/foresight.hpp"
#include "app/tick.hpp"
#include "cli/commands.hpp"
#include "cli/foresight_view.hpp"
#include "cli/job_report.hpp"
#include "cli/views.hpp"
#include "cli/workplace.hpp"

#include <execassist/base/error.hpp>

namespace execassist::cli {
namespace {

constexpr long long kMostDaysAhead = 60;

std::unique_ptr<HeldLock> lock_runs(Invocation& call, const std::string& store) {
  if (call.global.dry_run) return nullptr;
  auto lock = call.edges.files().try_lock(store + ".run.lock");
  if (!lock) {
    throw Error(ErrorKind::try_again, "run: another run is at work on this store",
                "leave it to the next one");
  }
  return lock;
}

wire::Json tick_json(const app::TickReport& report) {
  wire::Json json;
  json.set("sync", sync_json(report.sync));
  json.set("classify", classify_json(report.classify));
  json.set("prep", prep_json(report.prep, report.builds));
  json.set("notify", delivery_json(report.notify));
  json.set("remind", remind_json(report.remind));
  return json;
}

int look_ahead(Invocation& call, int days_ahead) {
  if (!call.global.dry_run) {
    throw Error(ErrorKind::usage, "run: --days only looks ahead, and sends nothing",
                "add --dry-run: execassist run --dry-run --days " + std::to_string(days_ahead));
  }
  Workplace workplace(call);
  const app::Foresight foresight = app::foresee(workplace.scope(), days{days_ahead});
  call.out.end_progress();
  tell_sync(call, foresight.first.sync);
  tell_foresight_problems(call, foresight);
  print_foresight(call, workplace.scope(), foresight);
  wire::Json json = tick_json(foresight.first);
  add_foresight_json(json, foresight);
  call.out.json(json);
  return code_of(foresight.verdict());
}

int run_run(Invocation& call) {
  const auto days_ahead = call.integer("--days", 1, kMostDaysAhead);
  if (days_ahead) return look_ahead(call, static_cast<int>(*days_ahead));
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
  print_result(call, scope, tick_json(report), {&report.notify, &report.remind.delivery});
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
        "with 75.\n\n"
        "With --dry-run --days N it lists what the runs of the coming days would send, when, to "
        "whom, on which channel and why, and what they would not send. That is what the same code "
        "does to a copy of the store, with `run` every five minutes from now on, if nobody reacts, "
        "every channel accepts, and the calendars stay as they are; an SMS is shorter than its "
        "text here. The calendars are read now, and no context source is asked.",
    .options = {{.name = "--days",
                 .value_name = "N",
                 .doc = "Look that many days (of 24 hours) ahead, 60 at most; goes with --dry-run.",
                 .kind = OptionKind::value}},
    .examples = {{"*/5 * * * * execassist run", "a crontab line"},
                 {"execassist run --dry-run", "what would happen now, sending and writing nothing"},
                 {"execassist run --dry-run --days 3", "who would hear of what, and when"}},
    .exit_codes = {3, 4, 75},
    .needs = Needs::store,
    .audience = Audience::cron,
    .run = run_run,
};

}  // namespace execassist::cli
