#include "channels/slack_channel.hpp"

#include "support/error_of.hpp"
#include "unit/channels/slack_bench.hpp"

#include <execassist/base/text.hpp>

#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::channels {
namespace {

using testing::answered;
using testing::failed;
using testing::text_at;
using wire::Json;

constexpr auto kAccepted = AttemptOutcome::accepted;

TEST_CASE("slack: the first message looks up, opens and posts; the next only posts") {
  SlackBench bench;
  const User ada = person("ada@example.com");
  const SendResult first = bench.channel.send(message_of("n1"), ada);
  CHECK(first.outcome == kAccepted);
  CHECK(first.message_id == bench.slack.messages.at(0).ts);
  CHECK(first.error.empty());
  CHECK(bench.slack.calls("users.lookupByEmail") == 1);
  CHECK(bench.slack.calls("conversations.open") == 1);

  CHECK(bench.channel.send(message_of("n2"), ada).outcome == kAccepted);
  // Another run of the program.
  SlackChannel again(bench.account(), bench.slack, bench.slack, bench.book);
  CHECK(again.send(message_of("n3"), ada).outcome == kAccepted);
  CHECK(bench.slack.calls("users.lookupByEmail") == 1);
  CHECK(bench.slack.calls("conversations.open") == 1);
  CHECK(bench.received_by("U0001") == 3);
}

TEST_CASE("slack: a slack_user_id is used as it is") {
  SlackBench bench;
  CHECK(bench.channel.send(message_of("n1"), person("ada@example.com", "U0002")).outcome ==
        kAccepted);
  CHECK(bench.slack.calls("users.lookupByEmail") == 0);
  CHECK(bench.received_by("U0002") == 1);
}

TEST_CASE("slack: what is posted, and how") {
  SlackBench bench;
  OutgoingMessage message = message_of("n1");
  message.send_before = Instant{Seconds{1'795'253'405}};
  bench.channel.send(message, person("ada@example.com"));
  const auto posts = bench.slack.requests("chat.postMessage");
  REQUIRE(posts.size() == 1);
  const HttpRequest& post = posts[0];
  CHECK(post.at_most_once);
  CHECK(post.method == HttpMethod::post);
  CHECK(post.content_type == "application/json; charset=utf-8");
  CHECK(post.bearer.reveal() == "xoxb-fake");
  CHECK(post.headers.empty());
  CHECK(post.first_byte_before == message.send_before);
  CHECK(post.quota == "slack/D0001");
  const auto body = wire::parse_json(post.body);
  REQUIRE(body);
  CHECK(text_at(*body, "channel") == "D0001");
  CHECK(text_at(*body, "text") == "Meeting Prep Reminder: Leadership sync");
  CHECK(body->find("blocks")->as_array()->size() == 3);
  CHECK(body->find("metadata")->dump(-1) ==
        R"({"event_type":"execassist_notification","event_payload":{"key":"n1/slack"}})");
  CHECK(body->find("unfurl_links")->as_bool() == false);
  CHECK(body->find("unfurl_media")->as_bool() == false);

  const auto lookup = bench.slack.requests("users.lookupByEmail").at(0);
  CHECK(lookup.method == HttpMethod::get);
  CHECK(lookup.url == "https://slack.test/api/users.lookupByEmail?email=ada%40example.com");
  const auto open = bench.slack.requests("conversations.open").at(0);
  CHECK(open.body == R"({"users":"U0001"})");
  CHECK(lookup.quota == "slack/users.lookupByEmail");
  CHECK(open.quota == "slack/conversations.open");
  for (const HttpRequest& read : {lookup, open}) {
    CHECK_FALSE(read.at_most_once);
    CHECK(read.first_byte_before == message.send_before);
    CHECK(read.bearer.reveal() == "xoxb-fake");
  }
}

TEST_CASE("slack: reading and sending go their own ways") {
  SlackBench bench;
  testing::FakeHttp reading;
  testing::FakeHttp sending;
  reading.script(HttpMethod::get, "users.lookupByEmail",
                 answered(200, R"({"ok":true,"user":{"id":"U1"}})"));
  reading.script(HttpMethod::post, "conversations.open",
                 answered(200, R"({"ok":true,"channel":{"id":"D1"}})"));
  sending.script(HttpMethod::post, "chat.postMessage",
                 answered(200, R"({"ok":true,"ts":"1.000001","channel":"D1"})"));
  SlackChannel channel(bench.account(), reading, sending, bench.book);
  const SendResult result = channel.send(message_of("n1"), person("ada@example.com"));
  CHECK(result.outcome == kAccepted);
  CHECK(result.message_id == "1.000001");
}

TEST_CASE("slack: what was remembered for another address or workspace is void") {
  SlackBench bench;
  bench.channel.send(message_of("n1"), person("ada@example.com"));
  const KnownAddress known = bench.book.entries.at({"slack", "ada"});
  CHECK(known.address == "U0001");
  CHECK(known.conversation == "D0001");
  CHECK(known.found_by.starts_with("ada@example.com#"));
  CHECK(known.found_by.find("xoxb") == std::string::npos);

  SUBCASE("the e-mail address changed") {
    bench.channel.send(message_of("n2"), person("bob@example.com"));
    CHECK(bench.received_by("U0002") == 1);
  }
  SUBCASE("a slack_user_id was set") {
    bench.channel.send(message_of("n2"), person("ada@example.com", "U0002"));
    CHECK(bench.received_by("U0002") == 1);
  }
  SUBCASE("the token is another one") {
    bench.slack.token = "xoxb-other";
    bench.slack.people[0].id = "U0009";
    SlackChannel again(bench.account(), bench.slack, bench.slack, bench.book);
    CHECK(again.send(message_of("n2"), person("ada@example.com")).outcome == kAccepted);
    CHECK(bench.received_by("U0009") == 1);
  }
}

TEST_CASE("slack: a remembered address that is refused is forgotten and looked up once more") {
  SlackBench bench;
  const User ada = person("ada@example.com");
  bench.channel.send(message_of("n1"), ada);
  bench.slack.move_conversations();

  SUBCASE("the new one works") {
    CHECK(bench.channel.send(message_of("n2"), ada).outcome == kAccepted);
    CHECK(bench.slack.calls("users.lookupByEmail") == 2);
    CHECK(bench.slack.calls("chat.postMessage") == 3);
    CHECK(bench.book.entries.at({"slack", "ada"}).conversation == "D0002");
  }
  SUBCASE("the person has left") {
    bench.slack.people.clear();
    const SendResult result = bench.channel.send(message_of("n2"), ada);
    CHECK(result.outcome == AttemptOutcome::refused);
    CHECK(result.error.starts_with("slack: users_not_found"));
    CHECK(bench.book.entries.empty());
  }
  SUBCASE("the new one is refused too: no third try") {
    bench.slack.fail_with_code("chat.postMessage", "channel_not_found");
    bench.slack.fail_with_code("chat.postMessage", "channel_not_found");
    const SendResult result = bench.channel.send(message_of("n2"), ada);
    CHECK(result.outcome == AttemptOutcome::refused);
    CHECK(bench.slack.calls("chat.postMessage") == 3);
  }
  SUBCASE("the look-up is not possible now") {
    bench.slack.fail("users.lookupByEmail", failed(HttpFailure::timed_out));
    CHECK(bench.channel.send(message_of("n2"), ada).outcome == AttemptOutcome::not_sent);
  }
  SUBCASE("the book does not work: everything is looked up for each message") {
    bench.book.broken = true;
    CHECK(bench.channel.send(message_of("n2"), ada).outcome == kAccepted);
    CHECK(bench.slack.calls("users.lookupByEmail") == 2);
    CHECK(bench.slack.calls("chat.postMessage") == 2);
  }
}

TEST_CASE("slack: a fresh address that is refused is not tried again") {
  SlackBench bench;
  bench.slack.fail_with_code("chat.postMessage", "channel_not_found");
  CHECK(bench.channel.send(message_of("n1"), person("ada@example.com")).outcome ==
        AttemptOutcome::refused);
  CHECK(bench.slack.calls("chat.postMessage") == 1);
  CHECK(bench.book.forgotten == 0);
}

TEST_CASE("slack: a remembered person whose conversation cannot be opened is looked up again") {
  SlackBench bench;
  const User ada = person("ada@example.com");
  // The first time nothing but the person was found.
  bench.slack.fail("conversations.open", answered(503));
  CHECK(bench.channel.send(message_of("n1"), ada).outcome == AttemptOutcome::not_sent);
  CHECK(bench.book.entries.at({"slack", "ada"}).conversation.empty());
  bench.slack.people[0].id = "U0009";
  CHECK(bench.channel.send(message_of("n1"), ada).outcome == kAccepted);
  CHECK(bench.slack.calls("users.lookupByEmail") == 2);
  CHECK(bench.received_by("U0009") == 1);
}

TEST_CASE("slack: other refusals keep the address") {
  for (const char* code : {"messages_tab_disabled", "invalid_blocks", "token_revoked"}) {
    CAPTURE(code);
    SlackBench bench;
    bench.channel.send(message_of("n1"), person("ada@example.com"));
    bench.slack.fail_with_code("chat.postMessage", code);
    const SendResult result = bench.channel.send(message_of("n2"), person("ada@example.com"));
    CHECK(result.outcome != kAccepted);
    CHECK(result.message_id.empty());
    CHECK(bench.book.forgotten == 0);
    CHECK(bench.slack.calls("chat.postMessage") == 2);
  }
}

TEST_CASE("slack: before the post nothing is ever in doubt") {
  const HttpResult results[] = {
      failed(HttpFailure::not_sent),
      failed(HttpFailure::timed_out),
      failed(HttpFailure::broken),
      failed(HttpFailure::too_large),
      answered(500),
      answered(200, "garbage"),
      answered(429, "", Seconds{3}),
      answered(200, R"({"ok":true})"),
      answered(200, R"({"ok":true,"user":{"id":"U1/../x"},"channel":{"id":""}})"),
  };
  for (const HttpResult& result : results) {
    for (const char* method : {"users.lookupByEmail", "conversations.open"}) {
      CAPTURE(method);
      SlackBench bench;
      bench.slack.fail(method, result);
      const SendResult sent = bench.channel.send(message_of("n1"), person("ada@example.com"));
      CHECK(sent.outcome == AttemptOutcome::not_sent);
      CHECK(sent.error.starts_with("slack: "));
      CHECK(bench.slack.calls("chat.postMessage") == 0);
      if (result.response) CHECK(sent.retry_after == result.response->retry_after);
    }
  }
}

TEST_CASE("slack: a post that may have arrived is unknown") {
  struct Case {
    HttpResult result;
    AttemptOutcome outcome;
  };
  const Case cases[] = {
      {failed(HttpFailure::not_sent), AttemptOutcome::not_sent},
      {failed(HttpFailure::refused), AttemptOutcome::refused},
      {failed(HttpFailure::timed_out), AttemptOutcome::unknown},
      {failed(HttpFailure::broken), AttemptOutcome::unknown},
      {failed(HttpFailure::too_large), AttemptOutcome::unknown},
      {answered(200, ""), AttemptOutcome::unknown},
      {answered(200, R"({"ok":true})"), AttemptOutcome::unknown},
      {answered(200, R"({"ok":true,"ts":17})"), AttemptOutcome::unknown},
      {answered(200, R"({"ok":true,"ts":"<b>"})"), AttemptOutcome::unknown},
      {answered(503, "", Seconds{9}), AttemptOutcome::unknown},
      {answered(429, "", Seconds{9}), AttemptOutcome::not_sent},
      {testing::slack_error("fatal_error"), AttemptOutcome::unknown},
  };
  for (const auto& [result, outcome] : cases) {
    SlackBench bench;
    bench.slack.fail("chat.postMessage", result);
    const SendResult sent = bench.channel.send(message_of("n1"), person("ada@example.com"));
    CHECK(sent.outcome == outcome);
    CHECK(sent.message_id.empty());
    CHECK(sent.retry_after.has_value() == (result.response && result.response->status == 429));
    CHECK(bench.slack.calls("chat.postMessage") == 1);
  }
}

TEST_CASE("slack: a missing scope is named") {
  SlackBench bench;
  bench.slack.scopes.erase("users:read.email");
  const SendResult result = bench.channel.send(message_of("n1"), person("ada@example.com"));
  CHECK(result.outcome == AttemptOutcome::sign_in_needed);
  CHECK(result.error.starts_with("slack: missing_scope: users:read.email ("));
  // With an id it is not needed.
  CHECK(bench.channel.send(message_of("n1"), person("", "U0001")).outcome == kAccepted);
}

TEST_CASE("slack: a person without an address, and one that nobody knows") {
  SlackBench bench;
  CHECK(bench.channel.address_of(person("a@example.com", "U1")) == "U1");
  CHECK(bench.channel.address_of(person("a@example.com")) == "a@example.com");
  CHECK(bench.channel.address_of(person("")).empty());
  CHECK(bench.channel.send(message_of("n1"), person("")).outcome == AttemptOutcome::refused);
  CHECK(bench.slack.calls("users.lookupByEmail") == 0);
  const SendResult unknown = bench.channel.send(message_of("n1"), person("who@example.com"));
  CHECK(unknown.outcome == AttemptOutcome::refused);
  CHECK(unknown.error.find("set slack_user_id") != std::string::npos);
  const SendResult wrong = bench.channel.send(message_of("n1"), person("", "U7777"));
  CHECK(wrong.outcome == AttemptOutcome::refused);
  CHECK(wrong.error == "slack: user_not_found (check slack_user_id)");
}

TEST_CASE("slack: the address book may fail, the message goes out") {
  SlackBench bench;
  bench.book.broken = true;
  CHECK(bench.channel.send(message_of("n1"), person("ada@example.com")).outcome == kAccepted);
  CHECK(bench.received_by("U0001") == 1);
}

TEST_CASE("slack: the token is asked for once, and a missing one refuses") {
  SlackBench bench;
  int asked = 0;
  SlackChannel channel({bench.slack.url,
                        [&] {
                          if (++asked == 1) {
                            throw Error(ErrorKind::configuration, "slack.bot_token: not set");
                          }
                          return Secret("xoxb-fake");
                        }},
                       bench.slack, bench.slack, bench.book);
  CHECK(asked == 0);
  const SendResult result = channel.send(message_of("n1"), person("ada@example.com"));
  CHECK(result.outcome == AttemptOutcome::refused);
  CHECK(result.error == "slack.bot_token: not set");
  CHECK(channel.send(message_of("n1"), person("ada@example.com")).outcome == kAccepted);
  CHECK(channel.send(message_of("n2"), person("ada@example.com")).outcome == kAccepted);
  CHECK(asked == 2);
}

TEST_CASE("slack: an error that is not about the configuration is not swallowed") {
  SlackBench bench;
  SlackChannel channel(
      {bench.slack.url, []() -> Secret { throw Error(ErrorKind::interrupted, "interrupted"); }},
      bench.slack, bench.slack, bench.book);
  const auto error =
      testing::error_of([&] { channel.send(message_of("n1"), person("ada@example.com")); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::interrupted);
}

}  // namespace
}  // namespace execassist::channels
