#include "app_fixture.hpp"

#include <atomic>
#include <chrono>
#include <thread>

namespace execassist::app::testing {
namespace {

// `count` users, each with a calendar of their own and one meeting in it.
void add_users(App& app, int count) {
  app.settings.users.clear();
  for (int i = 0; i < count; ++i) {
    const std::string id = "user" + std::to_string(i);
    app.settings.users.push_back(user_named(id, {"of-" + id}));
    app.put(facts_of("meeting-" + id, kNow + days{2}), "of-" + id);
  }
}

TEST_CASE("sync keeps eight calendars in flight, and no more") {
  App app;
  add_users(app, 24);
  std::atomic<int> out{0};
  std::atomic<int> most{0};
  for (const UserSettings& user : app.settings.users) {
    app.source(user.calendars[0].id).during_fetch = [&] {
      const int now = ++out;
      int before = most.load();
      while (now > before && !most.compare_exchange_weak(before, now)) {
      }
      // Until the pool is full once, or long enough to see that it never will be.
      for (int i = 0; i < 400 && most < 8; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
      }
      --out;
    };
  }
  const SyncReport report = app.sync();
  CHECK(most == 8);
  REQUIRE(report.users.size() == 24);
  for (std::size_t i = 0; i < 24; ++i) {
    CHECK(report.users[i].user_id == "user" + std::to_string(i));
    CHECK(report.users[i].added == 1);
  }
}

TEST_CASE("one failing user never hides the others") {
  App app;
  add_users(app, 20);
  app.source("of-user3").script(Error(ErrorKind::sign_in_needed, "signed out", "sign in"));
  app.source("of-user7").script(Error(ErrorKind::try_again, "the network is down"));
  const SyncReport report = app.sync();
  CHECK(report.verdict() == ErrorKind::partial);
  CHECK(report.failed_syncs() == 2);
  for (std::size_t i = 0; i < 20; ++i) {
    const bool failing = i == 3 || i == 7;
    CHECK(report.users[i].failed() == failing);
    CHECK(report.users[i].added == (failing ? 0 : 1));
  }
  CHECK(report.users[3].errors[0].message == "signed out");
}

TEST_CASE("a configuration that only shows while fetching is told as such, and hides nobody") {
  App app;
  add_users(app, 3);
  for (int i = 0; i < 2; ++i) {
    app.source("of-user1").script(Error(ErrorKind::configuration, "the key is open to others"));
  }
  CHECK(app.sync().verdict() == ErrorKind::configuration);
  CHECK(app.tick().verdict() == ErrorKind::configuration);
  CHECK(app.find("meeting-user2", "of-user2"));
}

TEST_CASE("answers that come in any order leave the same store") {
  App app;
  app.settings.users = {user_named("ada", {"first", "second", "third"})};
  for (const char* calendar : {"first", "second", "third"}) {
    MeetingFacts facts = facts_of("shared", kNow + days{2});
    facts.title = calendar;
    app.put(facts, calendar);
  }
  // The first calendar answers last.
  std::atomic<int> answered{0};
  app.source("second").during_fetch = [&] { ++answered; };
  app.source("third").during_fetch = [&] { ++answered; };
  app.source("first").during_fetch = [&] {
    for (int i = 0; i < 1000 && answered < 2; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
  };
  app.sync();
  CHECK(answered == 2);
  const std::string standing = app.meeting("shared", "first").meeting_id;
  CHECK_FALSE(app.meeting("shared", "first").state.duplicate_of);
  CHECK(app.meeting("shared", "second").state.duplicate_of == standing);
  CHECK(app.meeting("shared", "third").state.duplicate_of == standing);
}

TEST_CASE("a calendar that lacks a setting stops the sync before any is asked") {
  App app;
  app.settings.users = {user_named("ada", {"work"}), user_named("ben", {"unset"})};
  app.put(facts_of("a", kNow + days{2}));
  app.edges.other_sources = [](const UserSettings&,
                               const CalendarSettings&) -> std::unique_ptr<CalendarSource> {
    throw Error(ErrorKind::configuration, "google.client_id: not set");
  };
  const auto error = error_of([&] { app.sync(); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::configuration);
  CHECK(app.source("work").requests.empty());
  CHECK_FALSE(app.find("a"));
}

}  // namespace
}  // namespace execassist::app::testing
