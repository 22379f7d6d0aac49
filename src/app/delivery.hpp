// Delivers what the outbox owes (promise 1: never twice, never not at all). Each message goes
// through four steps: lease, claim with the attempt stored before the act, call, outcome;
// src/README.md tells the whole.
#pragma once

#include "app/scope.hpp"

#include <execassist/base/error.hpp>
#include <execassist/model/notification.hpp>

#include <optional>
#include <string>
#include <vector>

namespace execassist::app {

struct DeliveryReport {
  int sent = 0;
  int failed = 0;    // no channel worked this time; it will be tried again
  int dead = 0;      // given up; somebody is told
  int deferred = 0;  // quiet hours, the hourly limit
  int suppressed = 0;
  std::vector<Notification> notifications;  // all of these, as they are now
  std::optional<Error> misconfigured;       // why a channel could not even be tried
};

// Which kinds to deliver; empty: all.
DeliveryReport deliver(const Scope& scope, const std::vector<NotificationKind>& kinds);

// A test message to each user in scope over each of their channels, or over `channel` alone.
DeliveryReport deliver_test(const Scope& scope, const std::optional<std::string>& channel);

// With --json the channel `terminal` delivers in the result document. When that could not be
// written, its messages are owed again.
void take_back_unwritten(const Scope& scope, const std::vector<Notification>& notifications);

// dead → pending. Throws Error{refused} when it is not dead, or the meeting has begun.
void retry_dead(const Scope& scope, const Notification& notification);

}  // namespace execassist::app
