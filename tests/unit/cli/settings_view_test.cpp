#include "cli/settings_view.hpp"

#include "yaml/config_loader.hpp"

#include <doctest/doctest.h>

namespace execassist::cli {
namespace {

const yaml::LoadContext kContext{"/home/ada", "Europe/London"};

Settings loaded(const std::string& text) {
  return yaml::load_settings(text, "/home/ada/config.yaml", kContext);
}

const std::string kFull = R"(
store: {path: store.db}
sync: {days_ahead: 30, days_behind: 0}
rules: types.yaml
users:
  - id: ada
    name: "Ada: \"the first\" # one"
    email: ada@example.com
    phone: "+15550100"
    slack_user_id: U0001
    time_zone: Asia/Kolkata
    channels: [email, terminal]
    quiet_hours: {from: "22:05", to: "07:00"}
    calendars:
      - {kind: google, calendar: primary}
      - {kind: ics, id: file, path: calendar.ics}
      - {kind: ics, id: feed, url: "http://127.0.0.1/secret-address.ics", insecure: true}
  - {id: grace}
google: {client_id: env:GOOGLE_ID, client_secret: literal-client-secret}
slack: {bot_token: literal-bot-token, signing_secret: "file:sign.txt"}
twilio: {account_sid: literal-sid, auth_token: literal-auth, from_number: "+15550199"}
ses: {from_email: a@example.com, region: us-east-1, access_key_id: literal-key,
      secret_access_key: literal-secret-key, session_token: literal-session}
notify: {enabled: false, max_attempts: 3, per_user_hourly_limit: 5, operator: grace, first_run: quiet}
)";

TEST_CASE("no secret that stands in the file is ever shown") {
  const wire::Json json = settings_json(loaded(kFull), "/home/ada/store.db");
  for (const std::string& text : {json.dump(), yaml_text(json)}) {
    CHECK(text.find("literal") == std::string::npos);
    CHECK(text.find("secret-address") == std::string::npos);
    CHECK(text.find("***") != std::string::npos);
    CHECK(text.find("env:GOOGLE_ID") != std::string::npos);  // where it is may be known
    CHECK(text.find("file:/home/ada/sign.txt") != std::string::npos);
  }
}

TEST_CASE("what is shown is a configuration again") {
  std::string full = kFull;  // but for an address, which has a form that *** has not
  const std::string address = "\"http://127.0.0.1/secret-address.ics\"";
  full.replace(full.find(address), address.size(), "env:FEED");
  for (const std::string& text : {full, std::string("users:\n  - id: ada\n")}) {
    const Settings settings = loaded(text);
    const wire::Json shown = settings_json(settings, "/home/ada/store.db");
    const Settings again = loaded(yaml_text(shown));
    CHECK(settings_json(again, again.store_path) == shown);
    CHECK(again.users.size() == settings.users.size());
    CHECK(again.users[0].user.name == settings.users[0].user.name);
    CHECK(again.users[0].user.quiet_hours == settings.users[0].user.quiet_hours);
  }
}

TEST_CASE("defaults are shown, and what is not set is null") {
  const wire::Json json = settings_json(loaded("users: [{id: ada}]"), "/s.db");
  CHECK(json.find("sync")->dump(-1) == R"({"days_ahead":14,"days_behind":1})");
  CHECK(json.find("rules")->is_null());
  CHECK(json.find("notify")->dump(-1) ==
        R"({"enabled":true,"max_attempts":8,"per_user_hourly_limit":20,"operator":"ada",)"
        R"("first_run":"all"})");
  const wire::Json& user = json.find("users")->as_array()->front();
  CHECK(user.find("time_zone")->dump(-1) == "\"Europe/London\"");
  CHECK(user.find("quiet_hours")->is_null());
  CHECK(user.find("calendars")->dump(-1) == "[]");
}

TEST_CASE("YAML in block style, at every depth") {
  wire::Json json;
  json.set("a", 1).set("empty", wire::Json::array()).set("none", wire::Json());
  json.set("list", wire::Json::array({"x: y", wire::Json::object({{"k", true}, {"l", 2}})}));
  json.set("map", wire::Json::object({{"inner", wire::Json::object({{"deep", "\xc3\xa9"}})}}));
  CHECK(yaml_text(json) ==
        "a: 1\nempty: []\nnone: null\nlist:\n  - \"x: y\"\n  - k: true\n    l: 2\n"
        "map:\n  inner:\n    deep: \"\xc3\xa9\"\n");
}

}  // namespace
}  // namespace execassist::cli
