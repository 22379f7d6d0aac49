// What Slack sends to the one address that all its requests go to, by the signed body: slash
// commands and clicks as forms, events as JSON. Pure; every field is checked for type, shape and
// length.
#pragma once

#include <execassist/model/inbound.hpp>

#include <string>
#include <string_view>

namespace execassist::wire {

enum class SlackRequestKind {
  challenge,  // of a new address: `text` is to be sent back
  probe,      // of a certificate: any 200 will do
  inbound,    // somebody did something
  ignored,    // nothing that we act on; `text` says why
  malformed,  // `text` says why
};

struct SlackRequest {
  SlackRequestKind kind = SlackRequestKind::malformed;
  std::string text{};  // one line
  Inbound inbound{};   // without received_at
};

SlackRequest read_slack_request(std::string_view content_type, std::string_view body);

}  // namespace execassist::wire
