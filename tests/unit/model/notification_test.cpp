#include <execassist/model/notification.hpp>

#include <string>

#include <doctest/doctest.h>

namespace execassist {

TEST_CASE("notification: names, both ways") {
  struct KindCase {
    NotificationKind kind;
    std::string name;
  };
  for (const auto& [kind, name] : {
           KindCase{NotificationKind::prep, "prep"},
           KindCase{NotificationKind::reminder, "reminder"},
           KindCase{NotificationKind::change, "change"},
           KindCase{NotificationKind::alert, "alert"},
           KindCase{NotificationKind::test, "test"},
       }) {
    CHECK(name_of(kind) == name);
    CHECK(notification_kind_named(name) == kind);
  }
  struct StateCase {
    NotificationState state;
    std::string name;
  };
  for (const auto& [state, name] : {
           StateCase{NotificationState::pending, "pending"},
           StateCase{NotificationState::sending, "sending"},
           StateCase{NotificationState::sent, "sent"},
           StateCase{NotificationState::dead, "dead"},
           StateCase{NotificationState::suppressed, "suppressed"},
       }) {
    CHECK(name_of(state) == name);
    CHECK(notification_state_named(name) == state);
  }
  struct OutcomeCase {
    AttemptOutcome outcome;
    std::string name;
  };
  for (const auto& [outcome, name] : {
           OutcomeCase{AttemptOutcome::accepted, "accepted"},
           OutcomeCase{AttemptOutcome::not_sent, "not_sent"},
           OutcomeCase{AttemptOutcome::refused, "refused"},
           OutcomeCase{AttemptOutcome::sign_in_needed, "sign_in_needed"},
           OutcomeCase{AttemptOutcome::unknown, "unknown"},
           OutcomeCase{AttemptOutcome::bounced, "bounced"},
       }) {
    CHECK(name_of(outcome) == name);
    CHECK(attempt_outcome_named(name) == outcome);
  }
  CHECK(notification_kind_named("Prep") == std::nullopt);
  CHECK(notification_state_named("") == std::nullopt);
  CHECK(attempt_outcome_named("accept") == std::nullopt);
}

}  // namespace execassist
