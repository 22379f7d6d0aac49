#include "cli/rules_diff_view.hpp"

#include "cli/meeting_lines.hpp"
#include "cli/views.hpp"
#include "notify/meeting_words.hpp"
#include "render/when.hpp"

#include <execassist/base/text.hpp>

#include <optional>
#include <string>

namespace execassist::cli {
namespace {

std::string type_in_words(const std::optional<std::string>& type) {
  return type ? one_line(*type) : "no type";
}

std::string lead_in_words(std::optional<Seconds> lead) {
  return lead ? describe_duration(*lead) : "no preparation";
}

// "default → board_meeting", or the one thing where it stays.
std::string change_of(const std::string& before, const std::string& after) {
  return before == after ? after : before + " → " + after;
}

void print_one(Output& out, const app::RetypedMeeting& each, const Zone& zone, Instant now) {
  const Meeting& meeting = each.before;
  const MeetingState& before = meeting.state;
  out.line(render::stamp(meeting.facts.start, zone) + "  " +
           out.paint(Paint::bold, notify::title_of(meeting.facts)) + "  " +
           out.paint(Paint::dim, short_id(meeting)));
  out.line("  " +
           change_of(type_in_words(before.meeting_type), type_in_words(each.after.meeting_type)) +
           ", " + change_of(lead_in_words(before.prep_lead), lead_in_words(each.after.prep_lead)) +
           ": " + one_line(each.after.type_reason));
  if (each.due_now) {
    out.line("  " +
             out.paint(Paint::yellow, "would be announced at once: its time came at " +
                                          render::stamp(*each.after.prep_trigger_time, zone)));
  } else if (!each.takes_effect) {
    out.line("  " + out.paint(Paint::dim,
                              "keeps what it has: " + notify::state_in_words(meeting, zone, now)));
  } else if (each.after.prep_lead && !each.after.unprepared_reason.empty()) {
    out.line("  " + out.paint(Paint::dim, "not prepared all the same: " +
                                              one_line(each.after.unprepared_reason)));
  }
}

wire::Json json_of(const app::RetypedMeeting& each) {
  const Meeting& meeting = each.before;
  const MeetingState& before = meeting.state;
  const auto type_json = [](const std::optional<std::string>& type) {
    return type ? wire::Json(*type) : wire::Json();
  };
  wire::Json json;
  json.set("meeting_id", meeting.meeting_id);
  json.set("user_id", meeting.user_id);
  json.set("title", meeting.facts.title);
  json.set("start_time", time_json(meeting.facts.start));
  json.set("status", name_of(before.status));
  json.set("old_meeting_type", type_json(before.meeting_type));
  json.set("new_meeting_type", type_json(each.after.meeting_type));
  json.set("old_prep_hours_before", hours_json(before.prep_lead));
  json.set("new_prep_hours_before", hours_json(each.after.prep_lead));
  json.set("old_prep_trigger_time", time_json(before.prep_trigger_time));
  json.set("new_prep_trigger_time", time_json(each.after.prep_trigger_time));
  json.set("old_reason", before.type_reason);
  json.set("reason", each.after.type_reason);
  json.set("takes_effect", each.takes_effect);
  json.set("due_now", each.due_now);
  return json;
}

}  // namespace

void print_rules_diff(Invocation& call, const app::Scope& scope, const app::RulesDiff& diff) {
  Output& out = call.out;
  int changing = 0;
  for (const app::RetypedMeeting& each : diff.changed) {
    if (each.takes_effect) ++changing;
    const UserSettings* user = scope.settings.find_user(each.before.user_id);
    print_one(out, each, user ? user->user.time_zone : Zone::utc(), scope.now());
    out.item(json_of(each));
    if (out.closed()) break;
  }
  out.end_items();
  if (!diff.changed.empty()) out.line();
  out.line(std::to_string(changing) + " of " + count_of(diff.compared, "meeting") +
           " would get another type or lead" +
           (diff.kept == 0 ? std::string(".")
                           : "; " + std::to_string(diff.kept) +
                                 " more would, but keep what they were announced or held with."));
}

}  // namespace execassist::cli
