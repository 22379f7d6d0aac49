#include "wiring/context_sources.hpp"

#include "support/http_server.hpp"
#include "support/scratch_folder.hpp"
#include "support/test_edges.hpp"

#include <chrono>

#include <doctest/doctest.h>

namespace execassist::wiring {
namespace {

using testing::http_answer;
using testing::HttpServer;
using testing::ScratchFolder;
using testing::TestEdges;
using testing::Then;

struct Bench {
  Bench() { settings.file = folder.at("config.yaml"); }

  ContextItem fetch(const ContextSettings& context) { return sources().make(context)->fetch({}); }

  ContextSources& sources() {
    if (!made) made.emplace(edges, settings);
    return *made;
  }

  ScratchFolder folder;
  TestEdges edges;
  Settings settings;
  std::optional<ContextSources> made;
};

ContextSettings command(std::vector<std::string> argv) {
  ContextSettings context;
  context.name = "incidents";
  context.kind = ContextKind::command;
  context.argv = std::move(argv);
  context.timeout = Seconds{1};
  context.largest = 4096;
  return context;
}

ContextSettings address(const std::string& url) {
  ContextSettings context;
  context.name = "crm";
  context.kind = ContextKind::url;
  context.url = url;
  context.timeout = Seconds{1};
  context.largest = 4096;
  return context;
}

TEST_CASE("a file is read where the settings say") {
  Bench bench;
  ContextSettings context;
  context.name = "budget";
  context.path = bench.folder.write("budget.csv", "a,b\n1,2\n");
  CHECK(bench.fetch(context).table.rows.size() == 1);
}

TEST_CASE("a program runs in the configuration's folder, without our environment") {
  Bench bench;
  bench.folder.write("show", "#!/bin/sh\ncat data; pwd\n", 0700);
  bench.folder.write("data", "42\n");
  const ContextItem item = bench.fetch(command({"./show"}));
  CHECK(item.problem.empty());
  REQUIRE(item.lines.size() == 2);
  CHECK(item.lines[0].text == "42");
  CHECK(item.lines[1].text == bench.folder.path());
  CHECK(bench.fetch(command({"./gone"})).problem == "there is no such program");
  CHECK(bench.fetch(command({"./data"})).problem == "cannot be run: permission denied");
}

TEST_CASE("a program that hangs, floods or fails costs no more than its limits") {
  Bench bench;
  const auto before = std::chrono::steady_clock::now();
  CHECK(bench.fetch(command({"sleep", "60"})).problem == "gave no answer within 1 s");
  CHECK(bench.fetch(command({"yes"})).problem == "printed more than 4 KiB");
  CHECK(bench.fetch(command({"false"})).problem == "ended with exit status 1");
  CHECK(std::chrono::steady_clock::now() - before < std::chrono::seconds{10});
}

TEST_CASE("an address gets its secret, which is asked for once, and at the first fetch") {
  Bench bench;
  HttpServer server;
  for (int i = 0; i < 3; ++i) {
    server.script(http_answer(200, "{\"open\": 3}", "Content-Type: application/json\r\n"));
  }
  ContextSettings context = address(server.url("/v1"));
  context.header = "X-Api-Key";
  const auto early = bench.sources().make(context);
  bench.edges.secrets["context.crm.header.value"] = Secret("hunter2");
  CHECK(early->fetch({}).lines.at(0).text == "open: 3");
  bench.edges.secrets.clear();
  CHECK(early->fetch({}).problem.empty());
  CHECK(bench.fetch(context).problem.empty());
  for (const std::string& request : server.requests()) {
    CHECK(request.find("\r\nX-Api-Key: hunter2\r\n") != std::string::npos);
  }
}

TEST_CASE("a secret that is not there is a problem of that source alone") {
  Bench bench;
  HttpServer server;
  server.script(http_answer(200, "fine", "Content-Type: text/plain\r\n"));
  ContextSettings context = address(server.url());
  context.header = "X-Api-Key";
  context.secret.text = "env:CRM_KEY";
  CHECK(bench.fetch(context).problem ==
        "context.crm.header.value: needed for the context crm, and env:CRM_KEY is not set");
  ContextSettings other = address(server.url());
  other.name = "other";
  CHECK(bench.fetch(other).problem.empty());
}

TEST_CASE("hostile servers: stalled, cut off, endless, elsewhere") {
  const struct {
    std::string answer;
    Then then;
    std::string problem;
  } cases[] = {
      {"", Then::stall, "gave no answer within 1 s"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhunter2", Then::stall,
       "gave no answer within 1 s"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhunter2", Then::close,
       "gave no whole answer: 127.0.0.1: the answer was cut off"},
      {http_answer(200, std::string(5000, 'x')), Then::keep, "answered with more than 4 KiB"},
      {http_answer(302, "", "Location: http://127.0.0.1:1/\r\n"), Then::keep,
       "points elsewhere (status 302), and redirects are not followed"},
      {"hunter2\r\n\r\n", Then::close, "gave no whole answer: 127.0.0.1: the answer is not HTTP"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.problem);
    Bench bench;
    HttpServer server;
    server.script(one.answer, one.then);
    CHECK(bench.fetch(address(server.url("/x?key=hunter2"))).problem == one.problem);
  }
}

TEST_CASE("what did not answer three times is left alone for a minute, whoever asks") {
  Bench bench;
  const ContextSettings dark = address("http://127.0.0.1:1/");
  for (int i = 0; i < 3; ++i) {
    CHECK(bench.fetch(dark).problem == "cannot be reached: 127.0.0.1: connection refused");
  }
  CHECK(bench.fetch(dark).problem == "did not answer lately, and is left alone for a while");
  bench.edges.fake_clock().advance(Seconds{61});
  CHECK(bench.fetch(dark).problem == "cannot be reached: 127.0.0.1: connection refused");
}

}  // namespace
}  // namespace execassist::wiring
