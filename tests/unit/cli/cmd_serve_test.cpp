#include "support/fake_server.hpp"
#include "support/slack_signer.hpp"
#include "unit/cli/program_fixture.hpp"

#include <csignal>
#include <filesystem>
#include <thread>

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

namespace execassist::cli {
namespace {

using execassist::testing::FakeServer;
using execassist::testing::kSlackSecret;
using testing::Called;
using testing::Program;

// Keeps what the program asked for after it has given its server back.
struct Bench {
  Program program;
  ServeSettings asked;
  FakeServer* server = nullptr;

  Bench() {
    program.edges.secrets["slack.signing_secret"] = Secret(kSlackSecret);
    program.edges.secrets["slack.bot_token"] = Secret("xoxb-1");
    program.edges.servers = [this](const ServeSettings& settings) {
      asked = settings;
      auto made = std::make_unique<FakeServer>();
      server = made.get();
      return made;
    };
  }

  // The signal comes when it listens.
  Called until(int signal, std::vector<std::string> words) {
    Called called;
    program.edges.fake_signals().send(signal);
    called = program.call(words);
    return called;
  }
};

TEST_CASE("it says where it listens, and ends by the signal that ends it") {
  Bench bench;
  const Called terminated = bench.until(SIGTERM, {"serve"});
  CHECK(terminated.code == 143);
  CHECK(terminated.out.empty());
  CHECK(terminated.err == "listening on http://127.0.0.1:8080\n");
  CHECK(bench.program.edges.fake_signals().held);
  CHECK(bench.asked.listen == "127.0.0.1:8080");
  const Called interrupted = bench.until(SIGINT, {"serve", "--json"});
  CHECK(interrupted.code == 130);
  CHECK(interrupted.out.find("\"listening\": \"http://127.0.0.1:8080\"") != std::string::npos);
}

TEST_CASE("options go before the configuration") {
  Bench bench;
  bench.program.edges.fake_files().put("/home/ada/key.pem", "key");
  const Called called = bench.until(SIGTERM, {"serve", "--listen", "[::1]:9", "--behind-proxy",
                                              "--tls-cert", "cert.pem", "--tls-key", "key.pem"});
  CHECK(called.code == 143);
  CHECK(called.err == "listening on https://127.0.0.1:8080\n");
  CHECK(bench.asked.listen == "[::1]:9");
  CHECK(bench.asked.behind_proxy);
  CHECK(bench.asked.tls_cert == "/home/ada/cert.pem");
  CHECK(bench.asked.tls_key == "/home/ada/key.pem");
}

TEST_CASE("without the signing secret or the bot token it does not start") {
  for (const std::string key : {"slack.signing_secret", "slack.bot_token"}) {
    for (const bool empty : {false, true}) {
      Bench bench;
      if (empty) {
        bench.program.edges.secrets[key] = Secret("");
      } else {
        bench.program.edges.secrets.erase(key);
      }
      const Called called = bench.until(SIGTERM, {"serve"});
      CHECK(called.code == 78);
      CHECK(called.err.find(key) != std::string::npos);
      CHECK(called.err.find("hint: ") != std::string::npos);
      CHECK(bench.server == nullptr);
    }
  }
}

TEST_CASE("there is no dry run of it") {
  Bench bench;
  CHECK(bench.until(SIGTERM, {"serve", "--dry-run"}).code == 2);
  CHECK(bench.server == nullptr);
}

TEST_CASE("what it answered is stored when it has ended") {
  Bench bench;
  Called called;
  std::thread running([&] { called = bench.program.call({"serve"}); });
  for (int i = 0; i < 1000 && (bench.server == nullptr || !bench.server->listening); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  REQUIRE(bench.server != nullptr);
  const Instant wall = bench.program.edges.clock().wall();
  CHECK(
      bench.server->ask(execassist::testing::signed_message("Ev1", "UNOBODY", "hi", wall)).status ==
      200);
  bench.program.edges.fake_signals().send(SIGTERM);
  running.join();
  CHECK(called.code == 143);
}

TEST_CASE("a store that was taken over or removed ends it with 75, and the reason") {
  for (const bool removed : {false, true}) {
    Bench bench;
    Called called;
    std::thread running([&] { called = bench.program.call({"serve"}); });
    for (int i = 0; i < 1000 && (bench.server == nullptr || !bench.server->listening); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    REQUIRE(bench.server != nullptr);
    const std::string path = bench.program.folder.at("store.db");
    if (removed) {
      std::filesystem::remove(path);
    } else {
      constexpr int kPatienceMs = 5000;  // what serve does when it starts holds the store too
      SQLite::Database(path, SQLite::OPEN_READWRITE, kPatienceMs)
          .exec("PRAGMA user_version = 1000");
    }
    const Instant wall = bench.program.edges.clock().wall();
    CHECK(bench.server->ask(execassist::testing::signed_message("Ev1", "UNOBODY", "hi", wall))
              .status == 503);
    running.join();
    CHECK(called.code == 75);
    CHECK(called.err.find(removed ? "removed or replaced" : "newer version") != std::string::npos);
    CHECK(called.err.find("hint: ") != std::string::npos);
    CHECK(std::filesystem::exists(path) == !removed);
  }
}

}  // namespace
}  // namespace execassist::cli
