// Something that a person did in Slack: pressed a button, typed a command, wrote to the bot. It is
// stored once by its delivery id before it is answered, and acted on afterwards.
#pragma once

#include <execassist/base/instant.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace execassist {

enum class InboundKind { command, action, message };

enum class InboundState { pending, done, failed };

struct Inbound {
  std::string delivery_id;  // trigger_id, event_id, or what names one click
  InboundKind kind = InboundKind::message;
  std::string slack_user;    // "U0001": checked for its shape, not yet for who it is
  std::string action;        // of an action: "start_prep"; of a command: "/meetings"
  std::string value;         // of an action: what it is about, a meeting_id
  std::string text;          // of a message or command, as the person sees it: safe lines
  std::string conversation;  // "D0001"
  std::string message_ts;    // of an action: the message that holds the button
  bool ephemeral = false;    // that message is seen by this person alone and has no place in Slack
  std::string response_url;  // a credential of 30 minutes: never logged, dropped once it is done
  Instant received_at{};
  InboundState state = InboundState::pending;
  std::string outcome;  // what came of it, one line
  int attempts = 0;
  Instant next_attempt_at{};
};

std::string_view name_of(InboundKind kind);
std::string_view name_of(InboundState state);
std::optional<InboundKind> inbound_kind_named(std::string_view name);
std::optional<InboundState> inbound_state_named(std::string_view name);

}  // namespace execassist
