#include "render/slack_text.hpp"
#include "support/fake_http.hpp"
#include "unit/channels/slack_bench.hpp"

#include <execassist/base/error.hpp>

#include <optional>
#include <string>

#include <doctest/doctest.h>

namespace execassist::channels {
namespace {

using testing::answered;
using testing::failed;
using testing::text_at;
using wire::Json;

constexpr auto kAccepted = AttemptOutcome::accepted;
constexpr auto kRefused = AttemptOutcome::refused;
constexpr auto kNotSent = AttemptOutcome::not_sent;

const User kAda = person("ada@example.com");

OutgoingMessage saying(const std::string& status) {
  OutgoingMessage message = message_of("n1");
  message.content.sections.push_back({{{{status, true}}}});
  message.content.buttons.clear();
  return message;
}

TEST_CASE("slack redraw: what is sent, and how") {
  SlackBench bench;
  const std::string ts = bench.channel.send(message_of("n1"), kAda).message_id;
  OutgoingMessage message = saying("Skipped.");
  message.send_before = Instant{Seconds{1'795'253'405}};
  const SendResult result = bench.channel.redraw(ts, message, kAda);
  CHECK(result.outcome == kAccepted);
  CHECK(result.message_id == ts);
  CHECK(result.error.empty());

  const auto updates = bench.slack.requests("chat.update");
  REQUIRE(updates.size() == 1);
  const HttpRequest& update = updates[0];
  CHECK_FALSE(update.at_most_once);
  CHECK(update.method == HttpMethod::post);
  CHECK(update.content_type == "application/json; charset=utf-8");
  CHECK(update.bearer.reveal() == "xoxb-fake");
  CHECK(update.first_byte_before == message.send_before);
  CHECK(update.quota == "slack/chat.update");
  const auto body = wire::parse_json(update.body);
  REQUIRE(body);
  CHECK(text_at(*body, "channel") == "D0001");
  CHECK(text_at(*body, "ts") == ts);
  CHECK(text_at(*body, "text") == "Meeting Prep Reminder: Leadership sync");
  CHECK(body->find("blocks")->as_array()->size() == 3);
  CHECK(body->find("metadata") == nullptr);

  // Nothing new came, and the key by which it is found again is still there.
  CHECK(bench.received_by("U0001") == 1);
  const Json& shown = bench.slack.messages.at(0).body;
  CHECK(shown.find("metadata")->dump(-1).find("n1/slack") != std::string::npos);
  CHECK(shown.find("blocks")->dump(-1).find("Skipped.") != std::string::npos);
}

TEST_CASE("slack redraw: by a client of its own, and what has no turn there is left for later") {
  SlackBench bench;
  const std::string ts = bench.channel.send(message_of("n1"), kAda).message_id;
  testing::FakeHttp drawing;
  SlackChannel channel(bench.account(), bench.slack, bench.slack, bench.book, &drawing);
  HttpResult full = failed(HttpFailure::not_sent, "the rate limit is reached");
  full.resting = true;
  drawing.script(HttpMethod::post, "/chat.update", full);
  const SendResult result = channel.redraw(ts, saying("a"), kAda);
  CHECK(result.outcome == kNotSent);
  CHECK(result.gone);
  CHECK(drawing.requests().size() == 1);
  CHECK(bench.slack.calls("chat.update") == 0);
}

TEST_CASE("slack redraw: blocks are always sent, and the text is short, whatever the message is") {
  SlackBench bench;
  const std::string ts = bench.channel.send(message_of("n1"), kAda).message_id;
  OutgoingMessage message = message_of("n1");
  message.content = {};
  message.subject = std::string(50'000, '&');
  message.text = std::string(50'000, '<') + "\n<!channel>";
  CHECK(bench.channel.redraw(ts, message, kAda).outcome == kAccepted);
  const auto body = wire::parse_json(bench.slack.requests("chat.update").at(0).body);
  REQUIRE(body);
  CHECK(render::slack_length(text_at(*body, "text")) <= 4000);
  CHECK_FALSE(body->find("blocks")->as_array()->empty());
}

TEST_CASE("slack redraw: the conversation comes from the book, else it is opened") {
  SlackBench bench;
  const std::string ts = bench.channel.send(message_of("n1"), kAda).message_id;
  CHECK(bench.channel.redraw(ts, saying("a"), kAda).outcome == kAccepted);
  CHECK(bench.slack.calls("conversations.open") == 1);
  testing::FakeAddressBook empty;
  SlackChannel without_book(bench.account(), bench.slack, bench.slack, empty);
  CHECK(without_book.redraw(ts, saying("b"), kAda).outcome == kAccepted);
  CHECK(bench.slack.calls("conversations.open") == 2);
  CHECK(bench.slack.calls("chat.update") == 2);
}

TEST_CASE("slack redraw: outcomes") {
  struct Case {
    std::string name;
    HttpResult answer;
    AttemptOutcome outcome;
    std::optional<Seconds> retry_after;
    std::string says;
  };
  const auto code = [](const char* each) { return testing::slack_error(each); };
  HttpResult limited = answered(429, "");
  limited.response->retry_after = Seconds{7};
  for (const auto& [name, answer, outcome, retry_after, says] : {
           Case{"gone", code("message_not_found"), kRefused, {}, "message_not_found"},
           Case{"not ours", code("cant_update_message"), kRefused, {}, "cant_update_message"},
           Case{"too late", code("edit_window_closed"), kRefused, {}, "edit_window_closed"},
           Case{"not known", code("no_such_code_yet"), kRefused, {}, "no_such_code_yet"},
           Case{"token", code("invalid_auth"), AttemptOutcome::sign_in_needed, {}, "bot_token"},
           Case{"limited", limited, kNotSent, Seconds{7}, "429"},
           Case{"limited by code", code("ratelimited"), kNotSent, {}, "ratelimited"},
           // It may be there already; but the same once more is harmless.
           Case{"in doubt", code("internal_error"), kNotSent, {}, "internal_error"},
           Case{"fatal", code("fatal_error"), kNotSent, {}, "fatal_error"},
           Case{"gateway", answered(503, "<html>"), kNotSent, {}, "503"},
           Case{"no route", failed(HttpFailure::not_sent, "no route"), kNotSent, {}, "no route"},
           Case{"reset", failed(HttpFailure::broken, "reset"), kNotSent, {}, "reset"},
           Case{"a page", answered(200, "<html>hello"), kNotSent, {}, "not one of Slack's"},
       }) {
    CAPTURE(name);
    SlackBench bench;
    const std::string ts = bench.channel.send(message_of("n1"), kAda).message_id;
    bench.slack.fail("chat.update", answer);
    const SendResult result = bench.channel.redraw(ts, saying("a"), kAda);
    CHECK(result.outcome == outcome);
    CHECK(result.retry_after == retry_after);
    CHECK(result.error.find(says) != std::string::npos);
    CHECK(result.message_id.empty());
    CHECK(bench.slack.calls("chat.update") == 1);
  }
}

TEST_CASE("slack redraw: a conversation that is not there any more is refused, not posted anew") {
  SlackBench bench;
  const std::string ts = bench.channel.send(message_of("n1"), kAda).message_id;
  bench.slack.move_conversations();
  const SendResult result = bench.channel.redraw(ts, saying("a"), kAda);
  CHECK(result.outcome == kRefused);
  CHECK(bench.slack.messages.size() == 1);
  CHECK(bench.slack.calls("chat.postMessage") == 1);
}

TEST_CASE("slack redraw: nobody's message, and nobody's address") {
  SlackBench bench;
  const std::string ts = bench.channel.send(message_of("n1"), kAda).message_id;
  CHECK(bench.channel.redraw("", saying("a"), kAda).outcome == kRefused);
  CHECK(bench.channel.redraw(ts, saying("a"), person("")).outcome == kRefused);
  CHECK(bench.slack.calls("chat.update") == 0);
  CHECK(bench.channel.redraw(ts, saying("a"), person("bob@example.com", "U0002")).outcome ==
        kRefused);
  bench.slack.messages[0].bot_id = "B0666";
  CHECK(bench.channel.redraw(ts, saying("a"), kAda).error.find("cant_update_message") !=
        std::string::npos);
}

TEST_CASE("slack redraw: a token that cannot be had refuses without a word of it") {
  SlackBench bench;
  SlackChannel broken(
      {bench.slack.url,
       []() -> Secret { throw Error(ErrorKind::configuration, "slack.bot_token: not set"); }},
      bench.slack, bench.slack, bench.book);
  const SendResult result = broken.redraw("1.2", saying("a"), kAda);
  CHECK(result.outcome == kRefused);
  CHECK(result.error == "slack.bot_token: not set");
}

}  // namespace
}  // namespace execassist::channels
