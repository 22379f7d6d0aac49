// Requests as Slack signs them.
#pragma once

#include <execassist/base/encoding.hpp>
#include <execassist/base/instant.hpp>
#include <execassist/ports/http_server.hpp>

#include <string>

namespace execassist::testing {

inline const std::string kSlackSecret = "8f742231b10e8888abcd99yyyzzz85a5";

inline ServedRequest signed_request(const std::string& body, const std::string& content_type,
                                    Instant at, const std::string& secret = kSlackSecret) {
  const std::string timestamp = std::to_string(at.time_since_epoch().count());
  ServedRequest request;
  request.method = "POST";
  request.path = "/slack/webhook";
  request.body = body;
  request.peer = "127.0.0.1";
  request.from_loopback = true;
  request.headers = {
      {"content-type", content_type},
      {"x-slack-request-timestamp", timestamp},
      {"x-slack-signature", "v0=" + hex(hmac_sha256(secret, "v0:" + timestamp + ":" + body))}};
  return request;
}

// A direct message. `event` names the delivery.
inline ServedRequest signed_message(const std::string& event, const std::string& user,
                                    const std::string& text, Instant at) {
  return signed_request(
      R"({"type":"event_callback","event_id":")" + event +
          R"(","event":{"type":"message","channel_type":"im","channel":"D1","user":")" + user +
          R"(","ts":"1.5","text":")" + text + "\"}}",
      "application/json", at);
}

inline ServedRequest signed_command(const std::string& trigger, const std::string& user,
                                    const std::string& text, Instant at) {
  return signed_request("command=%2Fmeetings&user_id=" + user +
                            "&channel_id=D1&trigger_id=" + trigger + "&text=" + text,
                        "application/x-www-form-urlencoded", at);
}

}  // namespace execassist::testing
