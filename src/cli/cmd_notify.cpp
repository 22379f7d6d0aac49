#include "app/delivery.hpp"
#include "cli/commands.hpp"
#include "cli/job_report.hpp"
#include "cli/views.hpp"
#include "cli/workplace.hpp"

namespace execassist::cli {
namespace {

int run_notify(Invocation& call) {
  const Instant started = call.now();
  Workplace workplace(call);
  const app::DeliveryReport report = app::deliver(workplace.scope(), {});
  app::record_job(workplace.scope(), "notify", started, app::verdict_of(report));
  tell_delivery(call, report);
  if (call.edges.terminal().err_is_terminal()) {
    call.out.talk("notify: " + std::to_string(report.sent) + " sent, " +
                  std::to_string(report.deferred) + " put off, " + std::to_string(report.failed) +
                  " not delivered yet, " + std::to_string(report.dead) + " given up");
  }
  print_result(call, workplace.scope(), delivery_json(report), {&report});
  return code_of(app::verdict_of(report));
}

}  // namespace

const CommandDesc kNotify{
    .path = {"notify"},
    .summary = "deliver what is queued and due",
    .doc =
        "Each message goes out once, whatever crashes, overlaps or is repeated: it is leased, the "
        "attempt is "
        "stored before the act, and the outcome after it. Channels are tried in the user's order. "
        "What "
        "cannot be delivered is tried again later, and given up only with somebody told.\n\n"
        "Quiet hours put a message off until they end, unless the meeting starts before that.",
    .examples = {{"execassist notify --dry-run", "show what would go out now"}},
    .exit_codes = {3},
    .needs = Needs::store,
    .audience = Audience::cron,
    .run = run_notify,
};

}  // namespace execassist::cli
