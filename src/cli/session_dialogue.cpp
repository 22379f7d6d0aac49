#include "cli/session_dialogue.hpp"

#include "cli/exit_codes.hpp"
#include "prep/session_flow.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <utility>

namespace execassist::cli {
namespace {

constexpr std::size_t kLongestLine = std::size_t{64} * 1024;  // bytes

// "/back": a line of its own that is no answer. One that begins with a blank is an answer.
std::string command_in(std::string_view line) {
  if (!line.starts_with('/')) return {};
  std::string word(trim(line));
  const bool letters = std::all_of(word.begin() + 1, word.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
  return letters && word.size() > 1 ? fold_case(word) : std::string();
}

// A terminal holds no more of a line until Enter is pressed, and drops the rest unsaid.
constexpr std::size_t kLongestTypedLine = 4095;  // bytes

bool goes_on(std::string_view line) { return line.ends_with('\\'); }

}  // namespace

SessionDialogue::SessionDialogue(Invocation& call, const app::Scope& scope,
                                 const PrepSession& session)
    : call_(call), scope_(scope), session_(session) {}

int SessionDialogue::run() {
  call_.out.line("  /back, /skip, /finish or /quit; a line that ends in \\ goes on in the next");
  ask();
  call_.edges.files().each_line("-", kLongestLine,
                                [&](std::string_view line, bool cut) { return take(line, cut); });
  if (torn_) drop_torn();
  if (!over_ && !begun_.empty()) answer(std::exchange(begun_, {}));
  if (!over_) {
    call_.out.line();
    leave();
  }
  return code_;
}

void SessionDialogue::ask() {
  const SessionQuestion& question =
      session_.questions.at(static_cast<std::size_t>(session_.position));
  call_.out.line();
  call_.out.line(call_.out.paint(Paint::dim, "Question " + prep::progress_of(session_)));
  call_.out.line(call_.out.paint(Paint::bold, one_line(question.text)));
  if (question.answer) {
    call_.out.line("  so far (/skip keeps it):");
    for (const std::string& line : split(safe_block(*question.answer), '\n')) {
      call_.out.line("  " + line);
    }
  }
  call_.out.text("> ");
}

bool SessionDialogue::take(std::string_view line, bool cut) {
  if (cut) call_.out.warn("the line was too long; its first 64 KiB were taken");
  const Terminal& terminal = call_.edges.terminal();
  const bool more_waits = terminal.input_waits();
  if (terminal.in_is_terminal() && line.size() == kLongestTypedLine) torn_ = true;
  if (torn_) {
    if (more_waits) return true;  // the rest of what was pasted
    drop_torn();
    ask();
    return !call_.out.closed();
  }
  const std::string command = begun_.empty() ? command_in(line) : std::string();
  if (!command.empty()) return obey(command);
  if (pasted_ || more_waits) return take_pasted(line, more_waits);
  if (goes_on(line) && !cut) {
    begun_ += std::string(line.substr(0, line.size() - 1)) + "\n";
    call_.out.text(". ");
    return !call_.out.closed();
  }
  return answer(std::exchange(begun_, {}) + std::string(line));
}

// What is pasted seldom ends with a line break, and its last line comes when Enter is pressed: so
// the answer stays open until an empty line after which nothing waits.
bool SessionDialogue::take_pasted(std::string_view line, bool more_waits) {
  if (pasted_ && !more_waits && trim(line).empty()) {
    pasted_ = false;
    return answer(std::exchange(begun_, {}));
  }
  begun_ += std::string(line) + "\n";
  if (!more_waits) {
    if (!std::exchange(told_, true)) {
      call_.out.line("  What came at once is one answer, commands too; an empty line ends it.");
    }
    call_.out.text(". ");
  }
  pasted_ = true;
  return !call_.out.closed();
}

// Half a line would be an answer that nobody gave.
void SessionDialogue::drop_torn() {
  torn_ = pasted_ = false;
  begun_.clear();
  call_.out.line(
      "A line of 4,095 bytes or more was cut: a terminal takes no more of one. Nothing of "
      "this answer was stored. Give it in shorter lines, or from a file: execassist prep "
      "answer " +
      session_.meeting_id + " - < FILE");
}

bool SessionDialogue::obey(const std::string& command) {
  const app::SessionActor actor{SessionPlace::terminal, "prep start: " + command};
  const std::string& meeting_id = session_.meeting_id;
  if (command == "/quit") {
    leave();
    return false;
  }
  if (command == "/finish") {
    return act([&](store::Transaction& transaction) {
      return app::finish_session(scope_, transaction, meeting_id, actor);
    });
  }
  if (command == "/skip") {
    return act([&](store::Transaction& transaction) {
      return app::pass_over_question(scope_, transaction, meeting_id, actor, session_.version);
    });
  }
  if (command == "/back") {
    return act([&](store::Transaction& transaction) {
      return app::step_back(scope_, transaction, meeting_id, actor, session_.version);
    });
  }
  call_.out.line("There is no " + one_line(command) +
                 ". There are /back, /skip, /finish and /quit; to answer with it, put a blank "
                 "before it.");
  ask();
  return !call_.out.closed();
}

bool SessionDialogue::answer(const std::string& text) {
  return act([&](store::Transaction& transaction) {
    return app::answer_session(scope_, transaction, session_.meeting_id, text,
                               {SessionPlace::terminal, "prep start"}, session_.version);
  });
}

bool SessionDialogue::act(const Act& what) {
  auto transaction = scope_.database.begin();
  const app::SessionResult result = what(transaction);
  transaction.commit();
  const bool elsewhere =
      !result.changed && result.session && result.session->version != session_.version;
  if (result.session) session_ = *result.session;
  // What happened shows itself in the next question; what did not must be said.
  if (!result.changed || result.cut || !session_.open()) call_.out.line(result.said);
  if (elsewhere) call_.out.line("What you typed was not stored.");
  if (!result.refusal && session_.open()) {
    ask();
    return !call_.out.closed();
  }
  over_ = true;
  if (result.refusal && !finished()) code_ = kExitRefused;
  return false;
}

void SessionDialogue::leave() {
  over_ = true;
  call_.out.line("It waits for you at question " + prep::progress_of(session_) +
                 ": execassist prep start " + session_.meeting_id);
}

}  // namespace execassist::cli
