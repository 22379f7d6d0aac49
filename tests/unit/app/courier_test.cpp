#include "app/courier.hpp"

#include "store/outbox_repository.hpp"
#include "support/fake_http.hpp"
#include "support/test_edges.hpp"

#include <doctest/doctest.h>

namespace execassist::app {
namespace {

using execassist::testing::answered;
using execassist::testing::FakeHttp;

struct Bench {
  execassist::testing::TestEdges edges;
  Settings settings = [] {
    Settings made;
    UserSettings& ada = made.users.emplace_back();
    ada.user.id = ada.user.name = "ada";
    ada.user.channels = {"first"};
    made.notify.operator_id = "ada";
    return made;
  }();
  Rules rules;
  store::Database database = store::Database::in_memory();
  Courier courier{{settings, rules, database, edges, std::nullopt, false, {}}};

  Bench() { edges.fake_channel("slack"); }

  void owe(const std::string& id, Instant due) {
    Notification reply;
    reply.notification_id = reply.occurrence = id;
    reply.user_id = "ada";
    reply.kind = NotificationKind::reply;
    reply.text = "text";
    reply.due_at = reply.next_attempt_at = reply.created_at = due;
    auto transaction = database.begin();
    store::OutboxRepository(database).insert(transaction, reply);
    transaction.commit();
  }
};

TEST_CASE("without anything to do it asks for no other round") {
  Bench bench;
  CHECK_FALSE(bench.courier.round());
}

TEST_CASE("it delivers what is due, and says when the next is") {
  Bench bench;
  const Instant now = bench.edges.clock().now();
  bench.owe("now", now);
  bench.owe("later", now + minutes{10});
  CHECK(bench.courier.round() == minutes{10});
  CHECK(bench.edges.fake_channel("slack").received.size() == 1);
  bench.edges.fake_clock().advance(minutes{10});
  CHECK_FALSE(bench.courier.round());
  CHECK(bench.edges.fake_channel("slack").received.size() == 2);
}

TEST_CASE("answers go out once, whatever becomes of them") {
  Bench bench;
  FakeHttp http;
  bench.edges.answering = &http;
  http.always(HttpMethod::post, "https://hooks.slack.com/bad", answered(500));
  http.always(HttpMethod::post, "https://hooks.slack.com/", answered(200));
  std::vector<SlackAnswer> answers;
  for (int i = 0; i < 30; ++i) {
    answers.push_back({Secret("https://hooks.slack.com/" + std::to_string(i)), "said", ""});
  }
  answers.push_back({Secret("https://hooks.slack.com/bad"), "said", ""});
  bench.courier.answer(answers);
  bench.courier.round();
  CHECK(http.requests().size() == 31);
  bench.courier.round();
  CHECK(http.requests().size() == 31);
}

TEST_CASE("what was lost at the click's own address is written in the conversation, once") {
  Bench bench;
  bench.settings.users.front().user.slack_user_id = "UADA";
  FakeHttp http;
  bench.edges.answering = &http;
  http.always(HttpMethod::post, "https://hooks.slack.com/bad", answered(500));
  http.always(HttpMethod::post, "https://hooks.slack.com/good", answered(200));
  Inbound click;
  click.kind = InboundKind::action;
  click.slack_user = "UADA";
  click.conversation = "D0001";
  const auto answer = [&](const std::string& delivery, const std::string& where) {
    click.delivery_id = delivery;
    click.response_url = "https://hooks.slack.com/" + where;
    bench.courier.answer({*answer_to(click, {"late", "That was " + delivery + "."})});
  };
  answer("lost", "bad");
  answer("lost", "bad");
  answer("said", "good");
  click.slack_user = "UNOBODY";
  answer("nobody", "bad");
  click.slack_user = "UADA";
  click.conversation = "C0001";
  answer("elsewhere", "bad");
  click.conversation = "D0001";
  click.ephemeral = true;
  answer("ephemeral", "bad");
  bench.courier.round();
  const auto& received = bench.edges.fake_channel("slack").received;
  REQUIRE(received.size() == 1);
  CHECK(received[0].message.kind == NotificationKind::reply);
  CHECK(received[0].message.text.find("That was lost.") != std::string::npos);
}

TEST_CASE("of too many answers the newest are kept") {
  Bench bench;
  FakeHttp http;
  bench.edges.answering = &http;
  http.always(HttpMethod::post, "https://", answered(200));
  for (int i = 0; i < 600; ++i)
    bench.courier.answer({{Secret("https://x/" + std::to_string(i)), "said", ""}});
  bench.courier.round();
  CHECK(http.requests().size() == 500);
  bool newest = false;
  for (const HttpRequest& each : http.requests()) newest = newest || each.url == "https://x/599";
  CHECK(newest);
}

}  // namespace
}  // namespace execassist::app
