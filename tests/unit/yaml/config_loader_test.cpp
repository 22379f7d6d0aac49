#include "yaml/config_loader.hpp"

#include "support/error_of.hpp"
#include "unit/yaml/refusals.hpp"

#include <execassist/settings/samples.hpp>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::yaml {
namespace {

const char* const kContract = R"(store: {path: ~/.local/share/execassist/execassist.db}
sync: {days_ahead: 14, days_behind: 1}
rules: meeting_types.yaml            # relative to this file
users:
  - id: ada
    name: Ada Byron
    email: ada@example.com
    phone: "+15550100"               # E.164
    slack_user_id: U0001             # else looked up by e-mail
    time_zone: Europe/London
    channels: [slack, sms, email]    # order of fallback; also: terminal
    quiet_hours: {from: "22:00", to: "07:00"}
    calendars:
      - {kind: google, calendar: primary}
      - {kind: ics, path: calendar.ics}     # or url: https://...
google: {client_id: env:GOOGLE_CALENDAR_CLIENT_ID, client_secret: env:GOOGLE_CALENDAR_CLIENT_SECRET,
         auth_url: https://accounts.google.com/o/oauth2/v2/auth, token_url: https://oauth2.googleapis.com/token,
         revoke_url: https://oauth2.googleapis.com/revoke, api_url: https://www.googleapis.com/calendar/v3}
slack:  {bot_token: env:SLACK_BOT_TOKEN, signing_secret: env:SLACK_SIGNING_SECRET, api_url: https://slack.com/api}
twilio: {account_sid: env:TWILIO_ACCOUNT_SID, auth_token: env:TWILIO_AUTH_TOKEN, from_number: env:TWILIO_FROM_NUMBER,
         api_url: https://api.twilio.com}
ses:    {from_email: assistant@example.com, region: us-east-1, api_url: null,   # null: the region's own address
         access_key_id: env:AWS_ACCESS_KEY_ID, secret_access_key: env:AWS_SECRET_ACCESS_KEY, session_token: env:AWS_SESSION_TOKEN}
notify: {enabled: true, max_attempts: 8, per_user_hourly_limit: 20, operator: ada, first_run: all}   # enabled: false is shadow mode: decide and record, send nothing
)";

TEST_CASE("the contract's example: people") {
  const Settings settings = load(kContract);
  CHECK(settings.file == "/etc/ea/config.yaml");
  CHECK(settings.store_path == "/home/ada/.local/share/execassist/execassist.db");
  CHECK(settings.rules_path == "/etc/ea/meeting_types.yaml");
  CHECK(settings.sync.days_ahead == 14);
  CHECK(settings.sync.days_behind == 1);
  REQUIRE(settings.users.size() == 1);
  const User& user = settings.users[0].user;
  CHECK(user.id == "ada");
  CHECK(user.name == "Ada Byron");
  CHECK(user.email == "ada@example.com");
  CHECK(user.phone == "+15550100");
  CHECK(user.slack_user_id == "U0001");
  CHECK(user.time_zone.name() == "Europe/London");
  CHECK(user.channels == std::vector<std::string>{"slack", "sms", "email"});
  CHECK(user.quiet_hours == QuietHours{hours{22}, hours{7}});
  const auto& calendars = settings.users[0].calendars;
  REQUIRE(calendars.size() == 2);
  CHECK(calendars[0].id == "google:primary");
  CHECK(calendars[0].kind == "google");
  CHECK(calendars[1].id == "ics:calendar.ics");
  CHECK(calendars[1].path == "/etc/ea/calendar.ics");
  CHECK(calendars[1].url.empty());
  CHECK(calendars[1].position == FilePosition{15, 9});
}

TEST_CASE("the contract's example: providers") {
  const Settings settings = load(kContract);
  CHECK(settings.google.client_id.text == "env:GOOGLE_CALENDAR_CLIENT_ID");
  CHECK(settings.google.client_id.position == FilePosition{16, 21});
  CHECK_FALSE(settings.google.client_secret.literal());
  CHECK(settings.google.api_url == "https://www.googleapis.com/calendar/v3");
  CHECK(settings.slack.bot_token.text == "env:SLACK_BOT_TOKEN");
  CHECK(settings.slack.signing_secret.text == "env:SLACK_SIGNING_SECRET");
  CHECK(settings.twilio.account_sid.text == "env:TWILIO_ACCOUNT_SID");
  CHECK(settings.twilio.auth_token.text == "env:TWILIO_AUTH_TOKEN");
  CHECK(settings.twilio.from_number.text == "env:TWILIO_FROM_NUMBER");
  CHECK(settings.ses.from_email == "assistant@example.com");
  CHECK(settings.ses.region == "us-east-1");
  CHECK(settings.ses.api_url.empty());
  CHECK(settings.ses.session_token.text == "env:AWS_SESSION_TOKEN");
  CHECK(settings.notify.enabled);
  CHECK(settings.notify.max_attempts == 8);
  CHECK(settings.notify.per_user_hourly_limit == 20);
  CHECK(settings.notify.operator_id == "ada");
  CHECK(settings.notify.first_run == FirstRun::all);
}

TEST_CASE("what else can be said about SES") {
  const Settings settings = load(
      "users: [{id: ada}]\n"
      "ses: {from_name: Ada's assistant, configuration_set: events, profile: mail, region: "
      "null}\n");
  CHECK(settings.ses.from_name == "Ada's assistant");
  CHECK(settings.ses.configuration_set == "events");
  CHECK(settings.ses.profile == "mail");
  CHECK(settings.ses.region.empty());
  CHECK(load("users: [{id: ada}]\n").ses.from_name == "execassist");
}

TEST_CASE("what is left out, or null, has its default") {
  for (const char* const text :
       {"users: [{id: ada}, {id: bob}]\n",
        "store:\nsync: {days_ahead: null}\nrules:\nusers: [{id: ada, name: , email: , phone: , "
        "slack_user_id: , time_zone: , channels: , quiet_hours: , calendars: }, {id: bob}]\n"
        "google: ~\nslack: {bot_token: , api_url: }\nnotify: {operator: ~, enabled: }\n"}) {
    CAPTURE(text);
    const Settings settings = load(text);
    REQUIRE(settings.users.size() == 2);
    CHECK(settings.users[0].user.name == "ada");
    CHECK(settings.users[0].user.email.empty());
    CHECK(settings.users[0].user.time_zone.name() == "Europe/Berlin");
    CHECK(settings.users[0].user.channels == std::vector<std::string>{"terminal"});
    CHECK_FALSE(settings.users[0].user.quiet_hours);
    CHECK(settings.users[0].calendars.empty());
    CHECK(settings.store_path.empty());
    CHECK(settings.rules_path.empty());
    CHECK(settings.sync.days_ahead == 14);
    CHECK(settings.notify.enabled);
    CHECK(settings.notify.operator_id == "ada");
    CHECK(settings.slack.bot_token.empty());
    CHECK(settings.slack.api_url == "https://slack.com/api");
  }
}

TEST_CASE("without a known zone of the machine it is UTC") {
  for (const char* const zone : {"", "Nowhere/Land"}) {
    const Settings settings = load_settings("users: [{id: a}]", "/c.yaml", {"/home/a", zone});
    CHECK(settings.users[0].user.time_zone.name() == "UTC");
  }
}

TEST_CASE("paths become absolute, secrets stay references") {
  const Settings settings = load(
      "store: {path: ./data/x.db}\nrules: /r/t.yaml\nusers: [{id: a, calendars: [{kind: ics, path: "
      "~/c.ics}, {kind: ics, id: up, path: ../c.ics}]}]\nslack: {bot_token: 'file:tokens/slack', "
      "signing_secret: 'file:~/s'}\ntwilio: {auth_token: 'command:pass show x', account_sid: AC1}");
  CHECK(settings.store_path == "/etc/ea/data/x.db");
  CHECK(settings.rules_path == "/r/t.yaml");
  CHECK(settings.users[0].calendars[0].path == "/home/ada/c.ics");
  CHECK(settings.users[0].calendars[0].id == "ics:~/c.ics");
  CHECK(settings.users[0].calendars[1].path == "/etc/ea/../c.ics");
  CHECK(settings.users[0].calendars[1].id == "up");
  CHECK(settings.slack.bot_token.text == "file:/etc/ea/tokens/slack");
  CHECK(settings.slack.signing_secret.text == "file:/home/ada/s");
  CHECK(settings.twilio.auth_token.text == "command:pass show x");
  CHECK(settings.twilio.account_sid.literal());
}

TEST_CASE("\"~\" needs a home") {
  const auto error = testing::error_of([] {
    load_settings("store: {path: ~/x}\nusers: [{id: a}]", "/c.yaml", {"", ""});
  });
  REQUIRE(error);
  CHECK(error->message() == "/c.yaml:1:15: store.path: \"~\" has no meaning: HOME is not set");
}

TEST_CASE("a monstrous key gives a short error at once") {
  const auto error = testing::error_of(
      [] { load("users: [{id: a}]\n? " + std::string(50'000, 'k') + "\n: 1\n"); });
  REQUIRE(error);
  CHECK(error->message().size() < 200);
}

TEST_CASE("preparing and serving") {
  const Settings none = load("users: [{id: ada}]\nprep:\nserve: {}\n");
  CHECK(none.prep.session_idle == minutes{30});
  CHECK(none.prep.archive.empty());
  CHECK(none.prep.keep_days == 30);
  CHECK(none.serve.listen == "127.0.0.1:8080");
  CHECK_FALSE(none.serve.behind_proxy);
  const Settings all = load(
      "users: [{id: ada}]\nprep: {session_idle: 1h, templates: t, archive: ~/a, keep_days: 3650}\n"
      "serve: {listen: '[::1]:0', behind_proxy: true, tls_cert: c.pem, tls_key: /k.pem}\n");
  CHECK(all.prep.session_idle == hours{1});
  CHECK(all.prep.templates == "/etc/ea/t");
  CHECK(all.prep.archive == "/home/ada/a");
  CHECK(all.prep.keep_days == 3650);
  CHECK(all.serve.listen == "[::1]:0");
  CHECK(all.serve.behind_proxy);
  CHECK(all.serve.tls_cert == "/etc/ea/c.pem");
  CHECK(all.serve.tls_key == "/k.pem");
  check_refusals({
      {"users: [{id: a}]\nprep: {session_idle: 30}\n",
       "2:22: prep.session_idle: not a length of time between 1 min and 1 d", "write it as"},
      {"users: [{id: a}]\nprep: {keep_days: 0}\n",
       "2:19: prep.keep_days: must be from 1 to 3650, not 0", ""},
      {"users: [{id: a}]\nprep: {keep: 1}\n", "2:8: prep.keep: unknown key", "allowed here"},
      {"users: [{id: a}]\nserve: {listen: 8080}\n",
       "2:17: serve.listen: not an address to listen on: \"8080\"", "write it as"},
      {"users: [{id: a}]\nserve: {behind_proxy: 1}\n",
       "2:23: serve.behind_proxy: must be true or false, not \"1\"", ""},
      {"users: [{id: a}]\nserve: {tls_cert: c.pem}\n",
       "2:19: serve.tls_cert: needs `tls_key` beside it", "TLS takes"},
      {"users: [{id: a}]\nserve: {tls_key: k.pem, tls_cert: }\n",
       "2:18: serve.tls_key: needs `tls_cert` beside it", "TLS takes"},
  });
}

TEST_CASE("the sample loads as it is") {
  const Settings settings = load(std::string(sample_config()));
  REQUIRE(settings.users.size() == 1);
  CHECK(settings.users[0].user.id == "me");
  CHECK(settings.users[0].user.channels == std::vector<std::string>{"terminal"});
  REQUIRE(settings.users[0].calendars.size() == 1);
  CHECK(settings.users[0].calendars[0].path == "/etc/ea/calendar.ics");
}

// Its promise: a "#" without a blank after it is a setting that is switched off.
TEST_CASE("the sample loads with everything in it switched on") {
  std::string text(sample_config());
  for (std::size_t at = text.find('#'); at != std::string::npos; at = text.find('#', at + 1)) {
    const bool first_of_line = text.find_last_not_of(" ", at - 1) == std::string::npos || at == 0 ||
                               text[text.find_last_not_of(" ", at - 1)] == '\n';
    if (first_of_line && at + 1 < text.size() && text[at + 1] != ' ' && text[at + 1] != '\n') {
      text.erase(at, 1);
    }
  }
  const Settings settings = load(text);
  const User& user = settings.users[0].user;
  CHECK(user.name == "Ada Byron");
  CHECK(user.email == "ada@example.com");
  CHECK(user.phone == "+15550100");
  CHECK(user.slack_user_id == "U0001");
  CHECK(user.time_zone.name() == "Europe/London");
  CHECK(user.quiet_hours);
  CHECK(settings.users[0].calendars.size() == 3);
  CHECK_FALSE(settings.store_path.empty());
  CHECK_FALSE(settings.rules_path.empty());
  CHECK_FALSE(settings.google.client_secret.empty());
  CHECK_FALSE(settings.slack.signing_secret.empty());
  CHECK_FALSE(settings.twilio.from_number.empty());
  CHECK_FALSE(settings.ses.session_token.empty());
  CHECK(settings.notify.operator_id == "me");
  CHECK(settings.notify.max_attempts == NotifySettings{}.max_attempts);
  REQUIRE(settings.context.size() == 4);
  CHECK(settings.context[2].argv.size() == 3);
  CHECK(settings.context[3].secret.text == "env:CRM_KEY");
  CHECK(settings.prep.keep_days == PrepSettings{}.keep_days);
  CHECK(settings.serve.listen == ServeSettings{}.listen);
}

TEST_CASE("the demo loads") {
  std::ifstream in(EXECASSIST_SOURCE_DIR "/config/demo/config.yaml");
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const Settings settings = load(text);
  CHECK(settings.users[0].user.id == "ada");
  CHECK_FALSE(settings.users[0].user.quiet_hours);
}

}  // namespace
}  // namespace execassist::yaml
