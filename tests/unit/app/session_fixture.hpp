// The assistant of app_fixture.hpp with questions in its rules, and acts on prep sessions in
// transactions of their own.
#pragma once

#include "app/prep_sessions.hpp"
#include "app_fixture.hpp"
#include "store/prep_log_repository.hpp"
#include "store/prep_session_repository.hpp"
#include "store/query.hpp"
#include "store/redraw_repository.hpp"

#include <string>
#include <vector>

namespace execassist::app::testing {

inline const SessionActor kTerminal{SessionPlace::terminal, "prep start"};
inline const SessionActor kSlack{SessionPlace::slack, "the button in Slack"};

class SessionApp : public App {
 public:
  SessionApp() {
    for (MeetingType& type : rules.types) {
      if (type.name == "exact") continue;  // asks nothing
      for (int i = 1; i <= 3; ++i) {
        type.prep_questions.push_back(
            {"k" + std::to_string(i), type.name + " question " + std::to_string(i), i == 1});
      }
    }
  }

  // A day ahead, announced and delivered on "first".
  Meeting told(const std::string& id = "one", const std::string& title = "Weekly review") {
    put(facts_of(id, kNow + days{1}, hours{1}, title));
    tick();
    return meeting(id);
  }

  template <class Act>
  auto in_transaction(Act act) {
    auto transaction = database.begin();
    auto result = act(transaction);
    transaction.commit();
    return result;
  }
  SessionResult open(const Meeting& of, const SessionActor& actor = kTerminal) {
    return in_transaction(
        [&](auto& transaction) { return open_session(scope, transaction, of.meeting_id, actor); });
  }
  SessionResult answer(const Meeting& of, const std::string& text,
                       const SessionActor& actor = kTerminal,
                       std::optional<int> version = std::nullopt) {
    return in_transaction([&](auto& transaction) {
      return answer_session(scope, transaction, of.meeting_id, text, actor, version);
    });
  }
  SessionResult pass_over(const Meeting& of, const SessionActor& actor = kTerminal,
                          std::optional<int> version = std::nullopt) {
    return in_transaction([&](auto& transaction) {
      return pass_over_question(scope, transaction, of.meeting_id, actor, version);
    });
  }
  SessionResult back(const Meeting& of, const SessionActor& actor = kTerminal,
                     std::optional<int> version = std::nullopt) {
    return in_transaction([&](auto& transaction) {
      return step_back(scope, transaction, of.meeting_id, actor, version);
    });
  }
  SessionResult finish(const Meeting& of, const SessionActor& actor = kTerminal) {
    return in_transaction([&](auto& transaction) {
      return finish_session(scope, transaction, of.meeting_id, actor);
    });
  }

  PrepSession session(const Meeting& of) {
    return store::PrepSessionRepository(database).latest_of(of.meeting_id).value();
  }
  Meeting now_of(const Meeting& of) {
    return store::MeetingRepository(database).load(of.meeting_id).value();
  }
  // Of its sessions.
  std::vector<store::PrepLogEntry> log_of(const Meeting& of) {
    auto entries = store::PrepLogRepository(database).list(of.meeting_id);
    std::erase_if(entries, [](const auto& each) { return each.step != "session"; });
    return entries;
  }
  // Why materials of it were to be written, in order.
  std::vector<std::string> builds_of(const Meeting& of) {
    store::Query query(database, "SELECT cause FROM builds WHERE meeting_id = ? ORDER BY number");
    query.with(of.meeting_id);
    std::vector<std::string> causes;
    while (query.next()) causes.push_back(query.take<std::string>());
    return causes;
  }
  int redraws() {
    return static_cast<int>(store::RedrawRepository(database).due(now() + days{1000}, 1000).size());
  }
  void redraws_done() {
    for (const auto& each : store::RedrawRepository(database).due(now() + days{1000}, 1000)) {
      in_transaction([&](auto& transaction) {
        store::RedrawRepository(database).done(transaction, each);
        return 0;
      });
    }
  }
};

}  // namespace execassist::app::testing
