#include "app/meeting_lookup.hpp"
#include "app/reminders.hpp"
#include "cli/commands.hpp"
#include "cli/global_options.hpp"
#include "cli/job_report.hpp"
#include "cli/views.hpp"
#include "cli/workplace.hpp"
#include "notify/message.hpp"
#include "render/when.hpp"

#include <execassist/base/text.hpp>

namespace execassist::cli {
namespace {

int run_remind(Invocation& call) {
  const Instant started = call.now();
  Workplace workplace(call);
  const app::RemindReport report = app::remind(workplace.scope());
  app::record_job(workplace.scope(), "remind", started, app::verdict_of(report.delivery));
  tell_delivery(call, report.delivery);
  if (call.edges.terminal().err_is_terminal()) {
    call.out.talk("remind: " + std::to_string(report.due) + " due, " +
                  std::to_string(report.delivery.sent) + " sent");
  }
  print_result(call, workplace.scope(), remind_json(report), {&report.delivery});
  return code_of(app::verdict_of(report.delivery));
}

int run_remind_list(Invocation& call) {
  Workplace workplace(call);
  const auto reminders = app::list_reminders(workplace.scope());
  if (reminders.empty() && !call.global.json) call.out.talk("no reminders");
  for (const app::ReminderView& view : reminders) {
    const Zone& zone = workplace.zone_of(view.meeting.user_id);
    const std::string id = view.reminder ? view.reminder->reminder_id : "";
    call.out.line(pad_width(id.empty() ? "automatic" : id, 16) + "  " +
                  render::stamp(view.remind_at, zone) + "  " +
                  notify::title_of(view.meeting.facts) + " (" +
                  render::stamp(view.meeting.facts.start, zone) + ")");
    wire::Json json = view.reminder ? reminder_json(*view.reminder) : wire::Json();
    if (!view.reminder) {
      json.set("reminder_id", wire::Json());
      json.set("meeting_id", view.meeting.meeting_id);
      json.set("user_id", view.meeting.user_id);
      json.set("remind_at", time_json(view.remind_at));
      json.set("state", "pending");
      json.set("origin", "automatic");
      json.set("created_at", wire::Json());
    }
    call.out.item(json);
    if (call.out.closed()) break;
  }
  call.out.end_items();
  return 0;
}

int run_remind_add(Invocation& call) {
  const auto length = call.duration("--in");
  if (length.has_value() == call.value("--at").has_value()) {
    call.usage_error("give either --in DURATION or --at TIME");
  }
  Workplace workplace(call);
  const Meeting meeting = app::find_meeting(workplace.scope(), *call.argument("ID"));
  const Zone& zone = workplace.zone_of(meeting.user_id);
  const Instant at = length ? call.now() + *length : *call.time("--at", zone);
  const Reminder reminder = app::add_reminder(workplace.scope(), meeting, at);
  call.out.line((call.global.dry_run ? "would remind" : "reminder " + reminder.reminder_id) + ": " +
                render::stamp(at, zone) + ", " + notify::title_of(meeting.facts));
  call.out.json(reminder_json(reminder));
  return 0;
}

int run_remind_cancel(Invocation& call) {
  Workplace workplace(call);
  const Reminder reminder = app::cancel_reminder(workplace.scope(), *call.argument("REMINDER"));
  call.out.line((call.global.dry_run ? "would be cancelled: reminder " : "cancelled: reminder ") +
                reminder.reminder_id);
  call.out.json(reminder_json(reminder));
  return 0;
}

}  // namespace

const CommandDesc kRemind{
    .path = {"remind"},
    .summary = "turn due reminders into messages and deliver them",
    .doc =
        "Reminders that somebody asked for, and the automatic one before each meeting "
        "(reminder_hours_before of its type, two hours by default). The automatic one follows the "
        "meeting: "
        "a move moves it, a cancellation ends it; it is left out within an hour of the prep "
        "notice or of a snooze that came.",
    .examples = {{"execassist remind", "what run does last"}},
    .exit_codes = {3},
    .needs = Needs::store,
    .audience = Audience::cron,
    .run = run_remind,
};

const CommandDesc kRemindList{
    .path = {"remind", "list"},
    .summary = "list the reminders to come",
    .doc = "Those that somebody asked for, and the automatic ones, by time.",
    .options = {json_lines_option()},
    .examples = {{"execassist remind list", "what will be said when"}},
    .needs = Needs::store,
    .run = run_remind_list,
};

const CommandDesc kRemindAdd{
    .path = {"remind", "add"},
    .summary = "add a reminder for a meeting",
    .arguments = {{.name = "ID",
                   .doc = "The meeting: its id, or a unique prefix of at least 4 characters."}},
    .options = {{.name = "--in",
                 .value_name = "DURATION",
                 .doc = "After this long: 30m, 2h, 1d.",
                 .kind = OptionKind::value},
                {.name = "--at",
                 .value_name = "TIME",
                 .doc = "At this time: RFC 3339, or \"2026-11-21 14:30\" in the user's zone.",
                 .kind = OptionKind::value}},
    .examples = {{"execassist remind add 4k2m --in 2h", "in two hours"}},
    .exit_codes = {5, 6},
    .needs = Needs::store,
    .run = run_remind_add,
};

const CommandDesc kRemindCancel{
    .path = {"remind", "cancel"},
    .summary = "cancel a reminder",
    .arguments = {{.name = "REMINDER",
                   .doc = "Its id, or a unique prefix of at least 4 characters."}},
    .examples = {{"execassist remind cancel 9x7q", "as remind list shows it"}},
    .exit_codes = {5, 6},
    .needs = Needs::store,
    .run = run_remind_cancel,
};

}  // namespace execassist::cli
