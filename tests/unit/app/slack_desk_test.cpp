#include "app/slack_desk.hpp"

#include "app/manual_meetings.hpp"
#include "app/materials_build.hpp"
#include "store/build_repository.hpp"
#include "store/inbox_repository.hpp"
#include "store/outbox_repository.hpp"
#include "store/redraw_repository.hpp"
#include "support/scratch_folder.hpp"
#include "support/slack_signer.hpp"
#include "support/test_edges.hpp"
#include "wire/json.hpp"

#include <atomic>
#include <filesystem>
#include <thread>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

namespace execassist::app {
namespace {

using execassist::testing::kSlackSecret;
using execassist::testing::signed_command;
using execassist::testing::signed_message;
using execassist::testing::signed_request;

const std::string kUnknown = "UNOBODY";

struct Bench {
  execassist::testing::ScratchFolder folder;
  execassist::testing::TestEdges edges;
  Settings settings = [] {
    Settings made;
    UserSettings& ada = made.users.emplace_back();
    ada.user.id = ada.user.name = "ada";
    ada.user.slack_user_id = "UADA";
    ada.user.channels = {"first"};
    made.notify.operator_id = "ada";
    return made;
  }();
  Rules rules;
  std::string path = folder.at("store.db");
  store::Database database = open(Seconds{10});
  execassist::testing::FakeServer server;
  std::atomic<int> taken_over = 0;
  std::string over;  // read when it has stopped
  SlackDesk desk{
      {settings, rules, database, edges, std::nullopt, false, {}},
      Secret(kSlackSecret),
      [this](Seconds busy) { return store::Database::open(path, store::OpenMode::existing, busy); },
      [this](const Error& why) {
        over = why.message();
        ++taken_over;
      }};

  Bench() {
    edges.fake_channel("first");
    edges.fake_channel("slack").can_redraw = true;
    desk.add_routes(server);
    desk.start();
  }
  store::Database open(Seconds busy) {
    return store::Database::open(path, store::OpenMode::read_write, busy);
  }
  Instant wall() { return edges.clock().wall(); }
  ServedResponse get(const std::string& path_asked, bool from_loopback = true) {
    ServedRequest request;
    request.method = "GET";
    request.path = path_asked;
    request.from_loopback = from_loopback;
    return server.ask(request);
  }
  long long rows(const std::string& condition = "1") {
    return database.connection()
        .execAndGet("SELECT count(*) FROM inbox WHERE " + condition)
        .getInt64();
  }
  std::string metric(const std::string& name) {
    const std::string text = get("/metrics").body;
    const auto at = text.find("\n" + name + " ");
    if (at == std::string::npos) return "none";
    const auto begin = at + name.size() + 2;
    return text.substr(begin, text.find('\n', begin) - begin);
  }
};

TEST_CASE("what is signed is stored and answered, then acted on") {
  Bench bench;
  CHECK(bench.server.ask(signed_message("Ev1", kUnknown, "hello", bench.wall())).status == 200);
  CHECK(bench.rows() == 1);
  bench.desk.stop();
  CHECK(bench.rows("state = 'done'") == 1);
}

TEST_CASE("a replay, a retry and fifty at once have one effect") {
  Bench bench;
  const ServedRequest request = signed_message("Ev1", kUnknown, "hello", bench.wall());
  std::vector<std::thread> threads;
  std::atomic<int> answered = 0;
  for (int i = 0; i < 50; ++i) {
    threads.emplace_back([&] { answered += bench.server.ask(request).status == 200 ? 1 : 0; });
  }
  for (std::thread& each : threads) each.join();
  CHECK(answered == 50);
  CHECK(bench.rows() == 1);
  CHECK(bench.metric("execassist_slack_requests_total{result=\"stored\"}") == "1");
  CHECK(bench.metric("execassist_slack_requests_total{result=\"repeated\"}") == "49");
  // Signed anew, as Slack's retries are.
  bench.edges.fake_clock().advance(minutes{5});
  CHECK(bench.server.ask(signed_message("Ev1", kUnknown, "hello", bench.wall())).status == 200);
  CHECK(bench.rows() == 1);
}

TEST_CASE("without a right signature there is 401 and no effect") {
  Bench bench;
  const ServedRequest right = signed_message("Ev1", kUnknown, "hello", bench.wall());
  std::vector<ServedRequest> wrong(5, right);
  wrong[0].headers["x-slack-signature"].back() ^= 1;
  wrong[1].headers.erase("x-slack-signature");
  wrong[2].headers.erase("x-slack-request-timestamp");
  wrong[3] = signed_message("Ev1", kUnknown, "hello", bench.wall() - Seconds{301});
  wrong[4].body += " ";
  for (const ServedRequest& each : wrong) {
    const ServedResponse response = bench.server.ask(each);
    CHECK(response.status == 401);
    CHECK(response.body.empty());
  }
  CHECK(bench.server
            .ask(signed_request(R"({"type":"url_verification","challenge":"x"})",
                                "application/json", bench.wall(), "another secret"))
            .status == 401);
  CHECK(bench.rows() == 0);
  CHECK(bench.server.ask(right).status == 200);
}

TEST_CASE("who guesses signatures is made to wait, and nobody else") {
  Bench bench;
  ServedRequest wrong = signed_message("Ev1", kUnknown, "hello", bench.wall());
  wrong.headers["x-slack-signature"] = "v0=0";
  wrong.peer = "192.0.2.7";
  for (int i = 0; i < 20; ++i) CHECK(bench.server.ask(wrong).status == 401);
  const ServedResponse limited = bench.server.ask(wrong);
  CHECK(limited.status == 429);
  CHECK(limited.headers.at("Retry-After") == "1");
  CHECK(bench.server.ask(signed_message("Ev1", kUnknown, "hello", bench.wall())).status == 200);
  bench.edges.fake_clock().advance(Seconds{2});
  CHECK(bench.server.ask(wrong).status == 401);
}

TEST_CASE("a challenge is sent back, a probe and other events are taken in silence") {
  Bench bench;
  const auto ask = [&](const std::string& body, const std::string& type) {
    return bench.server.ask(signed_request(body, type, bench.wall()));
  };
  const ServedResponse challenge =
      ask(R"({"type":"url_verification","challenge":"3eZb"})", "application/json");
  CHECK(challenge.status == 200);
  CHECK(challenge.body == "3eZb");
  CHECK(ask("ssl_check=1&token=x", "application/x-www-form-urlencoded").status == 200);
  CHECK(ask(R"({"type":"event_callback","event_id":"E","event":{"type":"app_mention"}})",
            "application/json")
            .status == 200);
  const ServedResponse malformed = ask("{", "application/json");
  CHECK(malformed.status == 400);
  CHECK(malformed.headers.at("X-Slack-No-Retry") == "1");
  CHECK(bench.rows() == 0);
}

TEST_CASE("a slash command is answered at once, each time, for one person's eyes") {
  Bench bench;
  struct Case {
    std::string user;
    std::string text;
    std::string shown;
  };
  for (const Case& c : std::vector<Case>{{"UADA", "", "blocks"},
                                         {"UADA", "LIST", "blocks"},
                                         {"UADA", "help", "blocks"},
                                         {"UADA", "%3C%21channel%3E", "@channel"},
                                         {kUnknown, "", "slack_user_id: " + kUnknown}}) {
    CAPTURE(c.text);
    for (int i = 0; i < 2; ++i) {
      const ServedResponse response =
          bench.server.ask(signed_command("1.2.abc", c.user, c.text, bench.wall()));
      CHECK(response.status == 200);
      CHECK(response.content_type.starts_with("application/json"));
      CHECK(response.body.find(c.shown) != std::string::npos);
      const auto json = wire::parse_json(response.body);
      REQUIRE(json);
      CHECK(*json->find("response_type")->as_string() == "ephemeral");
      CHECK(response.body.find("<!channel>") == std::string::npos);
    }
  }
  CHECK(bench.rows() == 1);
}

TEST_CASE("a store that stays busy gives 503, so that Slack repeats, and nothing is lost") {
  Bench bench;
  {
    auto holding = bench.database.begin();
    CHECK(bench.server.ask(signed_message("Ev1", kUnknown, "hello", bench.wall())).status == 503);
    const ServedResponse ready = bench.get("/readyz");
    CHECK(ready.status == 503);
    CHECK(ready.body.find("store: ") != std::string::npos);
  }
  CHECK(bench.server.ask(signed_message("Ev1", kUnknown, "hello", bench.wall())).status == 200);
  for (int i = 0; i < 500 && bench.get("/readyz").status != 200; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  CHECK(bench.get("/readyz").body == "ready\n");
  CHECK(bench.rows() == 1);
}

TEST_CASE("no answer waits until a message is drawn anew") {
  Bench bench;
  auto& slack = bench.edges.fake_channel("slack");
  std::atomic<bool> answered = false;
  std::atomic<bool> waited_for = false;
  slack.during_send = [&] { answered = true; };
  slack.during_redraw = [&] {
    for (int i = 0; i < 500 && !answered; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    waited_for = !answered;
  };
  Notification shown;
  shown.notification_id = shown.occurrence = "shown";
  shown.user_id = "ada";
  shown.kind = NotificationKind::reply;
  shown.variant = "text:shown";
  shown.state = NotificationState::sent;
  shown.channel = "slack";
  shown.message_id = "slack-0";
  shown.sent_at = shown.created_at = bench.edges.clock().now();
  {
    auto transaction = bench.database.begin();
    store::OutboxRepository(bench.database).insert(transaction, shown);
    store::RedrawRepository(bench.database)
        .want_again(transaction, "shown", bench.edges.clock().now());
    transaction.commit();
  }
  CHECK(bench.server.ask(signed_message("Ev1", "UADA", "help", bench.wall())).status == 200);
  bench.desk.stop();
  CHECK(answered);
  CHECK_FALSE(waited_for);
  CHECK(slack.redraw_calls == 1);
}

TEST_CASE("a disk that is nearly full is said to be so before anything fails") {
  Bench bench;
  bench.edges.fake_files().put(bench.path, "");
  bench.edges.fake_files().disk_left = (1 << 20) - 1;
  const ServedResponse full = bench.get("/readyz");
  CHECK(full.status == 503);
  CHECK(full.body == "not ready\nstore: 1048575 bytes are left on its disk\n");
  bench.edges.fake_files().disk_left = 1 << 20;
  CHECK(bench.get("/readyz").status == 200);
  bench.edges.fake_files().disk_left.reset();
  CHECK(bench.get("/readyz").status == 200);
}

TEST_CASE("stopping does not wait for a program; its build is taken up by the next one") {
  Bench bench;
  bench.settings.context.emplace_back().name = "slow";
  MeetingType& type = bench.rules.types.emplace_back();
  type.name = "default";
  type.required_context = {"slow"};
  auto& slow = bench.edges.fake_context("slow");
  std::atomic<bool> asked = false;
  slow.answer = [&](const ContextRequest&) {
    asked = true;
    for (int i = 0; i < 2000 && !bench.edges.context_cut; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    if (bench.edges.context_cut) throw Error(ErrorKind::terminated, "slow: was cut off");
    return ContextItem{};
  };
  const Scope scope{bench.settings, bench.rules, bench.database, bench.edges, {}, false, {}};
  NewMeeting talk;
  talk.title = "Talk";
  talk.start = scope.now() + hours{20};
  talk.length = hours{1};
  const Meeting meeting = add_meeting(scope, bench.settings.users[0], talk);
  {
    auto transaction = bench.database.begin();
    queue_build(scope, transaction, meeting, {"the prep session is finished", false});
    transaction.commit();
  }
  CHECK(bench.server.ask(signed_message("Ev1", kUnknown, "hello", bench.wall())).status == 200);
  for (int i = 0; i < 1000 && !asked; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  REQUIRE(asked);
  const auto before = std::chrono::steady_clock::now();
  bench.desk.stop();
  CHECK(std::chrono::steady_clock::now() - before < std::chrono::seconds(5));
  const store::BuildRepository builds(bench.database);
  CHECK(builds.latest_of(meeting.meeting_id)->state == BuildState::pending);
  CHECK(builds.latest_of(meeting.meeting_id)->attempts == 0);
  slow.answer = [](const ContextRequest&) { return ContextItem{}; };
  CHECK(advance_builds(scope).built.size() == 1);
}

TEST_CASE("health is everybody's, the rest this machine's") {
  Bench bench;
  CHECK(bench.get("/healthz", false).status == 200);
  CHECK(bench.get("/readyz", false).status == 404);
  CHECK(bench.get("/metrics", false).status == 404);
  CHECK(bench.get("/readyz").status == 200);
  CHECK(bench.get("/metrics").content_type.starts_with("text/plain; version=0.0.4"));
  CHECK(bench.metric("execassist_inbox{state=\"pending\"}") == "0");
  CHECK(bench.metric("execassist_outbox{state=\"dead\"}") == "0");
  CHECK(bench.metric("execassist_redraws") == "0");
}

TEST_CASE("a newer program that takes the store over ends it") {
  Bench bench;
  bench.database.connection().exec("PRAGMA user_version = 99");
  CHECK(bench.server.ask(signed_message("Ev1", kUnknown, "hello", bench.wall())).status == 503);
  for (int i = 0; i < 500 && bench.taken_over == 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  CHECK(bench.taken_over == 1);
  bench.desk.stop();
  CHECK(bench.taken_over == 1);
  CHECK(bench.over.find("newer") != std::string::npos);
}

TEST_CASE("a store that is removed or replaced under it acknowledges nothing more, and ends it") {
  for (const bool replaced : {false, true}) {
    for (const bool found_by_probe : {false, true}) {
      CAPTURE(replaced);
      CAPTURE(found_by_probe);
      Bench bench;
      std::filesystem::rename(bench.path, bench.folder.at("old.db"));
      for (const char* end : {"-wal", "-shm"}) std::filesystem::remove(bench.path + end);
      if (replaced) std::filesystem::copy_file(bench.folder.at("old.db"), bench.path);
      if (found_by_probe) {
        const ServedResponse ready = bench.get("/readyz");
        CHECK(ready.status == 503);
        CHECK(ready.body.find("removed or replaced") != std::string::npos);
      } else {
        CHECK(bench.server.ask(signed_message("Ev1", kUnknown, "hello", bench.wall())).status ==
              503);
      }
      for (int i = 0; i < 500 && bench.taken_over == 0; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
      }
      bench.desk.stop();
      CHECK(bench.taken_over == 1);
      CHECK(bench.over.find("removed or replaced") != std::string::npos);
      CHECK(bench.rows() == 0);
      CHECK(std::filesystem::exists(bench.path) == replaced);
    }
  }
}

}  // namespace
}  // namespace execassist::app
