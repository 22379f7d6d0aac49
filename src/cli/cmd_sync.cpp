#include "app/calendar_sync.hpp"
#include "cli/commands.hpp"
#include "cli/job_report.hpp"
#include "cli/views.hpp"
#include "cli/workplace.hpp"

namespace execassist::cli {
namespace {

int run_sync(Invocation& call) {
  const Instant started = call.now();
  Workplace workplace(call);
  const app::SyncReport report = app::sync_calendars(workplace.scope(), call.flag("--full"));
  app::record_job(workplace.scope(), "sync", started, report.verdict());

  tell_sync(call, report);
  for (const app::UserSync& user : report.users) {
    const bool happened = user.added + user.updated + user.cancelled > 0;
    if (!worth_telling(call, happened)) continue;
    call.out.line(user.user_id + ": " + std::to_string(user.added) + " new, " +
                  std::to_string(user.updated) + " updated, " + std::to_string(user.unchanged) +
                  " unchanged, " + std::to_string(user.cancelled) + " cancelled");
  }
  call.out.json(sync_json(report));
  return code_of(report.verdict());
}

}  // namespace

const CommandDesc kSync{
    .path = {"sync"},
    .summary = "fetch the calendars and store what changed",
    .doc =
        "Reads every calendar of every user (or of -u) and stores what is new, moved, updated or "
        "cancelled; new and changed meetings are typed. Each calendar is on its own: one that "
        "cannot be "
        "read is reported, keeps what is known of it, and does not stop the others.\n\n"
        "A file or feed that has not changed is not read again; a feed that says how often it is "
        "to be asked (REFRESH-INTERVAL) is left alone for so long, an hour at most. One that "
        "suddenly lacks more than half of its coming meetings is held back until it has looked so "
        "for an hour.\n\n"
        "The last answer of each feed is kept beside the store, in STORE.feeds, for its owner "
        "alone; it may be deleted at any time.",
    .options = {{.name = "--full",
                 .doc = "Read and ask for everything anew, and believe a calendar that suddenly "
                        "lacks most of "
                        "its meetings."}},
    .examples = {{"execassist sync", "read all calendars"},
                 {"execassist sync -u ada --full", "one user's, from scratch"}},
    .exit_codes = {3, 4, 75},
    .needs = Needs::store,
    .audience = Audience::cron,
    .run = run_sync,
};

}  // namespace execassist::cli
