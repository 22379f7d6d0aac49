#include "app/preparation.hpp"
#include "cli/commands.hpp"
#include "cli/job_report.hpp"
#include "cli/views.hpp"
#include "cli/workplace.hpp"

namespace execassist::cli {
namespace {

int run_prep(Invocation& call) {
  const Instant started = call.now();
  Workplace workplace(call);
  const app::PrepReport report = app::trigger_preps(workplace.scope());
  app::queue_rebuilds(workplace.scope());
  const app::BuildReport builds = app::advance_builds(workplace.scope());
  app::record_job(workplace.scope(), "prep", started, app::verdict_of(builds));
  tell_prep(call, report);
  tell_builds(call, builds);
  call.out.json(prep_json(report, builds));
  return code_of(app::verdict_of(builds));
}

}  // namespace

const CommandDesc kPrep{
    .path = {"prep"},
    .summary = "start the preparation of every meeting whose time has come",
    .doc =
        "Every meeting whose trigger time has passed and which has not begun is scheduled for "
        "preparation, "
        "and its notification is queued in the same transaction; \"notify\" delivers it. Meetings "
        "that "
        "ended become completed; preparations without a reaction until their deadline end. Then "
        "the "
        "materials of every meeting whose preparation is over are written and archived; those of a "
        "meeting that has changed since are written anew.",
    .examples = {{"execassist prep && execassist notify", "two steps of what run does"},
                 {"execassist prep --dry-run --json",
                  "which meetings it would be, and which are skipped and why"}},
    .exit_codes = {3},
    .needs = Needs::store,
    .audience = Audience::cron,
    .run = run_prep,
};

}  // namespace execassist::cli
