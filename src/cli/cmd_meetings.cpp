#include "app/manual_meetings.hpp"
#include "app/meeting_lookup.hpp"
#include "cli/commands.hpp"
#include "cli/global_options.hpp"
#include "cli/meeting_lines.hpp"
#include "cli/views.hpp"
#include "cli/workplace.hpp"
#include "notify/message.hpp"
#include "render/when.hpp"
#include "store/meeting_repository.hpp"

#include <execassist/base/text.hpp>

namespace execassist::cli {
namespace {

const ArgumentDesc kMeetingArgument{
    .name = "ID", .doc = "The meeting: its id, or a unique prefix of at least 4 characters."};

constexpr int kLongestDescription = 200;

const std::vector<std::string> kStatuses{"discovered",       "classified",     "prep_scheduled",
                                         "prep_in_progress", "prep_completed", "completed",
                                         "cancelled"};

// A misspelt type looks like one without meetings.
std::string unknown_type(Invocation& call, const Rules& rules) {
  const auto type = call.value("--type");
  if (!type || rules.find(*type)) return {};
  std::vector<std::string> names;
  for (const MeetingType& each : rules.types) names.push_back(each.name);
  const auto nearest = nearest_name(*type, names);
  return ", and no type " + one_line(*type) + " in the rules" +
         (nearest ? "; did you mean " + *nearest + "?" : "");
}

int run_list(Invocation& call) {
  Workplace workplace(call);
  const Zone& zone = workplace.zone();
  store::MeetingFilter filter;
  filter.user_id = call.global.user;
  const auto from = call.time("--from", zone);
  filter.ends_after = from ? *from : call.now();
  filter.starts_before = call.time("--to", zone);
  filter.meeting_type = call.value("--type");
  if (const auto status = call.value("--status"))
    filter.statuses = {*meeting_status_named(*status)};
  // What is over or cancelled is asked for by name, and then also from the past.
  if (call.value("--status") && !from) filter.ends_after.reset();
  const auto meetings = store::MeetingRepository(workplace.scope().database).list(filter);
  print_meetings(call.out, meetings, workplace, call.now());
  if (meetings.empty() && !call.global.json)
    call.out.talk("no meetings" + unknown_type(call, workplace.rules()));
  for (const Meeting& meeting : meetings) {
    call.out.item(meeting_json(meeting, call.now()));
    if (call.out.closed()) break;
  }
  call.out.end_items();
  return 0;
}

std::string people_line(const MeetingFacts& facts) {
  std::vector<std::string> names;
  for (const Attendee& attendee : facts.attendees) {
    if (names.size() == 20) break;
    const std::string name = one_line(attendee.name.empty() ? attendee.email : attendee.name);
    std::string note;
    if (attendee.resource)
      note = "room";
    else if (attendee.response == Response::declined)
      note = "declined";
    names.push_back(note.empty() ? name : name + " (" + note + ")");
  }
  std::string text = join(names, ", ");
  if (facts.attendees.size() > names.size()) {
    text += " and " + std::to_string(facts.attendees.size() - names.size()) + " more";
  }
  return text;
}

void print_meeting(Output& out, const Meeting& meeting, const Zone& zone, Instant now) {
  const MeetingFacts& facts = meeting.facts;
  const MeetingState& state = meeting.state;
  const auto field = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) out.line("  " + pad_width(name, 10) + value);
  };
  out.line(out.paint(Paint::bold, notify::title_of(facts)));
  field("meeting", meeting.meeting_id);
  field("user", meeting.user_id);
  if (facts.all_day) {
    field("when", format_date(zone.date_of(facts.start)) + ", all day");
  } else {
    field("when", render::stamp(facts.start, zone) + " to " + render::stamp(facts.end, zone) +
                      " (" + render::relative(facts.start, now) + ")");
  }
  field("where", one_line(facts.location));
  field("join", one_line(facts.join_url));
  field("about", fit_width(one_line(facts.description), kLongestDescription));
  field("organizer", one_line(facts.organizer));
  const auto count = attendee_count(facts);
  field("people", count ? std::to_string(*count) : "not known");
  field("", people_line(facts));
  field("type", state.meeting_type.value_or("none yet"));
  field("because", one_line(state.type_reason));
  field("state",
        std::string(name_of(state.status)) + " (" + state_in_words(meeting, zone, now) + ")");
  if (state.prep_trigger_time) field("prep due", render::stamp(*state.prep_trigger_time, zone));
  field("no prep", one_line(state.unprepared_reason));
  field("copy of", state.duplicate_of.value_or(""));
  field("problem", one_line(facts.problem));
  field("calendar", one_line(meeting.calendar_id));
  if (facts.source != "manual") {
    field("read", render::stamp(meeting.last_synced_at, zone) + " (" +
                      render::relative(meeting.last_synced_at, now) + ")");
  }
}

int run_show(Invocation& call) {
  Workplace workplace(call);
  const Meeting meeting = app::find_meeting(workplace.scope(), *call.argument("ID"));
  print_meeting(call.out, meeting, workplace.zone_of(meeting.user_id), call.now());
  call.out.json(meeting_json(meeting, call.now()));
  return 0;
}

int run_add(Invocation& call) {
  const auto length = call.duration("--duration");
  if (length.has_value() == call.value("--end").has_value()) {
    call.usage_error("give either --duration or --end");
  }
  Workplace workplace(call);
  const UserSettings& user = app::the_user(workplace.scope());
  const Zone& zone = user.user.time_zone;
  app::NewMeeting added;
  added.title = *call.value("--title");
  added.start = *call.time("--start", zone);
  added.length = length ? *length : *call.time("--end", zone) - added.start;
  added.description = call.value("--description").value_or("");
  added.location = call.value("--location").value_or("");
  added.join_url = call.value("--join-url").value_or("");
  added.attendees = call.values("--attendee");
  const Meeting meeting = app::add_meeting(workplace.scope(), user, added);
  call.out.line((call.global.dry_run ? "would add" : "added " + meeting.meeting_id) + ": " +
                notify::title_of(meeting.facts) + ", " + render::stamp(meeting.facts.start, zone) +
                ", " + meeting.state.meeting_type.value_or("") + ", " +
                state_in_words(meeting, zone, call.now()));
  call.out.json(meeting_json(meeting, call.now()));
  return 0;
}

int run_cancel(Invocation& call) {
  Workplace workplace(call);
  const Meeting named = app::find_meeting(workplace.scope(), *call.argument("ID"));
  const Meeting meeting = app::cancel_meeting(workplace.scope(), named);
  call.out.line((call.global.dry_run ? "would be cancelled: " : "cancelled: ") +
                notify::title_of(meeting.facts));
  call.out.json(meeting_json(meeting, call.now()));
  return 0;
}

}  // namespace

const CommandDesc kMeetingsList{
    .path = {"meetings", "list"},
    .summary = "list meetings",
    .doc = "Those that are not over yet, unless --from or --status say otherwise.",
    .options =
        {{.name = "--from",
          .value_name = "TIME",
          .doc =
              "Only those that end after TIME: RFC 3339, \"2026-11-21 14:30\" or \"2026-11-21\".",
          .kind = OptionKind::value,
          .default_text = "now"},
         {.name = "--to",
          .value_name = "TIME",
          .doc = "Only those that start before TIME.",
          .kind = OptionKind::value},
         {.name = "--type",
          .value_name = "TYPE",
          .doc = "Only this meeting type.",
          .kind = OptionKind::value},
         {.name = "--status",
          .value_name = "STATUS",
          .doc = "Only this status.",
          .kind = OptionKind::value,
          .choices = kStatuses},
         json_lines_option()},
    .examples = {{"execassist meetings list --type qbr --to 2026-12-31",
                  "all reviews of the year"}},
    .needs = Needs::store,
    .run = run_list,
};

const CommandDesc kMeetingsShow{
    .path = {"meetings", "show"},
    .summary = "show one meeting, with its type and why",
    .arguments = {kMeetingArgument},
    .examples = {{"execassist meetings show 4k2m", "everything that is known of it"}},
    .exit_codes = {6},
    .needs = Needs::store,
    .run = run_show,
};

const CommandDesc kMeetingsAdd{
    .path = {"meetings", "add"},
    .summary = "add a meeting by hand",
    .doc = "It is typed at once and prepared like any other. With several users, name one with -u.",
    .options =
        {{.name = "--title",
          .value_name = "TITLE",
          .doc = "What it is about.",
          .kind = OptionKind::value,
          .required = true},
         {.name = "--start",
          .value_name = "TIME",
          .doc = "RFC 3339, or \"2026-11-21 14:30\" in the user's zone.",
          .kind = OptionKind::value,
          .required = true},
         {.name = "--duration",
          .value_name = "DURATION",
          .doc = "How long: 45m, 1h30m.",
          .kind = OptionKind::value},
         {.name = "--end",
          .value_name = "TIME",
          .doc = "When it ends, instead of --duration.",
          .kind = OptionKind::value},
         {.name = "--attendee",
          .value_name = "EMAIL",
          .doc = "A person; may be repeated.",
          .kind = OptionKind::repeated},
         {.name = "--description",
          .value_name = "TEXT",
          .doc = "More about it.",
          .kind = OptionKind::value},
         {.name = "--location", .value_name = "PLACE", .doc = "Where.", .kind = OptionKind::value},
         {.name = "--join-url",
          .value_name = "URL",
          .doc = "Where to join online.",
          .kind = OptionKind::value}},
    .examples = {{"execassist meetings add --title \"1:1 with Grace\" --start \"2026-11-23 10:00\" "
                  "--duration 30m --attendee grace@example.com",
                  "half an hour on Monday"}},
    .needs = Needs::store,
    .run = run_add,
};

const CommandDesc kMeetingsCancel{
    .path = {"meetings", "cancel"},
    .summary = "cancel a meeting that was added by hand",
    .doc =
        "Meetings of a calendar are cancelled there; to leave only the preparation out, use prep "
        "skip.",
    .arguments = {kMeetingArgument},
    .examples = {{"execassist meetings cancel 4k2m", "it does not take place"}},
    .exit_codes = {5, 6},
    .needs = Needs::store,
    .run = run_cancel,
};

}  // namespace execassist::cli
