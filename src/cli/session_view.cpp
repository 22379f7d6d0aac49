#include "cli/session_view.hpp"

#include "cli/views.hpp"
#include "prep/session_flow.hpp"

#include <execassist/base/text.hpp>

namespace execassist::cli {
namespace {

constexpr const char* kBelowLabel = "            ";

std::string_view place_in_words(SessionPlace place) {
  return place == SessionPlace::slack ? "in Slack" : "in the terminal";
}

wire::Json question_json(const SessionQuestion& question) {
  wire::Json json;
  json.set("key", question.key);
  json.set("text", question.text);
  json.set("for_agenda", question.for_agenda);
  json.set("answer", question.answer);
  json.set("skipped", question.skipped);
  json.set("answered_at", time_json(question.answered_at));
  json.set("answered_in",
           question.answered_in ? wire::Json(name_of(*question.answered_in)) : wire::Json());
  return json;
}

bool waits(const PrepSession& session, std::size_t index) {
  return session.open() && session.position == static_cast<int>(index);
}

}  // namespace

wire::Json session_json(const std::optional<PrepSession>& session) {
  if (!session) return {};
  wire::Json questions = wire::Json::array();
  for (const SessionQuestion& each : session->questions) questions.push(question_json(each));
  wire::Json json;
  json.set("session_id", session->session_id);
  json.set("state", name_of(session->state));
  json.set("place", name_of(session->place));
  json.set("position", session->position);
  json.set("version", session->version);
  json.set("progress", prep::progress_of(*session));
  json.set("answered", prep::answered_count(*session));
  json.set("questions", std::move(questions));
  json.set("started_at", time_json(session->started_at));
  json.set("last_activity_at", time_json(session->last_activity_at));
  json.set("ended_at", time_json(session->ended_at));
  return json;
}

std::string session_in_words(const PrepSession& session) {
  const std::string answered = std::to_string(prep::answered_count(session)) + " of " +
                               std::to_string(session.questions.size()) + " answered";
  if (!session.open()) return std::string(name_of(session.state)) + ", " + answered;
  const std::string waiting = "question " + prep::progress_of(session) + " waits ";
  const bool paused = session.state == SessionState::paused;
  return (paused ? "paused: " : "") + waiting + std::string(place_in_words(session.place)) + ", " +
         answered;
}

void print_session(Output& out, const PrepSession& session) {
  out.line("  session   " + session_in_words(session));
  for (std::size_t i = 0; i < session.questions.size(); ++i) {
    const SessionQuestion& each = session.questions[i];
    const std::string mark = waits(session, i) ? " (waits)" : each.skipped ? " (passed over)" : "";
    out.line(kBelowLabel + std::to_string(i + 1) + ". " + one_line(each.text) + mark);
    if (!each.answer) continue;
    for (const std::string& line : split(safe_block(*each.answer), '\n')) {
      out.line(kBelowLabel + std::string("   ") + line);
    }
  }
}

std::string waiting_question(const PrepSession& session) {
  return "question " + prep::progress_of(session) + ": " +
         one_line(session.questions.at(static_cast<std::size_t>(session.position)).text);
}

}  // namespace execassist::cli
