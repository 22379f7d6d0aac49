#include "app/meeting_lookup.hpp"
#include "app/preparation.hpp"
#include "cli/commands.hpp"
#include "cli/global_options.hpp"
#include "cli/meeting_lines.hpp"
#include "cli/views.hpp"
#include "cli/workplace.hpp"
#include "notify/message.hpp"
#include "prep/transitions.hpp"
#include "render/when.hpp"
#include "store/meeting_repository.hpp"
#include "store/outbox_repository.hpp"

#include <execassist/base/text.hpp>

namespace execassist::cli {
namespace {

const ArgumentDesc kMeetingArgument{
    .name = "ID", .doc = "The meeting: its id, or a unique prefix of at least 4 characters."};

constexpr int kWidestStatus = 16;  // "prep_in_progress"

int run_list(Invocation& call) {
  Workplace workplace(call);
  store::MeetingFilter filter;
  filter.user_id = call.global.user;
  filter.ends_after = call.now();
  filter.without_duplicates = true;
  filter.statuses = {MeetingStatus::classified, MeetingStatus::prep_scheduled,
                     MeetingStatus::prep_in_progress, MeetingStatus::prep_completed};
  auto meetings = store::MeetingRepository(workplace.scope().database).list(filter);
  std::erase_if(meetings, [](const Meeting& meeting) {
    return meeting.state.status == MeetingStatus::classified && !meeting.state.prep_trigger_time;
  });
  print_meetings(call.out, meetings, workplace, call.now());
  if (meetings.empty() && !call.global.json) call.out.talk("no meeting to prepare");
  for (const Meeting& meeting : meetings) call.out.item(meeting_json(meeting, call.now()));
  call.out.end_items();
  return 0;
}

wire::Json history_json(const std::vector<store::Transition>& history) {
  wire::Json json = wire::Json::array();
  for (const store::Transition& each : history) {
    wire::Json one;
    one.set("at", time_json(each.at));
    one.set("from", each.from ? wire::Json(name_of(*each.from)) : wire::Json());
    one.set("to", name_of(each.to));
    one.set("cause", each.cause);
    json.push(std::move(one));
  }
  return json;
}

int run_show(Invocation& call) {
  Workplace workplace(call);
  const app::Scope& scope = workplace.scope();
  const Meeting meeting = app::find_meeting(scope, *call.argument("ID"));
  const Zone& zone = workplace.zone_of(meeting.user_id);
  const MeetingState& state = meeting.state;
  Output& out = call.out;

  out.line(out.paint(Paint::bold, notify::title_of(meeting.facts)));
  out.line("  meeting   " + meeting.meeting_id);
  out.line("  starts    " + render::stamp(meeting.facts.start, zone) + " (" +
           render::relative(meeting.facts.start, call.now()) + ")");
  out.line("  type      " + state.meeting_type.value_or("none yet") + ": " +
           one_line(state.type_reason));
  out.line("  state     " + std::string(name_of(state.status)) + " (" +
           state_in_words(meeting, zone, call.now()) + ")");
  if (state.prep_trigger_time)
    out.line("  due       " + render::stamp(*state.prep_trigger_time, zone));
  if (!state.unprepared_reason.empty())
    out.line("  no prep   " + one_line(state.unprepared_reason));
  store::OutboxFilter about;
  about.meeting_id = meeting.meeting_id;
  wire::Json notifications = wire::Json::array();
  for (const Notification& each : store::OutboxRepository(scope.database).list(about)) {
    out.line("  message   " + each.notification_id + " " + std::string(name_of(each.kind)) + ", " +
             std::string(name_of(each.state)) +
             (each.sent_at ? " " + render::stamp(*each.sent_at, zone) : "") +
             (each.reason.empty() ? "" : ": " + one_line(each.reason)));
    notifications.push(notification_json(each));
  }
  const auto history = store::MeetingRepository(scope.database).history(meeting.meeting_id);
  if (call.flag("--history")) {
    for (const store::Transition& each : history) {
      out.line("  " + render::stamp(each.at, zone) + "  " +
               pad_width(name_of(each.to), kWidestStatus) + "  " + one_line(each.cause));
    }
  }
  wire::Json json = meeting_json(meeting, call.now());
  json.set("notifications", std::move(notifications));
  json.set("history", history_json(history));
  out.json(json);
  return 0;
}

int act(Invocation& call, Meeting (*action)(const app::Scope&, const Meeting&),
        const std::string& done) {
  Workplace workplace(call);
  const Meeting before = app::find_meeting(workplace.scope(), *call.argument("ID"));
  const Meeting after = action(workplace.scope(), before);
  call.out.line((call.global.dry_run ? "would be " : "") + done + ": " +
                notify::title_of(after.facts) + ", " +
                render::stamp(after.facts.start, workplace.zone_of(after.user_id)));
  call.out.json(meeting_json(after, call.now()));
  return 0;
}

int run_start(Invocation& call) { return act(call, app::start_prep, "preparing"); }
int run_finish(Invocation& call) { return act(call, app::finish_prep, "prepared"); }
int run_skip(Invocation& call) { return act(call, app::skip_prep, "skipped"); }

int run_snooze(Invocation& call) {
  const Seconds length = call.duration("--for").value_or(hours{2});
  Workplace workplace(call);
  const Meeting meeting = app::find_meeting(workplace.scope(), *call.argument("ID"));
  const Reminder reminder = app::snooze_prep(workplace.scope(), meeting, length);
  call.out.line((call.global.dry_run ? "would be snoozed until " : "snoozed until ") +
                render::stamp(reminder.remind_at, workplace.zone_of(meeting.user_id)) + ": " +
                notify::title_of(meeting.facts));
  call.out.json(reminder_json(reminder));
  return 0;
}

}  // namespace

const CommandDesc kPrepList{
    .path = {"prep", "list"},
    .summary = "list coming meetings with the state of their preparation",
    .options = {json_lines_option()},
    .examples = {{"execassist prep list", "what is to be prepared, and when"}},
    .needs = Needs::store,
    .run = run_list,
};

const CommandDesc kPrepShow{
    .path = {"prep", "show"},
    .summary = "show one preparation: why, when, what was said",
    .arguments = {kMeetingArgument},
    .options = {{.name = "--history", .doc = "Also every step, with its time and cause."}},
    .examples = {{"execassist prep show 4k2m --history", "the whole story of a meeting"}},
    .exit_codes = {6},
    .needs = Needs::store,
    .run = run_show,
};

const CommandDesc kPrepStart{
    .path = {"prep", "start"},
    .summary = "start preparing a meeting",
    .doc =
        "The meeting becomes prep_in_progress; a notification that still waits is not sent any "
        "more.",
    .arguments = {kMeetingArgument},
    .examples = {{"execassist prep start 4k2m", "begin"}},
    .exit_codes = {5, 6},
    .needs = Needs::store,
    .run = run_start,
};

const CommandDesc kPrepFinish{
    .path = {"prep", "finish"},
    .summary = "mark a meeting as prepared",
    .arguments = {kMeetingArgument},
    .examples = {{"execassist prep finish 4k2m", "done"}},
    .exit_codes = {5, 6},
    .needs = Needs::store,
    .run = run_finish,
};

const CommandDesc kPrepSkip{
    .path = {"prep", "skip"},
    .summary = "leave the preparation of a meeting out",
    .arguments = {kMeetingArgument},
    .examples = {{"execassist prep skip 4k2m", "not this one"}},
    .exit_codes = {5, 6},
    .needs = Needs::store,
    .run = run_skip,
};

const CommandDesc kPrepSnooze{
    .path = {"prep", "snooze"},
    .summary = "be reminded of a preparation later",
    .doc =
        "Adds a reminder after the given time, but never after the start of the meeting: then 15 "
        "minutes "
        "before it.",
    .arguments = {kMeetingArgument},
    .options = {{.name = "--for",
                 .value_name = "DURATION",
                 .doc = "How long: 30m, 2h, 1d.",
                 .kind = OptionKind::value,
                 .default_text = "2h"}},
    .examples = {{"execassist prep snooze 4k2m --for 1d", "tomorrow"}},
    .exit_codes = {5, 6},
    .needs = Needs::store,
    .run = run_snooze,
};

}  // namespace execassist::cli
