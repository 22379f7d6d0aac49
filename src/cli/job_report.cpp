#include "cli/job_report.hpp"

#include "cli/exit_codes.hpp"

#include <execassist/base/text.hpp>

#include <map>

namespace execassist::cli {
namespace {

class Parts {
 public:
  void add(int count, std::string_view what) {
    if (count > 0) parts_.push_back(std::to_string(count) + " " + std::string(what));
  }
  std::string text(std::string_view nothing) const {
    return parts_.empty() ? std::string(nothing) : join(parts_, ", ");
  }

 private:
  std::vector<std::string> parts_;
};

}  // namespace

int code_of(const std::optional<ErrorKind>& verdict) {
  return verdict ? exit_code(*verdict) : kExitDone;
}

bool worth_telling(Invocation& call, bool something_happened) {
  return something_happened || call.out.to_terminal() || call.global.dry_run;
}

void tell_sync(Invocation& call, const app::SyncReport& report) {
  for (const app::UserSync& user : report.users) {
    for (const app::SourceError& error : user.errors) {
      call.out.problem("sync: " + user.user_id + ": " + error.calendar_id + ": " + error.message,
                       error.hint);
    }
    for (const std::string& warning : user.warnings) call.out.warn(user.user_id + ": " + warning);
  }
}

void tell_prep(Invocation& call, const app::PrepReport& report) {
  Parts parts;
  parts.add(static_cast<int>(report.triggered.size()), "to prepare");
  parts.add(report.unanswered, "without a reaction");
  parts.add(report.completed, "over");
  const bool happened = !report.triggered.empty() || report.unanswered > 0 || report.completed > 0;
  if (worth_telling(call, happened)) call.out.line("prep: " + parts.text("nothing to do"));
}

void tell_builds(Invocation& call, const app::BuildReport& report) {
  for (const app::FailedStep& each : report.failed) {
    call.out.problem("materials: " + each.meeting_id + ": the step " +
                         std::string(name_of(each.step)) + " failed: " + one_line(each.problem),
                     (each.given_up ? "" : "it is tried again by itself; at once: ") +
                         ("execassist prep retry " + each.meeting_id));
  }
  if (!call.global.dry_run) return;
  for (const app::BuiltMaterials& each : report.built) {
    call.out.line("would write the materials of " + each.meeting_id +
                  ", asking the context sources of its type");
  }
}

void tell_delivery(Invocation& call, const app::DeliveryReport& report) {
  if (report.misconfigured) {
    call.out.problem("notify: " + report.misconfigured->message(), report.misconfigured->hint());
  }
  // A reader who left (`| head`) has seen enough; for everybody else one line for each cause.
  std::map<std::string, std::vector<std::string>> undelivered;
  for (const Notification& each : report.notifications) {
    if (each.state == NotificationState::dead) {
      call.out.problem("notify: " + each.user_id + ": " + each.reason,
                       "execassist notify show " + each.notification_id);
    } else if (each.state == NotificationState::pending && !each.attempts.empty() &&
               each.next_attempt_at > each.due_at && report.failed > 0) {
      undelivered[each.user_id + ": " + each.attempts.back().error].push_back(each.notification_id);
    }
  }
  if (call.edges.terminal().broken_pipe()) undelivered.clear();
  for (const auto& [cause, ids] : undelivered) {
    call.out.problem("notify: " + count_of(static_cast<long long>(ids.size()), "message") +
                         " not delivered yet: " + cause,
                     "it is tried again by itself; execassist notify show " + ids.front());
  }
  if (!call.global.dry_run) return;
  for (const Notification& each : report.notifications) {
    if (each.state != NotificationState::sent) continue;
    call.out.line("would go to " + each.user_id + " by " + each.channel.value_or("?") + ":");
    for (const std::string& line : split(trim(each.text), '\n')) call.out.line("  | " + line);
  }
}

void print_result(Invocation& call, const app::Scope& scope, const wire::Json& result,
                  const std::vector<const app::DeliveryReport*>& deliveries) {
  call.out.json(result);
  if (!call.out.style().json || !call.out.closed()) return;
  for (const app::DeliveryReport* each : deliveries) {
    app::take_back_unwritten(scope, each->notifications);
  }
}

std::string summary_of(const app::TickReport& report) {
  Parts parts;
  int added = 0;
  int updated = 0;
  int cancelled = 0;
  for (const app::UserSync& user : report.sync.users) {
    added += user.added;
    updated += user.updated;
    cancelled += user.cancelled;
  }
  parts.add(added, "new");
  parts.add(updated, "updated");
  parts.add(cancelled, "cancelled");
  parts.add(report.classify.classified, "typed again");
  parts.add(static_cast<int>(report.prep.triggered.size()), "to prepare");
  parts.add(static_cast<int>(report.builds.built.size()), "with materials");
  parts.add(report.notify.sent, "sent");
  parts.add(report.remind.delivery.sent, "reminded");
  parts.add(report.notify.deferred + report.remind.delivery.deferred, "put off");
  parts.add(report.notify.failed + report.remind.delivery.failed, "not delivered yet");
  parts.add(report.notify.dead + report.remind.delivery.dead, "given up");
  parts.add(static_cast<int>(report.builds.failed.size()), "with a failed step");
  parts.add(report.sync.failed_syncs(), "failed to sync");
  return parts.text("nothing to do");
}

}  // namespace execassist::cli
