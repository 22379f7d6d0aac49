#include "support/fake_slack.hpp"
#include "unit/channels/slack_bench.hpp"

#include <string>

#include <doctest/doctest.h>

namespace execassist::channels {
namespace {

using testing::answered;
using testing::failed;
using testing::FakeSlack;
using wire::Json;

const std::string kTheirs = "n1/slack";

Json with_metadata(const std::string& type, const std::string& key) {
  return Json::object(
      {{"metadata",
        Json::object({{"event_type", type}, {"event_payload", Json::object({{"key", key}})}})}});
}

DeliveryAttempt attempt_at(const FakeSlack& slack) {
  DeliveryAttempt attempt;
  attempt.channel = "slack";
  attempt.wall_at = Instant{Seconds{slack.time}};
  return attempt;
}

InquiryResult ask(SlackBench& bench, const std::string& id = "n1") {
  return bench.channel.inquire(attempt_at(bench.slack), message_of(id), person("ada@example.com"));
}

TEST_CASE("slack: a message whose answer was lost is found by its key") {
  SlackBench bench;
  bench.slack.fail("chat.postMessage", failed(HttpFailure::timed_out), true);
  CHECK(bench.channel.send(message_of("n1"), person("ada@example.com")).outcome ==
        AttemptOutcome::unknown);
  bench.channel.send(message_of("n2"), person("ada@example.com"));
  const InquiryResult result = ask(bench);
  CHECK(result.answer == Inquiry::found);
  CHECK(result.message_id == bench.slack.messages.at(0).ts);
  CHECK(ask(bench, "n3").answer == Inquiry::not_found);
  CHECK(bench.channel.answers_inquiries());
}

TEST_CASE("slack: how the history is asked for") {
  SlackBench bench;
  bench.channel.send(message_of("n0"), person("ada@example.com"));
  ask(bench);
  const HttpRequest request = bench.slack.requests("conversations.history").at(0);
  CHECK(request.method == HttpMethod::get);
  CHECK(request.url == bench.slack.url + "/conversations.history?channel=D0001&oldest=" +
                           std::to_string(bench.slack.time - 86400) +
                           "&include_all_metadata=true&limit=200");
  CHECK_FALSE(request.at_most_once);
  CHECK(request.quota == "slack/conversations.history");
  // Known from the post.
  CHECK(bench.slack.calls("conversations.open") == 1);
  // An attempt of which no time is known: from the beginning.
  bench.channel.inquire({}, message_of("n1"), person("ada@example.com"));
  CHECK(bench.slack.requests("conversations.history").at(1).url.find("oldest=0&") !=
        std::string::npos);
}

TEST_CASE("slack: only our own message of that key counts") {
  struct Case {
    std::string bot;
    Json body;
    bool found;
  };
  const Case cases[] = {
      {"B0001", with_metadata("execassist_notification", kTheirs), true},
      {"", with_metadata("execassist_notification", kTheirs), true},  // nobody is named
      {"B0666", with_metadata("execassist_notification", kTheirs), false},
      {"B0001", with_metadata("execassist_notification", "n1/other"), false},
      {"B0001", with_metadata("other_event", kTheirs), false},
      {"B0001", Json::object(), false},
      {"B0001", Json::object({{"metadata", "text"}}), false},
  };
  for (const Case& one : cases) {
    SlackBench bench;
    const std::string conversation = bench.slack.conversation_with("U0001");
    bench.slack.add_message({conversation, "", one.bot, one.body});
    CHECK(ask(bench).answer == (one.found ? Inquiry::found : Inquiry::not_found));
    // Who we are is asked only when a message needs it.
    const bool needed = !one.bot.empty() && (one.found || one.bot == "B0666");
    CHECK(bench.slack.calls("auth.test") == (needed ? 1 : 0));
  }
}

TEST_CASE("slack: where Slack does not tell who we are, the key is enough") {
  SlackBench bench;
  bench.slack.fail("auth.test", answered(500));
  bench.slack.add_message({bench.slack.conversation_with("U0001"), "", "B0001",
                           with_metadata("execassist_notification", kTheirs)});
  CHECK(ask(bench).answer == Inquiry::found);
  CHECK(ask(bench).answer == Inquiry::found);
  CHECK(ask(bench).answer == Inquiry::found);
  CHECK(bench.slack.calls("auth.test") == 2);  // once in vain, once for good
}

TEST_CASE("slack: messages of others and of before do not count") {
  SlackBench bench;
  bench.slack.time -= 25 * 3600;
  bench.slack.add_message({bench.slack.conversation_with("U0001"), "", "B0001",
                           with_metadata("execassist_notification", kTheirs)});
  bench.slack.time += 25 * 3600;
  bench.slack.add_message({bench.slack.conversation_with("U0002"), "", "B0001",
                           with_metadata("execassist_notification", kTheirs)});
  CHECK(ask(bench).answer == Inquiry::not_found);
}

TEST_CASE("slack: all pages are read before a message is missed") {
  SlackBench bench;
  bench.slack.page_size = 2;
  const std::string conversation = bench.slack.conversation_with("U0001");
  bench.slack.add_message(
      {conversation, "", "B0001", with_metadata("execassist_notification", kTheirs)});
  for (int i = 0; i < 6; ++i) bench.slack.add_message({conversation, "", "", Json::object()});

  SUBCASE("found on the last") {
    CHECK(ask(bench).answer == Inquiry::found);
    CHECK(bench.slack.calls("conversations.history") == 4);
  }
  SUBCASE("a page that fails leaves it open") {
    bench.slack.fail("conversations.history",
                     answered(200, R"({"ok":true,"messages":[],"has_more":true,
                       "response_metadata":{"next_cursor":"2"}})"));
    bench.slack.fail("conversations.history", answered(500));
    CHECK(ask(bench, "n9").answer == Inquiry::cannot_ask);
  }
  SUBCASE("not found when there are no more") {
    CHECK(ask(bench, "n9").answer == Inquiry::not_found);
    CHECK(bench.slack.calls("conversations.history") == 4);
  }
}

TEST_CASE("slack: a history without an end is given up") {
  SlackBench bench;
  for (int i = 0; i < 20; ++i) {
    bench.slack.fail("conversations.history",
                     answered(200, R"({"ok":true,"messages":[],"has_more":true,
                       "response_metadata":{"next_cursor":"same"}})"));
  }
  CHECK(ask(bench).answer == Inquiry::cannot_ask);
}

TEST_CASE("slack: whatever goes wrong, it cannot be asked") {
  const HttpResult results[] = {
      failed(HttpFailure::not_sent),
      failed(HttpFailure::timed_out),
      failed(HttpFailure::too_large),
      answered(500),
      answered(429, "", Seconds{3}),
      answered(200, "garbage"),
      answered(200, "[]"),
      answered(200, R"({"ok":true})"),
      answered(200, R"({"ok":true,"messages":{}})"),
      answered(200, R"({"ok":true,"messages":[],"has_more":true})"),
      answered(200, R"({"ok":true,"messages":[],"has_more":"?"})"),
      answered(200, R"({"ok":true,"messages":[],"response_metadata":{"next_cursor":")" +
                        std::string(5000, 'c') + "\"}}"),
      testing::slack_error("missing_scope"),
      testing::slack_error("channel_not_found"),
      testing::slack_error("internal_error"),
      testing::slack_error("invalid_auth"),
  };
  for (const HttpResult& result : results) {
    SlackBench bench;
    bench.slack.fail("conversations.history", result);
    CHECK(ask(bench).answer == Inquiry::cannot_ask);
  }
  for (const char* method : {"users.lookupByEmail", "conversations.open"}) {
    SlackBench bench;
    bench.slack.fail(method, failed(HttpFailure::broken));
    CHECK(ask(bench).answer == Inquiry::cannot_ask);
  }
  SlackBench bench;
  CHECK(bench.channel.inquire({}, message_of("n1"), person("")).answer == Inquiry::cannot_ask);
  SlackChannel unset(
      {bench.slack.url,
       []() -> Secret { throw Error(ErrorKind::configuration, "slack.bot_token: not set"); }},
      bench.slack, bench.slack, bench.book);
  CHECK(unset.inquire({}, message_of("n1"), person("ada@example.com")).answer ==
        Inquiry::cannot_ask);
}

TEST_CASE("slack: strange messages in the history are passed over") {
  SlackBench bench;
  bench.slack.fail("conversations.history", answered(200, R"({"ok":true,"messages":[
    null, 7, "x", [], {"metadata":null}, {"metadata":{"event_type":"execassist_notification"}},
    {"metadata":{"event_type":"execassist_notification","event_payload":{"key":["n1/slack"]}}},
    {"ts":"1.5","bot_id":null,"metadata":{"event_type":"execassist_notification",
     "event_payload":{"key":"n1/slack"}}}]})"));
  const InquiryResult result = ask(bench);
  CHECK(result.answer == Inquiry::found);
  CHECK(result.message_id == "1.5");
}

}  // namespace
}  // namespace execassist::channels
