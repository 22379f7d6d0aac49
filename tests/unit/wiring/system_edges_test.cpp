#include "wiring/system_edges.hpp"

#include "support/error_of.hpp"
#include "support/scoped_variable.hpp"
#include "support/scratch_folder.hpp"

#include <execassist/base/log.hpp>

#include <doctest/doctest.h>

namespace execassist::wiring {
namespace {

using testing::error_of;
using testing::ScopedVariable;
using testing::ScratchFolder;

TEST_CASE("an environment variable that is unset or empty is nothing") {
  SystemEdges edges;
  const ScopedVariable set("EXECASSIST_TEST_A", "x");
  const ScopedVariable empty("EXECASSIST_TEST_B", "");
  const ScopedVariable unset("EXECASSIST_TEST_C", std::nullopt);
  CHECK(edges.environment("EXECASSIST_TEST_A") == "x");
  CHECK_FALSE(edges.environment("EXECASSIST_TEST_B"));
  CHECK_FALSE(edges.environment("EXECASSIST_TEST_C"));
}

TEST_CASE("the terminal is the only channel of this build") {
  SystemEdges edges;
  REQUIRE(edges.channel("terminal") != nullptr);
  CHECK(edges.channel("terminal") == edges.channel("terminal"));
  for (const char* name : {"slack", "sms", "email", "", "Terminal"}) {
    CHECK(edges.channel(name) == nullptr);
  }
  edges.mute_terminal_channel();
  const SendResult result =
      edges.channel("terminal")
          ->send({"n", "k", NotificationKind::test, "s", "this text must not be seen"}, User{});
  CHECK(result.outcome == AttemptOutcome::accepted);
  CHECK(edges.terminal().last_written() == 0);
}

TEST_CASE("a calendar file is a source; others are named and refused") {
  const ScratchFolder folder;
  SystemEdges edges;
  const UserSettings user;
  CalendarSettings calendar;
  calendar.kind = "ics";
  calendar.path = folder.at("calendar.ics");
  CHECK(edges.source(user, calendar) != nullptr);

  calendar.path.clear();
  calendar.url.text = "https://example.com/hunter2.ics";
  calendar.id = "ics:https://example.com/hunter2.ics";
  const auto feed = error_of([&] { edges.source(user, calendar); });
  REQUIRE(feed);
  CHECK(feed->kind() == ErrorKind::failed);
  CHECK(feed->message() == "ics calendars with a url: not supported by this version");
  calendar.kind = "google";
  const auto google = error_of([&] { edges.source(user, calendar); });
  REQUIRE(google);
  CHECK(google->message() == "google calendars: not supported by this version");
  CHECK_FALSE(google->hint().empty());
}

TEST_CASE("ports are one each, and a pretended now is seen through them") {
  SystemEdges edges;
  CHECK(&edges.clock() == &edges.clock());
  CHECK_FALSE(edges.clock().pretended());
  const Instant then = *parse_rfc3339("2031-01-01T00:00:00Z");
  edges.pretend_now(then);
  CHECK(edges.clock().now() == then);
  CHECK(edges.clock().wall() != then);
  CHECK_FALSE(edges.processes().gone(edges.processes().self()));
  CHECK(edges.absolute("/a") == "/a");
  CHECK(edges.default_config_path().starts_with('/'));
  CHECK(edges.default_store_path().starts_with('/'));
  CHECK(edges.home().starts_with('/'));
  CHECK_FALSE(edges.machine_zone().empty());
}

TEST_CASE("secrets are resolved, and the log outlives no edges") {
  const ScopedVariable set("EXECASSIST_TEST_TOKEN", "hunter2");
  {
    SystemEdges edges;
    edges.configure_log(LogLevel::off, true);
    log(LogLevel::error, {}, "this line must not be seen");
    CHECK(edges.resolve_secret({"env:EXECASSIST_TEST_TOKEN", {}}, "k")->reveal() == "hunter2");
    CHECK_FALSE(edges.resolve_secret({}, "k"));
  }
  CHECK_NOTHROW(log(LogLevel::error, {}, "nor this one"));
}

}  // namespace
}  // namespace execassist::wiring
