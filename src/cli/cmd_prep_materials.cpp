#include "cli/cmd_prep_materials.hpp"

#include "app/meeting_lookup.hpp"
#include "cli/commands.hpp"
#include "cli/job_report.hpp"
#include "cli/views.hpp"
#include "cli/workplace.hpp"
#include "store/build_repository.hpp"
#include "wire/url.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

namespace execassist::cli {
namespace {

const ArgumentDesc kMeetingArgument{
    .name = "ID", .doc = "The meeting: its id, or a unique prefix of at least 4 characters."};

const std::string kPage = "materials.html";

const std::vector<std::string>& material_names() {
  static const std::vector<std::string> names = {"agenda", "context-brief", "question-bank",
                                                 "notes"};
  return names;
}

// What there is of a meeting: what the person has in hand, and the build that came last.
struct Shelf {
  std::optional<MaterialsBuild> in_hand;
  std::optional<MaterialsBuild> latest;
};

Shelf shelf_of(const app::Scope& scope, const std::string& meeting_id) {
  Shelf shelf;
  store::BuildFilter filter;
  filter.meeting_id = meeting_id;
  filter.states = {BuildState::done};
  store::BuildRepository builds(scope.database);
  auto done = builds.list(filter);
  if (!done.empty()) shelf.in_hand = std::move(done.back());
  shelf.latest = builds.latest_of(meeting_id);
  return shelf;
}

std::string step_failed(const MaterialsBuild& build) {
  return "the step " + std::string(name_of(build.step)) + " failed: " + one_line(build.problem);
}

// How a preparation goes on from here, as a command.
std::string way_to_materials(const Meeting& meeting) {
  switch (meeting.state.status) {
    case MeetingStatus::prep_in_progress:
      return "they are written when the preparation ends: execassist prep finish " +
             meeting.meeting_id;
    case MeetingStatus::discovered:
    case MeetingStatus::classified:
    case MeetingStatus::prep_scheduled:
      return "they are written when it is prepared: execassist prep start " + meeting.meeting_id;
    default:
      return "execassist prep show " + meeting.meeting_id + " --history";
  }
}

// Why there is nothing to show, and what to do about it.
Error missing(const Meeting& meeting, const Shelf& shelf, int keep_days) {
  const std::string what = "meeting " + meeting.meeting_id + ": ";
  const std::string retry = "execassist prep retry " + meeting.meeting_id;
  if (!shelf.latest) {
    return {ErrorKind::not_found, what + "it has no materials yet", way_to_materials(meeting)};
  }
  const MaterialsBuild& build = *shelf.latest;
  switch (build.state) {
    case BuildState::failed:
      return {ErrorKind::not_found,
              what + "its materials could not be written: " + step_failed(build), retry};
    case BuildState::pending:
      if (build.attempts > 0) {
        return {ErrorKind::not_found, what + "it has no materials yet: " + step_failed(build),
                "it is tried again by itself; at once: " + retry};
      }
      return {ErrorKind::not_found, what + "its materials are still to be written",
              "the next run does it; at once: execassist prep"};
    case BuildState::expired:
      return {ErrorKind::not_found,
              what + "its materials have been removed: they are kept for " +
                  count_of(keep_days, "day") + " after the meeting",
              "prep.keep_days in the configuration says for how long"};
    default:
      return {ErrorKind::not_found,
              what + "it has no materials" +
                  (build.problem.empty() ? "" : ": " + one_line(build.problem)),
              "execassist prep show " + meeting.meeting_id + " --history"};
  }
}

std::vector<std::string> wanted_materials(Invocation& call) {
  const auto one = call.argument("MATERIAL");
  return one ? std::vector{*one} : material_names();
}

void warn_of_age(Invocation& call, const Meeting& meeting, const Shelf& shelf) {
  const MaterialsBuild& shown = *shelf.in_hand;
  if (app::is_stale(shown, meeting)) {
    call.out.warn(
        "the meeting has changed since these materials were written; the next run "
        "writes them anew");
  }
  const MaterialsBuild& latest = *shelf.latest;
  const bool failed = latest.state == BuildState::failed ||
                      (latest.state == BuildState::pending && latest.attempts > 0);
  if (latest.number > shown.number && failed) {
    call.out.warn("newer materials could not be written: " + step_failed(latest) +
                  "; execassist prep retry " + meeting.meeting_id);
  }
}

wire::Json materials_json(Invocation& call, const app::Scope& scope, const Meeting& meeting,
                          const MaterialsBuild& build) {
  wire::Json files = wire::Json::array();
  std::vector<std::string> names;
  for (const std::string& each : wanted_materials(call)) names.push_back(each + ".md");
  names.push_back(kPage);
  for (const std::string& name : names) {
    files.push(wire::Json::object(
        {{"name", name}, {"path", scope.edges.archive().path_of(build.location, name)}}));
  }
  wire::Json changes = wire::Json::array();
  for (const std::string& each : build.changes) changes.push(one_line(each));
  wire::Json json;
  json.set("meeting_id", meeting.meeting_id);
  json.set("location", build.location);
  json.set("build_number", build.number);
  json.set("cause", build.cause);
  json.set("stale", app::is_stale(build, meeting));
  json.set("created_at", time_json(build.created_at));
  json.set("finished_at", time_json(build.finished_at));
  json.set("files", std::move(files));
  json.set("changes", std::move(changes));
  return json;
}

bool has_display(Edges& edges) {
  return edges.environment("DISPLAY") || edges.environment("WAYLAND_DISPLAY");
}

void open_page(Invocation& call, const std::string& path) {
  if (call.global.dry_run) {
    call.out.line("would open " + path);
  } else if (!has_display(call.edges)) {
    call.out.talk("there is no display here; the page is this file:");
    call.out.line(path);
  } else if (!call.edges.open_browser(wire::file_url(path))) {
    call.out.talk("no browser could be started here; the page is this file:");
    call.out.line(path);
  } else {
    call.out.talk("opening " + path);
  }
}

int run_materials(Invocation& call) {
  const int ways = static_cast<int>(call.flag("--html")) + static_cast<int>(call.flag("--path")) +
                   static_cast<int>(call.flag("--open"));
  if (ways > 1) call.usage_error("--html, --path and --open exclude each other");
  if (ways == 1 && call.argument("MATERIAL")) {
    call.usage_error("the page holds all materials: --html, --path and --open take no MATERIAL");
  }
  Workplace workplace(call);
  const app::Scope& scope = workplace.scope();
  const Meeting meeting = app::find_meeting(scope, *call.argument("ID"));
  const Shelf shelf = shelf_of(scope, meeting.meeting_id);
  if (!shelf.in_hand) throw missing(meeting, shelf, scope.settings.prep.keep_days);
  const MaterialsBuild& build = *shelf.in_hand;
  Archive& archive = scope.edges.archive();
  const std::string page = archive.path_of(build.location, kPage);
  warn_of_age(call, meeting, shelf);
  if (call.global.json) {
    call.out.json(materials_json(call, scope, meeting, build));
  } else if (call.flag("--html")) {
    call.out.raw(archive.read(build.location, kPage));
  } else if (call.flag("--path")) {
    call.out.line(page);
  }
  // Also with --json: the document says what is opened.
  if (call.flag("--open")) open_page(call, page);
  if (ways > 0 || call.global.json) return 0;
  bool first = true;
  for (const std::string& name : wanted_materials(call)) {
    if (!first) call.out.line();
    first = false;
    // A file that somebody edited by hand must not reach the terminal as it is.
    std::string text = safe_block(archive.read(build.location, name + ".md"));
    if (!text.ends_with('\n')) text += '\n';
    call.out.text(text);
  }
  return 0;
}

void tell_ready(Invocation& call, const app::Scope& scope, const app::BuildReport& report) {
  for (const app::BuiltMaterials& each : report.built) {
    if (each.location.empty()) continue;  // a dry run, which tell_builds tells
    call.out.line("materials: " + scope.edges.archive().path_of(each.location, kPage));
    call.out.line("  read:   execassist prep materials " + each.meeting_id);
  }
}

int run_retry(Invocation& call) {
  Workplace workplace(call);
  const app::Scope& scope = workplace.scope();
  const Meeting meeting = app::find_meeting(scope, *call.argument("ID"));
  app::retry_build(scope, meeting);
  const app::BuildReport report = write_materials_now(call, scope, meeting);
  const auto build = store::BuildRepository(scope.database).latest_of(meeting.meeting_id);
  if (report.built.empty() && report.failed.empty() && build) {
    call.out.line(build->state == BuildState::superseded
                      ? "not needed any more: " + one_line(build->problem)
                      : std::string("another process is at work on it"));
  }
  wire::Json json = prep_json({}, report);
  wire::Json result;
  result.set("meeting_id", meeting.meeting_id);
  result.set("state", build ? wire::Json(name_of(build->state)) : wire::Json());
  result.set("step", build ? wire::Json(name_of(build->step)) : wire::Json());
  result.set("problem",
             build && !build->problem.empty() ? wire::Json(build->problem) : wire::Json());
  result.set("materials", *json.find("materials"));
  result.set("failed_steps", *json.find("failed_steps"));
  call.out.json(result);
  return code_of(app::verdict_of(report));
}

}  // namespace

app::BuildReport write_materials_now(Invocation& call, const app::Scope& scope,
                                     const Meeting& meeting) {
  const app::BuildReport report = app::advance_builds(scope, meeting.meeting_id);
  tell_builds(call, report);
  tell_ready(call, scope, report);
  return report;
}

const CommandDesc kPrepMaterials{
    .path = {"prep", "materials"},
    .summary = "show the materials of a meeting",
    .doc =
        "Prints the agenda, the context brief, the question bank and the note template as "
        "Markdown, or the one that is named. The same stands on one page, materials.html, which "
        "needs no network and can be printed.\n\n"
        "Materials are written when a preparation ends, by \"prep finish\", \"prep\" or \"run\", "
        "and kept for prep.keep_days after the meeting. When the meeting has changed since, a "
        "warning says so; the next run writes them anew.",
    .arguments = {kMeetingArgument,
                  {.name = "MATERIAL",
                   .doc = "Only this one.",
                   .required = false,
                   .choices = material_names()}},
    .options = {{.name = "--html", .doc = "Print the page instead."},
                {.name = "--path", .doc = "Print where the page is."},
                {.name = "--open",
                 .doc = "Open the page in a browser; where there is no display its path is "
                        "printed."}},
    .examples = {{"execassist prep materials 4k2m --open", "the page, in a browser"},
                 {"execassist prep materials 4k2m notes > notes.md",
                  "the note template, to write in"}},
    .exit_codes = {6},
    .needs = Needs::store,
    .run = run_materials,
};

const CommandDesc kPrepRetry{
    .path = {"prep", "retry"},
    .summary = "resume a failed step of a meeting's materials",
    .doc =
        "A step that fails is tried again by itself after 1, 2 and 4 minutes; then it is given up "
        "and an alert is sent. This resumes it at once; what is done stays done.",
    .arguments = {kMeetingArgument},
    .examples = {{"execassist prep retry 4k2m", "after the cause is mended"}},
    .exit_codes = {3, 5, 6},
    .needs = Needs::store,
    .run = run_retry,
};

}  // namespace execassist::cli
