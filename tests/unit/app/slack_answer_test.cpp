#include "app/slack_answer.hpp"

#include "support/test_edges.hpp"
#include "wire/json.hpp"

#include <doctest/doctest.h>

namespace execassist::app {
namespace {

Inbound a_click(bool ephemeral) {
  Inbound inbound;
  inbound.kind = InboundKind::action;
  inbound.slack_user = "U1";
  inbound.ephemeral = ephemeral;
  inbound.response_url = "https://hooks.slack.com/secret";
  return inbound;
}

TEST_CASE("where there is nothing to say, or nowhere to say it, nothing is said") {
  Inbound nowhere = a_click(true);
  nowhere.response_url.clear();
  Inbound message = a_click(true);
  message.kind = InboundKind::message;
  CHECK_FALSE(answer_to(a_click(false), {"done", ""}));
  CHECK_FALSE(answer_to(nowhere, {"done", "words"}));
  CHECK_FALSE(answer_to(message, {"done", "words"}));
  CHECK(answer_to(a_click(false), {"done", "words"})->list_anew_of.empty());
  CHECK(answer_to(a_click(true), {"done", ""})->list_anew_of == "U1");
}

TEST_CASE("an answer is seen by one person, escaped, sent once and soon given up") {
  execassist::testing::TestEdges edges;
  Settings settings;
  const Rules rules;
  store::Database database = store::Database::in_memory();
  const Scope scope{settings, rules, database, edges, std::nullopt, false, {}};
  const auto calls =
      calls_of(scope, {Secret("https://hooks.slack.com/secret"), "<!channel> & co\n", ""});
  REQUIRE(calls.size() == 1);
  CHECK(calls[0].url == "https://hooks.slack.com/secret");
  CHECK(calls[0].at_most_once);
  CHECK(calls[0].timeout <= std::chrono::seconds(5));
  const auto json = wire::parse_json(calls[0].body);
  REQUIRE(json);
  CHECK(*json->find("text")->as_string() == "&lt;!channel&gt; &amp; co");
  CHECK(*json->find("response_type")->as_string() == "ephemeral");
  CHECK(json->find("replace_original")->as_bool() == false);
  CHECK(calls_of(scope, {Secret("https://x"), "", "UNKNOWN"}).empty());
}

TEST_CASE("a message of one's own has text and blocks") {
  MessageContent content;
  content.headline = "Your meetings";
  content.sections.push_back({{{{"One <b>"}}}});
  const auto json = wire::parse_json(ephemeral_message(content, true));
  REQUIRE(json);
  CHECK(json->find("replace_original")->as_bool() == true);
  CHECK(json->find("blocks")->as_array()->size() >= 2);
  CHECK_FALSE(json->find("text")->as_string()->empty());
  CHECK(wire::parse_json(ephemeral_message(content, false))->find("replace_original") == nullptr);
}

}  // namespace
}  // namespace execassist::app
