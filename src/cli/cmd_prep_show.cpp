#include "app/meeting_lookup.hpp"
#include "app/prep_history.hpp"
#include "cli/commands.hpp"
#include "cli/meeting_lines.hpp"
#include "cli/session_view.hpp"
#include "cli/views.hpp"
#include "cli/workplace.hpp"
#include "notify/message.hpp"
#include "render/when.hpp"
#include "store/outbox_repository.hpp"
#include "store/prep_session_repository.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>

namespace execassist::cli {
namespace {

constexpr int kWidestCause = 40;

wire::Json status_json(const std::optional<MeetingStatus>& status) {
  return status ? wire::Json(name_of(*status)) : wire::Json();
}

wire::Json history_json(const std::vector<app::HistoryEntry>& history) {
  wire::Json json = wire::Json::array();
  for (const app::HistoryEntry& each : history) {
    wire::Json one;
    one.set("at", time_json(each.at));
    one.set("what", each.what);
    one.set("from", status_json(each.from));
    one.set("to", status_json(each.to));
    one.set("cause", each.cause);
    one.set("outcome", each.outcome);
    json.push(std::move(one));
  }
  return json;
}

void print_history(Output& out, const std::vector<app::HistoryEntry>& history, const Zone& zone) {
  int what_width = 0;
  int cause_width = 0;
  for (const app::HistoryEntry& each : history) {
    what_width = std::max(what_width, display_width(each.what));
    cause_width = std::max(cause_width, display_width(each.cause));
  }
  cause_width = std::min(cause_width, kWidestCause);
  for (const app::HistoryEntry& each : history) {
    out.line("  " + render::stamp(each.at, zone) + "  " + pad_width(each.what, what_width) + "  " +
             pad_width(each.cause, cause_width) + "  " + each.outcome);
  }
}

void print_meeting(Output& out, const Meeting& meeting, const Zone& zone, Instant now) {
  const MeetingState& state = meeting.state;
  out.line(out.paint(Paint::bold, notify::title_of(meeting.facts)));
  out.line("  meeting   " + meeting.meeting_id);
  out.line("  starts    " + render::stamp(meeting.facts.start, zone) + " (" +
           render::relative(meeting.facts.start, now) + ")");
  out.line("  type      " + state.meeting_type.value_or("none yet") + ": " +
           one_line(state.type_reason));
  out.line("  state     " + std::string(name_of(state.status)) + " (" +
           state_in_words(meeting, zone, now) + ")");
  if (state.prep_trigger_time)
    out.line("  due       " + render::stamp(*state.prep_trigger_time, zone));
  if (!state.unprepared_reason.empty())
    out.line("  no prep   " + one_line(state.unprepared_reason));
}

void print_message(Output& out, const Notification& message, const Zone& zone) {
  out.line("  message   " + message.notification_id + " " + std::string(name_of(message.kind)) +
           ", " + std::string(name_of(message.state)) +
           (message.sent_at ? " " + render::stamp(*message.sent_at, zone) : "") +
           (message.reason.empty() ? "" : ": " + one_line(message.reason)));
}

int run_show(Invocation& call) {
  Workplace workplace(call);
  const app::Scope& scope = workplace.scope();
  const Meeting meeting = app::find_meeting(scope, *call.argument("ID"));
  const Zone& zone = workplace.zone_of(meeting.user_id);
  Output& out = call.out;

  print_meeting(out, meeting, zone, call.now());
  store::OutboxFilter about;
  about.meeting_id = meeting.meeting_id;
  wire::Json notifications = wire::Json::array();
  for (const Notification& each : store::OutboxRepository(scope.database).list(about)) {
    print_message(out, each, zone);
    notifications.push(notification_json(each));
  }
  const auto session = store::PrepSessionRepository(scope.database).latest_of(meeting.meeting_id);
  if (session) print_session(out, *session);
  const auto history = app::prep_history(scope, meeting);
  if (call.flag("--history")) print_history(out, history, zone);

  wire::Json json = meeting_json(meeting, call.now());
  json.set("notifications", std::move(notifications));
  json.set("session", session_json(session));
  json.set("history", history_json(history));
  out.json(json);
  return 0;
}

}  // namespace

const CommandDesc kPrepShow{
    .path = {"prep", "show"},
    .summary = "show one preparation: why, when, what was asked, answered and said",
    .doc =
        "The meeting, its messages, and its latest prep session with questions and answers. With "
        "--history also every step in order: the states of the meeting, what its sessions and the "
        "writing of its materials did, answers, reminders, and each attempt to deliver a message.",
    .arguments = {{.name = "ID",
                   .doc = "The meeting: its id, or a unique prefix of at least 4 characters."}},
    .options = {{.name = "--history", .doc = "Also every step, with its time, cause and outcome."}},
    .examples = {{"execassist prep show 4k2m --history", "the whole story of a meeting"}},
    .exit_codes = {6},
    .needs = Needs::store,
    .run = run_show,
};

}  // namespace execassist::cli
