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

TEST_CASE("a calendar file is a source; a feed is named and refused") {
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
