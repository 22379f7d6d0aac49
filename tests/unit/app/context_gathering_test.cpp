#include "app/context_gathering.hpp"

#include "build_fixture.hpp"

#include <condition_variable>
#include <stdexcept>

namespace execassist::app::testing {
namespace {

std::vector<std::string> said(const std::vector<ContextItem>& items) {
  std::vector<std::string> lines;
  for (const ContextItem& item : items) {
    lines.push_back(item.source + "/" + item.label + ": " +
                    (item.lines.empty() ? "problem: " + item.problem : item.lines[0].text));
  }
  return lines;
}

using Lines = std::vector<std::string>;

TEST_CASE("each source answers in the type's order, whatever goes wrong with the others") {
  Bench app;
  app.context("slow");
  app.context("throws").answer = [](const ContextRequest&) -> ContextItem {
    throw Error(ErrorKind::failed, "it\nbroke");
  };
  app.context("crashes").answer = [](const ContextRequest&) -> ContextItem {
    throw std::runtime_error("token=hunter2");
  };
  app.context("named").answer = [](const ContextRequest&) {
    ContextItem item = item_saying("x");
    item.label = "My own name";
    item.source = "somebody else";
    return item;
  };
  app.require("unknown");
  app.settings.context.emplace_back().name = "unmakeable";
  app.require("unmakeable");
  app.require("slow");  // twice
  const Meeting meeting = app.prepared("a");
  ContextGathering gathering(app.scope);
  const auto gathered = gathering.gather({meeting});
  REQUIRE(gathered.size() == 1);
  CHECK(said(gathered[0]) ==
        Lines{"slow/The slow: slow says so", "throws/The throws: problem: it broke",
              "crashes/The crashes: problem: it failed unexpectedly", "named/My own name: x",
              "unknown/unknown: problem: the configuration has no source of that name under "
              "`context:`",
              "unmakeable/unmakeable: problem: unmakeable: the test has no such context"});
}

TEST_CASE("what is the same for every meeting is asked once, the rest for each") {
  Bench app;
  auto& budget = app.context("budget");
  auto& incidents = app.context("incidents", true);
  incidents.answer = [](const ContextRequest& request) { return item_saying(request.meeting_id); };
  std::vector<Meeting> meetings;
  for (const char* id : {"a", "b", "c"}) meetings.push_back(app.prepared(id));
  ContextGathering gathering(app.scope);
  for (int time = 1; time <= 2; ++time) {
    const auto gathered = gathering.gather(meetings);
    REQUIRE(gathered.size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
      CHECK(said(gathered[i]) == Lines{"budget/The budget: budget says so",
                                       "incidents/The incidents: " + meetings[i].meeting_id});
    }
    CHECK(budget.asked.size() == 1);
    CHECK(incidents.asked.size() == static_cast<std::size_t>(3 * time));
  }
  const ContextRequest& request = incidents.asked.front();
  CHECK(request.user_id == "ada");
  CHECK(request.meeting_type == "default");
  CHECK(request.start == kNow + hours{20});
  CHECK(request.end == kNow + hours{21});
  CHECK(request.now == kNow);
}

// Forty sources of which each waits for all the others: one after another they would never end, and
// with fewer at once some would wait in vain.
TEST_CASE("all sources of all meetings are asked at the same time") {
  Bench app;
  std::mutex guard;
  std::condition_variable all_here;
  int here = 0;
  const auto meet = [&](const ContextRequest&) {
    std::unique_lock lock(guard);
    ++here;
    all_here.notify_all();
    const bool met = all_here.wait_for(lock, Seconds{20}, [&] { return here >= 40; });
    return item_saying(met ? "met" : "alone");
  };
  for (int i = 0; i < 20; ++i) app.context("s" + std::to_string(i), true).answer = meet;
  const std::vector<Meeting> meetings = {app.prepared("x"), app.prepared("y")};
  ContextGathering gathering(app.scope);
  for (const auto& items : gathering.gather(meetings)) {
    REQUIRE(items.size() == 20);
    for (const ContextItem& item : items) CHECK(item.lines.at(0).text == "met");
  }
}

TEST_CASE("more calls than threads all get their answer") {
  Bench app;
  for (int i = 0; i < 30; ++i) app.context("s" + std::to_string(i), true);
  std::vector<Meeting> meetings;
  for (int i = 0; i < 5; ++i) meetings.push_back(app.prepared("m" + std::to_string(i)));
  ContextGathering gathering(app.scope);
  for (const auto& items : gathering.gather(meetings)) {
    REQUIRE(items.size() == 30);
    for (const ContextItem& item : items) CHECK(item.problem.empty());
  }
}

TEST_CASE("a source that is cut off is no failed source, and nothing is kept") {
  Bench app;
  auto& budget = app.context("budget");
  app.context("slow").answer = [](const ContextRequest&) -> ContextItem {
    throw Error(ErrorKind::terminated, "slow: was cut off");
  };
  const Meeting meeting = app.prepared("a");
  ContextGathering gathering(app.scope);
  for (int time = 1; time <= 2; ++time) {
    const auto error = error_of([&] { gathering.gather({meeting}); });
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::terminated);
    CHECK(budget.asked.size() == static_cast<std::size_t>(time));
  }
}

TEST_CASE("a type that requires nothing, or is not known any more, has no context") {
  Bench app;
  auto& budget = app.context("budget");
  app.rules.types.back().required_context.clear();
  Meeting plain = app.prepared("plain");
  Meeting lost = plain;
  lost.state.meeting_type = "renamed";
  ContextGathering gathering(app.scope);
  for (const auto& items : gathering.gather({plain, lost})) CHECK(items.empty());
  CHECK(gathering.gather({}).empty());
  CHECK(budget.asked.empty());
}

}  // namespace
}  // namespace execassist::app::testing
