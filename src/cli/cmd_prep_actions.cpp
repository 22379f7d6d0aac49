#include "app/meeting_lookup.hpp"
#include "app/preparation.hpp"
#include "cli/commands.hpp"
#include "cli/global_options.hpp"
#include "cli/meeting_lines.hpp"
#include "cli/views.hpp"
#include "cli/workplace.hpp"
#include "notify/message.hpp"
#include "render/when.hpp"
#include "store/meeting_repository.hpp"

namespace execassist::cli {
namespace {

const ArgumentDesc kMeetingArgument{
    .name = "ID", .doc = "The meeting: its id, or a unique prefix of at least 4 characters."};

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

int run_skip(Invocation& call) {
  Workplace workplace(call);
  const Meeting before = app::find_meeting(workplace.scope(), *call.argument("ID"));
  const Meeting after = app::skip_prep(workplace.scope(), before);
  call.out.line((call.global.dry_run ? "would be skipped: " : "skipped: ") +
                notify::title_of(after.facts) + ", " +
                render::stamp(after.facts.start, workplace.zone_of(after.user_id)));
  call.out.json(meeting_json(after, call.now()));
  return 0;
}

int run_snooze(Invocation& call) {
  const Seconds length = call.duration("--for").value_or(hours{2});
  Workplace workplace(call);
  const Meeting meeting = app::find_meeting(workplace.scope(), *call.argument("ID"));
  const Reminder reminder = app::snooze_prep(workplace.scope(), meeting, length);
  const Instant comes = app::snooze_delivery(workplace.scope(), meeting, reminder.remind_at);
  call.out.line((call.global.dry_run ? "would be snoozed until " : "snoozed until ") +
                render::stamp(comes, workplace.zone_of(meeting.user_id)) +
                (comes == reminder.remind_at ? ": " : ", when quiet hours end: ") +
                notify::title_of(meeting.facts));
  wire::Json json = reminder_json(reminder);
  json.set("planned_delivery_at", time_json(comes));
  call.out.json(json);
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

const CommandDesc kPrepSkip{
    .path = {"prep", "skip"},
    .summary = "leave the preparation of a meeting out",
    .doc = "A prep session that is open is abandoned; what was answered stays in its history.",
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
        "minutes before it. Quiet hours hold it back until they end, unless that would be less "
        "than 15 minutes before the start.",
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
