#include "app/agenda.hpp"
#include "cli/commands.hpp"
#include "cli/meeting_lines.hpp"
#include "cli/views.hpp"
#include "cli/workplace.hpp"
#include "notify/message.hpp"
#include "render/when.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <map>

namespace execassist::cli {
namespace {

constexpr int kTimesWidth = 11;  // "09:00-10:00"
constexpr int kIndent = 2 + kTimesWidth + 2;
constexpr int kIdRoom = 2 + 6;
constexpr int kNarrowType = 12;
constexpr int kNarrowState = 8;

struct Columns {
  MeetingColumns text;
  int people = 0;
};

std::string people_of(const MeetingFacts& facts) {
  const auto people = attendee_count(facts);
  if (!people) return "?p";
  return *people == 0 ? "" : std::to_string(*people) + "p";
}

// As wide as what they hold, as far as the screen allows.
Columns columns_for(const app::Agenda& agenda, int width, Instant now) {
  Columns columns;
  MeetingColumns longest;
  for (const app::AgendaDay& day : agenda.days) {
    for (const app::AgendaEntry& entry : day.entries) {
      const std::string state = state_in_words(entry.meeting, agenda.user->time_zone, now);
      longest.type = std::max(longest.type, display_width(entry.type_label));
      longest.state = std::max(longest.state, display_width(state));
      longest.title = std::max(longest.title, display_width(notify::title_of(entry.meeting.facts)));
      columns.people = std::max(columns.people, display_width(people_of(entry.meeting.facts)));
    }
  }
  // "! 09:00-10:00  TITLE  12p  TYPE  STATE  4k2m9x"
  const int fixed = kIndent + 2 + columns.people + 2 + 2 + kIdRoom;
  columns.text = fit_columns(longest, width - fixed);
  return columns;
}

std::string times_of(const MeetingFacts& facts, const Zone& zone) {
  if (facts.all_day) return pad_width("all day", kTimesWidth);
  return render::clock_time(facts.start, zone) + "-" + render::clock_time(facts.end, zone);
}

void print_entry(Output& out, const app::AgendaEntry& entry, const Columns& columns,
                 const Zone& zone, Instant now) {
  const Meeting& meeting = entry.meeting;
  const MeetingFacts& facts = meeting.facts;
  const MeetingColumns& text = columns.text;
  const std::string start =
      (entry.overlaps_with.empty() ? std::string(" ") : out.paint(Paint::red, "!")) + " " +
      times_of(facts, zone) + "  ";
  const auto title_in = [&](const std::string& title) {
    return facts.end <= now ? out.paint(Paint::dim, title) : title;
  };
  const std::string title = notify::title_of(facts);
  const std::string people = people_of(facts);
  const std::string state = state_in_words(meeting, zone, now);
  const Paint colour = colour_of(meeting.state.status);
  const std::string id = out.paint(Paint::dim, short_id(meeting));
  const std::string indent(kIndent, ' ');
  if (text.stacked) {
    out.line(start + title_in(fit_width(title, std::max(kIndent, out.columns() - kIndent))));
    const std::string what = indent + (people.empty() ? "" : people + "  ") +
                             fit_width(entry.type_label, kNarrowType) + "  ";
    const int room = out.columns() - display_width(what) - kIdRoom;
    out.line(what + out.paint(colour, fit_width(state, std::max(kNarrowState, room))) + "  " + id);
  } else {
    out.line(start + title_in(pad_width(title, text.title)) + "  " +
             pad_width(people, columns.people) + "  " + pad_width(entry.type_label, text.type) +
             "  " + out.paint(colour, pad_width(state, text.state)) + "  " + id);
  }
  if (!facts.problem.empty()) {
    out.line(indent + out.paint(Paint::yellow, "note: " + one_line(facts.problem)));
  }
}

std::string day_heading(Date date, const User& user, Instant now) {
  const auto today = std::chrono::sys_days{user.time_zone.date_of(now)};
  const auto distance = (std::chrono::sys_days{date} - today).count();
  std::string text = render::spoken_date(date, user.time_zone, now);
  if (distance == 0) text = "Today, " + text;
  if (distance == 1) text = "Tomorrow, " + text;
  return text;
}

void print_ages(Output& out, const app::Agenda& agenda, Instant now) {
  for (const app::SourceAge& source : agenda.sources) {
    const std::string name = one_line(source.calendar_id);
    if (!source.last_success_at) {
      const std::string next = source.last_error.empty() ? "; execassist sync reads it" : "";
      out.line(out.paint(Paint::yellow, name + ": never read" + next));
    } else {
      out.line(
          out.paint(Paint::dim, name + ": read " + render::relative(*source.last_success_at, now)));
    }
    if (!source.last_error.empty()) {
      out.line(out.paint(Paint::red, "  the last try failed: " + one_line(source.last_error)));
    }
  }
}

void print_agenda(Output& out, const app::Agenda& agenda, Instant now, bool several, int days) {
  const Zone& zone = agenda.user->time_zone;
  const Columns columns = columns_for(agenda, out.columns(), now);
  out.line(out.paint(Paint::dim,
                     (several ? one_line(agenda.user->name) + ", times" : std::string("Times")) +
                         " in " + zone.name() + " (" + zone.abbreviation(now) + ")"));
  bool clashes = false;
  for (const app::AgendaDay& day : agenda.days) {
    out.line();
    out.line(out.paint(Paint::bold, day_heading(day.date, *agenda.user, now)));
    for (const app::AgendaEntry& entry : day.entries) {
      print_entry(out, entry, columns, zone, now);
      clashes = clashes || !entry.overlaps_with.empty();
      if (out.closed()) return;
    }
  }
  if (agenda.days.empty()) {
    out.line();
    out.line(days == 1 ? "Nothing today." : "Nothing in the next " + count_of(days, "day") + ".");
  }
  out.line();
  if (clashes) out.line(out.paint(Paint::red, "!") + " overlaps another meeting");
  print_ages(out, agenda, now);
}

wire::Json day_json(const app::Agenda& agenda, const app::AgendaDay& day, Instant now) {
  wire::Json meetings = wire::Json::array();
  for (const app::AgendaEntry& entry : day.entries) {
    wire::Json json = meeting_json(entry.meeting, now);
    wire::Json overlaps = wire::Json::array();
    for (const std::string& id : entry.overlaps_with) overlaps.push(id);
    json.set("overlaps_with", std::move(overlaps));
    meetings.push(std::move(json));
  }
  wire::Json json;
  json.set("user_id", agenda.user->id);
  json.set("date", format_date(day.date));
  json.set("time_zone", agenda.user->time_zone.name());
  json.set("meetings", std::move(meetings));
  return json;
}

int run_agenda(Invocation& call) {
  const int days = static_cast<int>(call.integer("--days", 1, 366).value_or(7));
  Workplace workplace(call);
  const auto agendas = app::agenda(workplace.scope(), days);
  bool first = true;
  for (const app::Agenda& agenda : agendas) {
    if (!first) call.out.line();
    first = false;
    print_agenda(call.out, agenda, call.now(), agendas.size() > 1, days);
    for (const app::AgendaDay& day : agenda.days) call.out.item(day_json(agenda, day, call.now()));
  }
  call.out.end_items();
  return 0;
}

}  // namespace

const CommandDesc kAgenda{
    .path = {"agenda"},
    .summary = "the coming days, with types, people, preparation and overlaps",
    .doc =
        "Grouped by day, in the user's time zone; a \"!\" marks meetings that overlap. The last "
        "lines say how "
        "old the data is.",
    .options = {{.name = "--days",
                 .value_name = "N",
                 .doc = "How many days, today included.",
                 .kind = OptionKind::value,
                 .default_text = "7"}},
    .examples = {{"execassist agenda --days 2", "today and tomorrow"}},
    .needs = Needs::store,
    .run = run_agenda,
};

}  // namespace execassist::cli
