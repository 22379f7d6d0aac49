#include "app/meeting_lookup.hpp"
#include "app/prep_sessions.hpp"
#include "app/tick.hpp"
#include "cli/cmd_prep_materials.hpp"
#include "cli/commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/job_report.hpp"
#include "cli/session_dialogue.hpp"
#include "cli/session_view.hpp"
#include "cli/views.hpp"
#include "cli/workplace.hpp"
#include "notify/message.hpp"
#include "prep/session_flow.hpp"
#include "render/when.hpp"
#include "store/meeting_repository.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

#include <functional>

namespace execassist::cli {
namespace {

constexpr std::size_t kLongestInput = std::size_t{256} * 1024;  // bytes

const ArgumentDesc kMeetingArgument{
    .name = "ID", .doc = "The meeting: its id, or a unique prefix of at least 4 characters."};

using Act =
    std::function<app::SessionResult(const app::Scope&, store::Transaction&, const std::string&)>;

// Throws Error{refused} for what the meeting's state forbids.
app::SessionResult done(const app::Scope& scope, const Meeting& meeting, const Act& act) {
  auto transaction = scope.database.begin();
  app::SessionResult result = act(scope, transaction, meeting.meeting_id);
  transaction.commit();
  if (result.refusal) {
    throw Error(ErrorKind::refused,
                "meeting " + meeting.meeting_id + " (" +
                    std::string(name_of(result.meeting.state.status)) + "): " + result.refusal->why,
                result.refusal->hint);
  }
  return result;
}

// "preparing: Budget review, 2026-11-23 11:00 GMT".
void print_state(Invocation& call, const Workplace& workplace, const Meeting& meeting) {
  const bool prepared = meeting.state.status == MeetingStatus::prep_completed;
  call.out.line(std::string(call.global.dry_run ? "would be " : "") +
                (prepared ? "prepared: " : "preparing: ") + notify::title_of(meeting.facts) + ", " +
                render::stamp(meeting.facts.start, workplace.zone_of(meeting.user_id)));
}

void print_question(Invocation& call, const app::SessionResult& result) {
  if (!result.session || !result.session->open()) return;
  const std::string& id = result.meeting.meeting_id;
  call.out.line(waiting_question(*result.session));
  call.out.line("answer it: execassist prep answer " + id +
                " TEXT (or --skip, or --back); enough: " + "execassist prep finish " + id);
}

void print_json(Invocation& call, const app::SessionResult& result) {
  wire::Json json = meeting_json(result.meeting, call.now());
  json.set("session", session_json(result.session));
  json.set("changed", result.changed);
  json.set("said", result.said);
  call.out.json(json);
}

// What follows the end of a preparation: its materials, at once. Gives the exit code.
int write_materials(Invocation& call, const app::Scope& scope, Meeting& meeting) {
  const auto current = store::MeetingRepository(scope.database).load(meeting.meeting_id);
  if (!current || current->state.prep_outcome != PrepOutcome::prepared) return kExitDone;
  const auto report = write_materials_now(call, scope, *current);
  if (auto written = store::MeetingRepository(scope.database).load(meeting.meeting_id)) {
    meeting = std::move(*written);
  }
  return code_of(app::verdict_of(report));
}

bool at_a_terminal(Invocation& call) {
  Terminal& terminal = call.edges.terminal();
  return !call.global.json && terminal.in_is_terminal() && terminal.out_is_terminal();
}

int run_start(Invocation& call) {
  Workplace workplace(call);
  const app::Scope& scope = workplace.scope();
  const Meeting meeting = app::find_meeting(scope, *call.argument("ID"));
  const app::SessionActor actor{SessionPlace::terminal, "prep start"};
  auto result = done(scope, meeting, [&](const auto&, auto& transaction, const auto& id) {
    return app::open_session(scope, transaction, id, actor);
  });
  print_state(call, workplace, result.meeting);
  const bool asks = result.session && result.session->open();
  if (!asks) call.out.line(result.said);
  if (asks && at_a_terminal(call)) {
    if (prep::answered_count(*result.session) > 0) call.out.line(result.said);
    SessionDialogue dialogue(call, scope, *result.session);
    const int code = dialogue.run();
    if (code != kExitDone || !dialogue.finished()) return code;
    return write_materials(call, scope, result.meeting);
  }
  print_question(call, result);
  const int code = asks ? kExitDone : write_materials(call, scope, result.meeting);
  print_json(call, result);
  return code;
}

// What is given with the call, or stands on stdin.
std::string answer_text(Invocation& call, const std::string& given) {
  if (given != "-") return given;
  std::string text;
  call.edges.files().each_line("-", kLongestInput, [&](std::string_view line, bool) {
    text += std::string(text.empty() ? "" : "\n") + std::string(line);
    return text.size() < kLongestInput;
  });
  return text;
}

Act chosen_act(Invocation& call) {
  const app::SessionActor actor{SessionPlace::terminal, "prep answer"};
  const auto given = call.argument("TEXT");
  const int ways = (given ? 1 : 0) + (call.flag("--skip") ? 1 : 0) + (call.flag("--back") ? 1 : 0);
  if (ways != 1) call.usage_error("prep answer: give one of TEXT, --skip and --back");
  if (call.flag("--skip")) {
    return [actor](const auto& scope, auto& transaction, const auto& id) {
      return app::pass_over_question(scope, transaction, id, actor);
    };
  }
  if (call.flag("--back")) {
    return [actor](const auto& scope, auto& transaction, const auto& id) {
      return app::step_back(scope, transaction, id, actor);
    };
  }
  const std::string text = answer_text(call, *given);
  return [actor, text](const auto& scope, auto& transaction, const auto& id) {
    return app::answer_session(scope, transaction, id, text, actor);
  };
}

int run_answer(Invocation& call) {
  const Act act = chosen_act(call);
  Workplace workplace(call);
  const Meeting meeting = app::find_meeting(workplace.scope(), *call.argument("ID"));
  auto result = done(workplace.scope(), meeting, act);
  if (!result.changed) {
    throw Error(ErrorKind::refused, "meeting " + meeting.meeting_id + ": " + result.said,
                "execassist prep show " + meeting.meeting_id);
  }
  call.out.line(result.said);
  if (!result.session->open()) print_state(call, workplace, result.meeting);
  print_question(call, result);
  const int code =
      result.session->open() ? kExitDone : write_materials(call, workplace.scope(), result.meeting);
  print_json(call, result);
  return code;
}

int run_finish(Invocation& call) {
  Workplace workplace(call);
  const Meeting meeting = app::find_meeting(workplace.scope(), *call.argument("ID"));
  const app::SessionActor actor{SessionPlace::terminal, "prep finish"};
  auto result =
      done(workplace.scope(), meeting, [&](const auto& scope, auto& transaction, const auto& id) {
        return app::finish_session(scope, transaction, id, actor);
      });
  print_state(call, workplace, result.meeting);
  const int code = write_materials(call, workplace.scope(), result.meeting);
  print_json(call, result);
  return code;
}

}  // namespace

const CommandDesc kPrepStart{
    .path = {"prep", "start"},
    .summary = "prepare a meeting: answer its questions",
    .doc =
        "The meeting becomes prep_in_progress, a notification that still waits is not sent any "
        "more, and the questions of its type are asked one at a time; after the last one it is "
        "prepared, and its materials are written. Each answer is stored before the next question. "
        "A session that is open already goes on, wherever it was begun.\n\n"
        "On a terminal the questions are asked here: /back returns to the one before, /skip "
        "passes over one, /finish ends the session, and /quit (or the end of the input) leaves it "
        "for later. A line that ends in \\ goes on in the next one; lines that are pasted together "
        "are one answer, which an empty line ends. Without a terminal the question that waits is "
        "printed, and \"prep answer\" takes the answer.",
    .arguments = {kMeetingArgument},
    .examples = {{"execassist prep start 4k2m", "begin, or go on"},
                 {"execassist prep start 4k2m --json", "for a script: the question that waits"}},
    .exit_codes = {3, 5, 6},
    .needs = Needs::store,
    .run = run_start,
};

const CommandDesc kPrepAnswer{
    .path = {"prep", "answer"},
    .summary = "answer the question of a prep session that waits",
    .doc =
        "Stores the answer and prints the next question; after the last one the meeting is "
        "prepared. It does what the buttons and direct messages in Slack do. Answers are cut at "
        "4,000 characters. 5 when no session is open or the answer is empty.",
    .arguments = {kMeetingArgument,
                  {.name = "TEXT",
                   .doc = "The answer; \"-\" reads it from the standard input, which may have "
                          "several lines.",
                   .required = false}},
    .options = {{.name = "--skip", .doc = "Pass over the question; an answer it has stays."},
                {.name = "--back", .doc = "Return to the question before."}},
    .examples = {{"execassist prep answer 4k2m \"Agree on the budget\"", "one line"},
                 {"execassist prep answer 4k2m - < notes.txt", "several lines"},
                 {"execassist prep answer 4k2m --skip", "not this one"}},
    .exit_codes = {3, 5, 6},
    .needs = Needs::store,
    .run = run_answer,
};

const CommandDesc kPrepFinish{
    .path = {"prep", "finish"},
    .summary = "mark a meeting as prepared",
    .doc =
        "A session that is open ends with the answers it has, and the materials are written. It "
        "works without a session too.",
    .arguments = {kMeetingArgument},
    .examples = {{"execassist prep finish 4k2m", "done"}},
    .exit_codes = {3, 5, 6},
    .needs = Needs::store,
    .run = run_finish,
};

}  // namespace execassist::cli
