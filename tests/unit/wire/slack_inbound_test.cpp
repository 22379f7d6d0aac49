#include "wire/slack_inbound.hpp"

#include "wire/url.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::wire {
namespace {

const std::string kFormType = "application/x-www-form-urlencoded";
const std::string kJsonType = "application/json; charset=utf-8";

SlackRequest form(const Fields& fields) {
  return read_slack_request(kFormType, encode_fields(fields));
}
SlackRequest click(const std::string& payload) { return form({{"payload", payload}}); }
SlackRequest json(const std::string& body) { return read_slack_request(kJsonType, body); }

std::string click_payload(const std::string& action = R"("action_id":"start_prep","value":"m1",)",
                          const std::string& user = R"({"id":"U1"})",
                          const std::string& container =
                              R"({"message_ts":"1.2","channel_id":"D1","is_ephemeral":false})") {
  return R"({"type":"block_actions","user":)" + user + R"(,"container":)" + container +
         R"(,"response_url":"https://hooks.slack.com/a","actions":[{)" + action +
         R"("action_ts":"1732.1"}]})";
}

std::string message_event(const std::string& event, const std::string& beside = "") {
  return R"({"type":"event_callback","event_id":"Ev1",)" + beside + R"("event":{)" + event + "}}";
}

const std::string kDirect =
    R"("type":"message","channel_type":"im","channel":"D1","user":"U1","ts":"1.5","text":"Yes")";

TEST_CASE("a slash command") {
  const SlackRequest request = form({{"command", "/meetings"},
                                     {"text", "list &amp; more"},
                                     {"user_id", "U1"},
                                     {"channel_id", "C1"},
                                     {"response_url", "https://hooks.slack.com/x"},
                                     {"trigger_id", "1.2.abc"}});
  REQUIRE(request.kind == SlackRequestKind::inbound);
  CHECK(request.inbound.delivery_id == "command:1.2.abc");
  CHECK(request.inbound.kind == InboundKind::command);
  CHECK(request.inbound.action == "/meetings");
  CHECK(request.inbound.text == "list & more");
  CHECK(request.inbound.slack_user == "U1");
  CHECK(request.inbound.response_url == "https://hooks.slack.com/x");
}

TEST_CASE("a click") {
  const SlackRequest request = click(click_payload());
  REQUIRE(request.kind == SlackRequestKind::inbound);
  CHECK(request.inbound.kind == InboundKind::action);
  CHECK(request.inbound.delivery_id == "action:1.2:1732.1:U1:start_prep");
  CHECK(request.inbound.action == "start_prep");
  CHECK(request.inbound.value == "m1");
  CHECK(request.inbound.conversation == "D1");
  CHECK(request.inbound.message_ts == "1.2");
  CHECK_FALSE(request.inbound.ephemeral);
  const SlackRequest unseen = click(click_payload(R"("action_id":"a",)", R"({"id":"W1"})",
                                                  R"({"message_ts":"1.2","is_ephemeral":true})"));
  CHECK(unseen.inbound.ephemeral);
  CHECK(unseen.inbound.value.empty());
}

TEST_CASE("a direct message") {
  const SlackRequest request = json(message_event(kDirect));
  REQUIRE(request.kind == SlackRequestKind::inbound);
  CHECK(request.inbound.kind == InboundKind::message);
  CHECK(request.inbound.delivery_id == "event:Ev1");
  CHECK(request.inbound.text == "Yes");
  CHECK(request.inbound.conversation == "D1");
}

TEST_CASE("what is answered without being stored") {
  const SlackRequest challenge = json(R"({"type":"url_verification","challenge":"3eZb"})");
  CHECK(challenge.kind == SlackRequestKind::challenge);
  CHECK(challenge.text == "3eZb");
  CHECK(form({{"ssl_check", "1"}, {"token", "x"}}).kind == SlackRequestKind::probe);
}

TEST_CASE("what is not for us is ignored, with the reason") {
  const std::vector<std::string> bodies = {
      message_event(kDirect + R"(,"bot_id":"B1")"),
      message_event(kDirect + R"(,"bot_profile":{})"),
      message_event(kDirect + R"(,"subtype":"message_changed")"),
      message_event(kDirect + R"(,"subtype":7)"),
      message_event(R"("type":"message","channel_type":"channel","user":"U1","text":"x")"),
      message_event(
          R"("type":"message","channel_type":"im","channel":"D1","user":"U1","text":" ")"),
      message_event(R"("type":"message","channel_type":"im","channel":"D1","user":"U1")"),
      message_event(R"("type":"app_mention","user":"U1")"),
      message_event(kDirect,
                    R"("authorizations":[{"user_id":"U9"},{"user_id":"U1","is_bot":true}],)"),
      R"({"type":"app_rate_limited"})",
  };
  for (const std::string& body : bodies) {
    CAPTURE(body);
    const SlackRequest request = json(body);
    CHECK(request.kind == SlackRequestKind::ignored);
    CHECK_FALSE(request.text.empty());
  }
  for (const std::string type : {"view_submission", "view_closed", "shortcut", "x\\u001b[31m"}) {
    const SlackRequest request = click(R"({"type":")" + type + R"(","view":{}})");
    CHECK(request.kind == SlackRequestKind::ignored);
    CHECK(request.text.find('\x1B') == std::string::npos);
  }
  CHECK(json(R"({"type":"event_callback","event":{}})").text == "an event without a type");
  CHECK(json(R"({"type":"\u0001"})").text == "a callback without a type");
  CHECK(click(R"({"type":"\u200b"})").text == "an interaction without a type");
  // The user of the workspace that installed it is no bot.
  CHECK(
      json(message_event(kDirect, R"("authorizations":[{"user_id":"U1","is_bot":false}],)")).kind ==
      SlackRequestKind::inbound);
  CHECK(json(message_event(kDirect + R"(,"subtype":"file_share")")).kind ==
        SlackRequestKind::inbound);
  CHECK(json(message_event(kDirect + R"(,"bot_id":null,"subtype":null)")).kind ==
        SlackRequestKind::inbound);
}

TEST_CASE("hostile forms are malformed, and nothing else happens") {
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  const std::string long_id(300, 'U');
  const std::vector<std::string> payloads = {
      "",
      "null",
      "[]",
      "{}",
      "7",
      R"("text")",
      "{",
      deep,
      R"({"type":"block_actions"})",
      R"({"type":"block_actions","actions":[]})",
      R"({"type":"block_actions","actions":{}})",
      R"({"type":"block_actions","actions":[7],"user":{"id":"U1"}})",
      R"({"type":["block_actions"]})",
      click_payload(""),
      click_payload(R"("action_id":7,)"),
      click_payload(R"("action_id":"",)"),
      click_payload(R"("action_id":"a b",)"),
      click_payload("\"action_id\":\"" + std::string(256, 'a') + "\","),
      click_payload("\"action_id\":\"a\",\"value\":\"" + std::string(2001, 'v') + "\","),
      click_payload(R"("action_id":"a",)", "null"),
      click_payload(R"("action_id":"a",)", R"({"id":7})"),
      click_payload(R"("action_id":"a",)", R"({"id":"u1"})"),
      click_payload(R"("action_id":"a",)", R"({"id":"B1"})"),
      click_payload(R"("action_id":"a",)", R"({"id":"U1; DROP"})"),
      click_payload(R"("action_id":"a",)", R"({"id":")" + long_id + "\"}"),
      click_payload(R"("action_id":"a",)", R"({"id":"U1"})", "{}"),
      click_payload(R"("action_id":"a",)", R"({"id":"U1"})", R"({"message_ts":12})"),
      click_payload(R"("action_id":"a",)", R"({"id":"U1"})", R"({"message_ts":"1\u0000"})"),
      "{\"type\":\"block_actions\",\"x\":\"\xFF\"}",
  };
  for (const std::string& payload : payloads) {
    CAPTURE(payload.substr(0, 200));
    const SlackRequest request = click(payload);
    CHECK(request.kind == SlackRequestKind::malformed);
    CHECK_FALSE(request.text.empty());
  }
  for (const std::string body :
       {"", "x", "%", "command=", "command=/m&user_id=U1", "command=m&user_id=U1&trigger_id=1",
        "command=/m&user_id=ada&trigger_id=1", "command=/m%00&user_id=U1&trigger_id=1",
        "command=/m&user_id=U1&trigger_id=a+b"}) {
    CAPTURE(body);
    CHECK(read_slack_request(kFormType, body).kind == SlackRequestKind::malformed);
  }
  for (const std::string type : {"", "text/plain", "multipart/form-data", "application/jsonp"}) {
    CHECK(read_slack_request(type, "payload=" + percent_encode(click_payload())).kind ==
          SlackRequestKind::malformed);
  }
}

TEST_CASE("hostile JSON is malformed") {
  for (
      const std::string body :
      {"", "{", "null", R"({"type":7})", R"({"type":"url_verification"})",
       R"({"type":"url_verification","challenge":"<a b>"})",
       R"({"type":"url_verification","challenge":7})", R"({"type":"event_callback"})",
       R"({"type":"event_callback","event":"message"})",
       R"({"type":"event_callback","event":{"type":"message","channel_type":"im","channel":"D1","user":"U1","text":"x"}})"}) {
    CAPTURE(body);
    CHECK(json(body).kind == SlackRequestKind::malformed);
  }
  CHECK(json(message_event(
                 R"("type":"message","channel_type":"im","channel":"D1","user":"U 1","text":"x")"))
            .kind == SlackRequestKind::malformed);
  CHECK(
      json(message_event(R"("type":"message","channel_type":"im","user":"U1","text":"x")")).kind ==
      SlackRequestKind::malformed);
}

TEST_CASE("of a key given twice one value is taken, and only that one") {
  const SlackRequest request = click(R"({"type":"view_closed",)" + click_payload().substr(1));
  CHECK(request.kind == SlackRequestKind::inbound);
  CHECK(form({{"payload", "{}"}, {"payload", click_payload()}}).kind ==
        SlackRequestKind::malformed);
}

TEST_CASE("text is bounded and safe") {
  const std::string huge =
      R"("type":"message","channel_type":"im","channel":"D1","user":"U1","text":")" +
      [] {
        std::string text = "x";
        for (int i = 0; i < 40'000; ++i) text += "\xC3\xA9";
        return text;
      }() +
      "\"";
  const SlackRequest cut = json(message_event(huge));
  REQUIRE(cut.kind == SlackRequestKind::inbound);
  CHECK(cut.inbound.text.size() <= 20'000);
  CHECK(cut.inbound.text.size() > 19'990);
  CHECK(cut.inbound.text.ends_with("\xC3\xA9"));
  const SlackRequest escape = json(message_event(
      R"("type":"message","channel_type":"im","channel":"D1","user":"U1","text":"a\u001b[31mb\u0000c")"));
  CHECK(escape.inbound.text.find('\x1B') == std::string::npos);
  CHECK(escape.inbound.text.find('\0') == std::string::npos);
}

TEST_CASE("a long id becomes a digest, another one for each") {
  const std::string base = R"({"type":"event_callback","event":{)" + kDirect + R"(},"event_id":")";
  const SlackRequest one = json(base + std::string(400, 'a') + "\"}");
  const SlackRequest two = json(base + std::string(400, 'b') + "\"}");
  CHECK(one.inbound.delivery_id.size() == 6 + 64);
  CHECK(one.inbound.delivery_id != two.inbound.delivery_id);
}

TEST_CASE("answers go to TLS or stay on this machine") {
  struct Case {
    std::string url;
    bool kept;
  };
  for (const Case& c : std::vector<Case>{{"https://hooks.slack.com/actions/T1/2/3", true},
                                         {"http://127.0.0.1:18790/response", true},
                                         {"http://[::1]:80/r", true},
                                         {"http://hooks.slack.com/x", false},
                                         {"http://127.0.0.1:80@evil.example/", false},
                                         {"http://127.0.0.1.evil.example/", false},
                                         {"https://a b", false},
                                         {"https://a/\r\nHost: b", false},
                                         {"file:///etc/passwd", false},
                                         {"https://" + std::string(2000, 'a'), false},
                                         {"", false}}) {
    CAPTURE(c.url);
    const SlackRequest request =
        form({{"command", "/m"}, {"user_id", "U1"}, {"trigger_id", "1"}, {"response_url", c.url}});
    REQUIRE(request.kind == SlackRequestKind::inbound);
    CHECK(request.inbound.response_url == (c.kept ? c.url : ""));
  }
}

}  // namespace
}  // namespace execassist::wire
