#include "wiring/system_edges.hpp"

#include "support/error_of.hpp"
#include "support/scoped_variable.hpp"
#include "support/scratch_folder.hpp"

#include <execassist/base/log.hpp>

#include <filesystem>

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

Settings settings_in(const ScratchFolder& folder) {
  Settings settings;
  settings.file = folder.at("config.yaml");
  settings.slack.api_url = "http://127.0.0.1:1/api";
  return settings;
}

TEST_CASE("the terminal, slack, sms and email are the channels of this build") {
  const ScratchFolder folder;
  SystemEdges edges;
  edges.connect(settings_in(folder), folder.at("store.db"), false);
  REQUIRE(edges.channel("terminal") != nullptr);
  CHECK(edges.channel("terminal") == edges.channel("terminal"));
  REQUIRE(edges.channel("slack") != nullptr);
  CHECK(edges.channel("slack") == edges.channel("slack"));
  for (const char* name : {"slack", "sms", "email"}) {
    CAPTURE(name);
    REQUIRE(edges.channel(name) != nullptr);
    CHECK(edges.channel(name)->name() == name);
    CHECK(edges.channel(name) == edges.channel(name));
  }
  CHECK_FALSE(edges.channel("sms")->may_carry_sensitive_text());
  CHECK_FALSE(edges.channel("email")->may_carry_sensitive_text());
  for (const char* name : {"", "Terminal", "Slack"}) {
    CHECK(edges.channel(name) == nullptr);
  }
  edges.mute_terminal_channel();
  const SendResult result =
      edges.channel("terminal")
          ->send({"n", "k", NotificationKind::test, "s", "this text must not be seen"}, User{});
  CHECK(result.outcome == AttemptOutcome::accepted);
  CHECK(edges.terminal().last_written() == 0);
}

TEST_CASE("a slack token that is named but cannot be had stops the command") {
  const ScratchFolder folder;
  const ScopedVariable unset("EXECASSIST_TEST_C", std::nullopt);
  Settings settings = settings_in(folder);
  settings.slack.bot_token.text = "env:EXECASSIST_TEST_C";
  SystemEdges edges;
  edges.connect(settings, folder.at("store.db"), false);
  const auto error = error_of([&] { edges.channel("slack"); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::configuration);
  CHECK(error->message().starts_with("slack.bot_token: "));
}

TEST_CASE("an account of twilio that is named but cannot be had is a slip of the settings") {
  const ScratchFolder folder;
  Settings settings = settings_in(folder);
  settings.twilio.auth_token.text = "env:EXECASSIST_TEST_UNSET";
  SystemEdges edges;
  edges.connect(settings, folder.at("store.db"), false);
  const auto error = error_of([&] { edges.channel("sms"); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::configuration);
  CHECK(error->message().starts_with("twilio."));
}

TEST_CASE("a dry run sends no text message and no e-mail, and takes them for what they are") {
  const ScratchFolder folder;
  const ScopedVariable value("EXECASSIST_TEST_A", "AC0123456789abcdef0123456789abcdef");
  const ScopedVariable number("EXECASSIST_TEST_B", "+15550199");
  Settings settings = settings_in(folder);
  settings.twilio.account_sid.text = settings.twilio.auth_token.text = "env:EXECASSIST_TEST_A";
  settings.twilio.from_number.text = "env:EXECASSIST_TEST_B";
  settings.ses.from_email = "assistant@example.com";
  settings.ses.region = "us-east-1";
  settings.ses.access_key_id.text = settings.ses.secret_access_key.text = "env:EXECASSIST_TEST_A";
  SystemEdges edges;
  edges.connect(settings, folder.at("store.db"), true);
  User user;
  user.email = "ada@example.com";
  user.phone = "+15550100";
  for (const char* name : {"sms", "email"}) {
    CAPTURE(name);
    Channel& channel = *edges.channel(name);
    CHECK(channel.send({"n", "k", NotificationKind::test, "s", "t"}, user).outcome ==
          AttemptOutcome::accepted);
    CHECK_FALSE(channel.may_carry_sensitive_text());
  }
  CHECK(edges.channel("sms")->tells_arrival());

  // What would be refused is refused here too.
  SystemEdges bare;
  bare.connect(settings_in(folder), folder.at("store.db"), true);
  for (const char* name : {"sms", "email"}) {
    CAPTURE(name);
    const SendResult result =
        bare.channel(name)->send({"n", "k", NotificationKind::test, "s", "t"}, user);
    CHECK(result.outcome == AttemptOutcome::refused);
    CHECK_FALSE(result.error.empty());
  }
}

TEST_CASE("keys of AWS that cannot be had are a slip of the settings") {
  const ScratchFolder folder;
  Settings settings = settings_in(folder);
  settings.ses.from_email = "assistant@example.com";
  settings.ses.region = "us-east-1";
  settings.ses.access_key_id.text = "a key without its secret";
  SystemEdges edges;
  edges.connect(settings, folder.at("store.db"), false);
  const auto error = error_of([&] { edges.channel("email"); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::configuration);
  CHECK(error->message().find("ses.secret_access_key") != std::string::npos);
}

TEST_CASE("a dry run reaches nobody on slack") {
  const ScratchFolder folder;
  const ScopedVariable token("EXECASSIST_TEST_A", "xoxb-test");
  Settings settings = settings_in(folder);
  settings.slack.bot_token.text = "env:EXECASSIST_TEST_A";
  User user;
  user.slack_user_id = "U1";
  const OutgoingMessage message{"n", "k", NotificationKind::test, "s", "t"};

  SystemEdges dry;
  dry.connect(settings, folder.at("store.db"), true);
  CHECK(dry.channel("slack")->send(message, user).outcome == AttemptOutcome::accepted);

  // The same for real meets the address where nobody listens.
  SystemEdges real;
  settings.http.retry_for = Seconds{0};
  real.connect(settings, folder.at("store.db"), false);
  CHECK(real.channel("slack")->send(message, user).outcome == AttemptOutcome::not_sent);
}

TEST_CASE("calendar files and feeds are sources; a feed's address is looked up when it is asked") {
  const ScratchFolder folder;
  const ScopedVariable unset("EXECASSIST_TEST_C", std::nullopt);
  Settings settings = settings_in(folder);
  settings.http.retry_for = Seconds{0};
  SystemEdges edges;
  edges.connect(settings, folder.at("store.db"), false);
  UserSettings user;
  user.user.id = "ada";
  CalendarSettings calendar;
  calendar.kind = "ics";
  calendar.path = folder.at("calendar.ics");
  CHECK(edges.source(user, calendar) != nullptr);

  calendar.path.clear();
  calendar.id = "work";
  calendar.url = {"env:EXECASSIST_TEST_C", {9, 5}};
  const auto unnamed = error_of([&] { edges.source(user, calendar)->fetch({}); });
  REQUIRE(unnamed);
  CHECK(unnamed->kind() == ErrorKind::configuration);
  CHECK(unnamed->message() == folder.at("config.yaml") +
                                  ":9:5: url: needed for the calendar work of ada, and "
                                  "env:EXECASSIST_TEST_C is not set");
  calendar.url.text = "http://127.0.0.1:1/hunter2.ics";
  const auto dark = error_of([&] { edges.source(user, calendar)->fetch({}); });
  REQUIRE(dark);
  CHECK(dark->kind() == ErrorKind::try_again);
  CHECK(dark->message() == "the feed cannot be reached: 127.0.0.1: connection refused");
  calendar.url.text = "http://feed.invalid/hunter2.ics";
  const auto plain = error_of([&] { edges.source(user, calendar)->fetch({}); });
  REQUIRE(plain);
  CHECK(plain->kind() == ErrorKind::configuration);
  CHECK(plain->message().find("hunter2") == std::string::npos);
}

TEST_CASE("what is kept of feeds that the settings do not name any more goes") {
  const ScratchFolder folder;
  Settings settings = settings_in(folder);
  UserSettings& ada = settings.users.emplace_back();
  ada.user.id = "ada";
  CalendarSettings& work = ada.calendars.emplace_back();
  work.id = "work";
  work.url.text = "https://x.example/";
  const std::string kept = "store.db.feeds/" + sources::kept_feed_name("ada", "work");
  const std::string other = "store.db.feeds/" + sources::kept_feed_name("ada", "home");
  for (const std::string& name : {kept, other}) folder.write(name, "x");
  for (const bool dry_run : {true, false}) {
    SystemEdges edges;
    edges.connect(settings, folder.at("store.db"), dry_run);
    edges.tidy_feeds();
    CHECK(std::filesystem::exists(folder.at(kept)));
    CHECK(std::filesystem::exists(folder.at(other)) == dry_run);
  }
}

TEST_CASE("a google calendar needs a client id") {
  const ScratchFolder folder;
  const ScopedVariable client("EXECASSIST_TEST_A", "client");
  UserSettings user;
  user.user.id = "ada";
  CalendarSettings calendar;
  calendar.kind = "google";
  calendar.id = "google:primary";
  Settings settings = settings_in(folder);
  SystemEdges without;
  without.connect(settings, folder.at("store.db"), false);
  const auto google = error_of([&] { without.source(user, calendar); });
  REQUIRE(google);
  CHECK(google->kind() == ErrorKind::configuration);
  CHECK(google->message().starts_with("google.client_id: "));
  CHECK_FALSE(google->hint().empty());

  settings.google.client_id.text = "env:EXECASSIST_TEST_A";
  SystemEdges with;
  with.connect(settings, folder.at("store.db"), false);
  CHECK(with.source(user, calendar) != nullptr);
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
