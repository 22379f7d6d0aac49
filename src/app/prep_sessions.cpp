#include "app/prep_sessions.hpp"

#include "app/meeting_steps.hpp"
#include "notify/message.hpp"
#include "prep/session_flow.hpp"
#include "store/meeting_repository.hpp"
#include "store/outbox_repository.hpp"
#include "store/prep_log_repository.hpp"
#include "store/prep_session_repository.hpp"
#include "store/redraw_repository.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/identifier.hpp>
#include <execassist/base/text.hpp>

#include <functional>
#include <utility>
#include <variant>

namespace execassist::app {
namespace {

constexpr const char* kSlack = "slack";
constexpr const char* kLogStep = "session";

using Decide = std::function<prep::SessionDecision(const PrepSession&)>;

// "question 2 of 4 answered" → "Question 2 of 4 answered."
std::string sentence(std::string text) {
  if (text.empty()) return text;
  if (text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text + ".";
}

Meeting meeting_named(const Scope& scope, const std::string& meeting_id) {
  auto meeting = store::MeetingRepository(scope.database).load(meeting_id);
  if (!meeting) throw Error(ErrorKind::not_found, "no such meeting: " + one_line(meeting_id));
  return std::move(*meeting);
}

SessionResult refused(Meeting meeting, std::optional<PrepSession> session,
                      const prep::Refusal& refusal) {
  return {std::move(meeting), std::move(session), false, sentence(refusal.why), refusal};
}

const std::vector<PrepQuestion>& questions_for(const Rules& rules, const Meeting& meeting) {
  static const std::vector<PrepQuestion> none;
  const auto& name = meeting.state.meeting_type;
  const MeetingType* type = name ? rules.find(*name) : nullptr;
  // It has no type yet, or the rules do not know it any more.
  const bool has_default = !rules.types.empty() && rules.types.back().is_default();
  if (!type && has_default) type = &rules.types.back();
  return type ? type->prep_questions : none;
}

void log_session(const Scope& scope, store::Transaction& transaction, const Meeting& meeting,
                 const std::string& cause, const std::string& outcome) {
  store::PrepLogRepository(scope.database)
      .add(transaction, meeting.meeting_id,
           {scope.now(), kLogStep, one_line(cause), one_line(outcome)});
}

std::string question_variant(const PrepSession& session, int version) {
  return session.session_id + ":" + std::to_string(version);
}

// The question that waits, where the session is held in Slack; what was to be said before goes out
// no more.
void renew_messages(const Scope& scope, store::Transaction& transaction, const Meeting& meeting,
                    const PrepSession& session) {
  store::OutboxRepository outbox(scope.database);
  for (const auto kind : {NotificationKind::question, NotificationKind::nudge}) {
    outbox.suppress_pending(transaction, meeting.meeting_id, kind, "the prep session went on");
  }
  if (session.state != SessionState::active || session.place != SessionPlace::slack) return;
  Notification question = about_meeting(meeting, NotificationKind::question,
                                        question_variant(session, session.version), scope.now());
  question.expires_at = meeting.facts.end;
  question.text = "Question " + prep::progress_of(session) + ": " +
                  session.questions[static_cast<std::size_t>(session.position)].text;
  outbox.insert(transaction, question);
}

bool store_move(const Scope& scope, store::Transaction& transaction, const Meeting& meeting,
                const PrepSession& before, const prep::SessionMove& move,
                const std::string& cause) {
  store::PrepSessionRepository sessions(scope.database);
  if (!sessions.update(transaction, move.to, before.version)) return false;
  log_session(scope, transaction, meeting, cause, move.outcome);
  renew_messages(scope, transaction, meeting, move.to);
  want_redraws(scope, transaction, meeting.meeting_id);
  return true;
}

// Nothing: done.
std::optional<prep::Refusal> complete(const Scope& scope, store::Transaction& transaction,
                                      const Meeting& meeting, const std::string& cause) {
  const auto decision = prep::finished(meeting, scope.now());
  if (const auto* refusal = std::get_if<prep::Refusal>(&decision)) return *refusal;
  prep::Step step = std::get<prep::Step>(decision);
  step.cause = "user: " + one_line(cause);
  apply_step(scope, transaction, meeting, meeting.facts, step);
  return std::nullopt;
}

SessionResult moved(const Scope& scope, const Meeting& meeting, const PrepSession& session,
                    const std::string& outcome) {
  SessionResult result{meeting_named(scope, meeting.meeting_id), session, true, sentence(outcome)};
  if (!session.open()) result.said += " The preparation is finished.";
  return result;
}

// Begun while nothing was sent, or Slack could not be reached: nobody can answer that.
bool is_unasked(const Scope& scope, const PrepSession& session) {
  return session.state == SessionState::active && session.place == SessionPlace::slack &&
         question_in_slack(scope, session) == QuestionInSlack::missing;
}

// Timestamps of Slack, "1795313396.000100": of one length, so that they compare as text. Events may
// come late: Slack repeats them.
bool is_before(std::string_view written, std::string_view asked) {
  return written.size() == asked.size() && written < asked;
}

SessionResult act(const Scope& scope, store::Transaction& transaction,
                  const std::string& meeting_id, const SessionActor& actor, const Decide& decide) {
  Meeting meeting = meeting_named(scope, meeting_id);
  store::PrepSessionRepository sessions(scope.database);
  auto session = sessions.open_of(meeting_id);
  if (const auto why = prep::why_out_of_reach(meeting, scope.now())) {
    return refused(std::move(meeting), std::move(session), *why);
  }
  if (!session) {
    const prep::Refusal none_open{"no prep session of this meeting is open",
                                  "execassist prep start " + meeting_id};
    return refused(std::move(meeting), sessions.latest_of(meeting_id), none_open);
  }
  const auto decision = decide(*session);
  if (const auto* nothing = std::get_if<prep::NoMove>(&decision)) {
    return {std::move(meeting), std::move(session), false, nothing->why};
  }
  const auto& move = std::get<prep::SessionMove>(decision);
  if (!store_move(scope, transaction, meeting, *session, move, actor.cause)) {
    return {std::move(meeting), sessions.load(session->session_id), false,
            "Somebody else was first."};
  }
  const bool asked_all = move.to.position == static_cast<int>(move.to.questions.size());
  if (!move.to.open()) {
    complete(scope, transaction, meeting, asked_all ? "the prep session is finished" : actor.cause);
  }
  SessionResult result = moved(scope, meeting, move.to, move.outcome);
  result.cut = move.cut;
  return result;
}

// REQUIRES: no session of it is open.
SessionResult begin(const Scope& scope, store::Transaction& transaction, const Meeting& meeting,
                    const SessionActor& actor) {
  store::PrepSessionRepository sessions(scope.database);
  PrepSession session = prep::new_session(meeting, questions_for(scope.rules, meeting), actor.place,
                                          random_id(), scope.now());
  const auto before = sessions.latest_of(meeting.meeting_id);
  // Versions go on, so that no button of an earlier session fits this one.
  if (before) session.version = before->version + 1;
  if (before && before->state == SessionState::abandoned && session.open()) {
    session = prep::carried_over(std::move(session), *before);
  }
  sessions.insert(transaction, session);
  const std::string outcome = session.open() ? "begun at question " + prep::progress_of(session)
                                             : "there is nothing to ask about it";
  log_session(scope, transaction, meeting, actor.cause, outcome);
  renew_messages(scope, transaction, meeting, session);
  want_redraws(scope, transaction, meeting.meeting_id);
  if (!session.open()) complete(scope, transaction, meeting, actor.cause);
  return moved(scope, meeting, session, outcome);
}

// An open session of the meeting ends with what happened to the meeting.
void end_open_session(const Scope& scope, store::Transaction& transaction, const Meeting& meeting,
                      const std::string& why, const Decide& decide) {
  const auto session = store::PrepSessionRepository(scope.database).open_of(meeting.meeting_id);
  if (!session) return;
  const auto decision = decide(*session);
  if (const auto* move = std::get_if<prep::SessionMove>(&decision)) {
    store_move(scope, transaction, meeting, *session, *move, why);
  }
}

void queue_nudge(const Scope& scope, store::Transaction& transaction, const Meeting& meeting,
                 const PrepSession& session) {
  if (meeting.facts.start <= scope.now()) return;
  Notification nudge =
      about_meeting(meeting, NotificationKind::nudge, session.session_id, scope.now());
  nudge.expires_at = meeting.facts.start;
  nudge.text = "Your preparation of " + notify::title_of(meeting.facts) + " waits at question " +
               prep::progress_of(session) + ". Go on: execassist prep start " + meeting.meeting_id;
  store::OutboxRepository(scope.database).insert(transaction, nudge);
}

bool pause_if_idle(const Scope& scope, store::Transaction& transaction,
                   const std::string& session_id) {
  const auto session = store::PrepSessionRepository(scope.database).load(session_id);
  if (!session) return false;
  const auto decision = prep::fell_idle(*session, scope.settings.prep.session_idle, scope.now());
  const auto* move = std::get_if<prep::SessionMove>(&decision);
  if (!move) return false;
  const Meeting meeting = meeting_named(scope, session->meeting_id);
  const std::string cause = "no answer for " + describe_duration(scope.settings.prep.session_idle);
  if (!store_move(scope, transaction, meeting, *session, *move, cause)) return false;
  if (!session->nudged) queue_nudge(scope, transaction, meeting, *session);
  return true;
}

}  // namespace

SessionResult open_session(const Scope& scope, store::Transaction& transaction,
                           const std::string& meeting_id, const SessionActor& actor) {
  Meeting meeting = meeting_named(scope, meeting_id);
  if (const auto why = prep::why_out_of_reach(meeting, scope.now())) {
    return refused(std::move(meeting), std::nullopt, *why);
  }
  store::PrepSessionRepository sessions(scope.database);
  if (sessions.open_of(meeting_id)) {
    return act(scope, transaction, meeting_id, actor, [&](const PrepSession& session) {
      const bool again = actor.place == SessionPlace::slack && is_unasked(scope, session);
      return again ? prep::asked_again(session, actor.place, scope.now())
                   : prep::resumed(session, actor.place, scope.now());
    });
  }
  if (meeting.state.status != MeetingStatus::prep_in_progress) {
    const auto decision = prep::started(meeting, scope.now());
    if (const auto* refusal = std::get_if<prep::Refusal>(&decision)) {
      return refused(std::move(meeting), sessions.latest_of(meeting_id), *refusal);
    }
    prep::Step step = std::get<prep::Step>(decision);
    step.cause = "user: " + one_line(actor.cause);
    apply_step(scope, transaction, meeting, meeting.facts, step);
    meeting = meeting_named(scope, meeting_id);
  }
  return begin(scope, transaction, meeting, actor);
}

SessionResult answer_session(const Scope& scope, store::Transaction& transaction,
                             const std::string& meeting_id, const std::string& answer,
                             const SessionActor& actor, std::optional<int> version) {
  return act(scope, transaction, meeting_id, actor, [&](const PrepSession& session) {
    return prep::answered(session, safe_block(answer), actor.place, version, scope.now());
  });
}

SessionResult pass_over_question(const Scope& scope, store::Transaction& transaction,
                                 const std::string& meeting_id, const SessionActor& actor,
                                 std::optional<int> version) {
  return act(scope, transaction, meeting_id, actor, [&](const PrepSession& session) {
    return prep::passed_over(session, actor.place, version, scope.now());
  });
}

SessionResult step_back(const Scope& scope, store::Transaction& transaction,
                        const std::string& meeting_id, const SessionActor& actor,
                        std::optional<int> version) {
  return act(scope, transaction, meeting_id, actor, [&](const PrepSession& session) {
    return prep::stepped_back(session, actor.place, version, scope.now());
  });
}

SessionResult finish_session(const Scope& scope, store::Transaction& transaction,
                             const std::string& meeting_id, const SessionActor& actor) {
  store::PrepSessionRepository sessions(scope.database);
  if (sessions.open_of(meeting_id)) {
    return act(scope, transaction, meeting_id, actor, [&](const PrepSession& session) {
      return prep::ended_early(session, actor.place, scope.now());
    });
  }
  Meeting meeting = meeting_named(scope, meeting_id);
  auto latest = sessions.latest_of(meeting_id);
  if (const auto why = complete(scope, transaction, meeting, actor.cause)) {
    return refused(std::move(meeting), std::move(latest), *why);
  }
  return {meeting_named(scope, meeting_id), std::move(latest), true,
          "The preparation is finished."};
}

void abandon_session(const Scope& scope, store::Transaction& transaction, const Meeting& meeting,
                     const std::string& why) {
  end_open_session(scope, transaction, meeting, why, [&](const PrepSession& session) {
    return prep::given_up(session, scope.now());
  });
}

void settle_session(const Scope& scope, store::Transaction& transaction, const Meeting& meeting,
                    const std::string& why) {
  end_open_session(scope, transaction, meeting, why, [&](const PrepSession& session) {
    return prep::ended_early(session, session.place, scope.now());
  });
}

int pause_idle_sessions(const Scope& scope) {
  int paused = 0;
  const auto idle = store::PrepSessionRepository(scope.database)
                        .idle_since(scope.now() - scope.settings.prep.session_idle);
  for (const PrepSession& session : idle) {
    if (scope.user_id && session.user_id != *scope.user_id) continue;
    auto transaction = scope.database.begin();
    if (pause_if_idle(scope, transaction, session.session_id)) ++paused;
    transaction.commit();
  }
  return paused;
}

std::optional<PrepSession> session_waiting_in_slack(const Scope& scope,
                                                    const std::string& user_id) {
  for (PrepSession& session : store::PrepSessionRepository(scope.database).open_of_user(user_id)) {
    if (session.place == SessionPlace::slack) return std::move(session);
  }
  return std::nullopt;
}

QuestionInSlack question_in_slack(const Scope& scope, const PrepSession& session,
                                  std::string_view written) {
  // A pause asks nothing: what was asked before it still waits. Questions go over Slack alone.
  const int version = session.version - (session.state == SessionState::paused ? 1 : 0);
  const std::string variant = question_variant(session, version);
  store::OutboxFilter filter;
  filter.user_id = session.user_id;
  filter.meeting_id = session.meeting_id;
  filter.kind = NotificationKind::question;
  for (const Notification& each : store::OutboxRepository(scope.database).list(filter)) {
    if (each.variant != variant) continue;
    if (may_have_arrived(each)) {
      const bool later = each.message_id && is_before(written, *each.message_id);
      return later ? QuestionInSlack::came_later : QuestionInSlack::asked;
    }
    const bool due =
        each.state == NotificationState::pending && each.next_attempt_at <= scope.now();
    if (due || each.state == NotificationState::sending) return QuestionInSlack::on_its_way;
  }
  return QuestionInSlack::missing;
}

void want_redraws(const Scope& scope, store::Transaction& transaction,
                  const std::string& meeting_id) {
  store::RedrawRepository(scope.database).want_all(transaction, meeting_id, kSlack, scope.now());
}

}  // namespace execassist::app
