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
  - {id: grace, delegates: [ada]}
google: {client_id: env:GOOGLE_ID, client_secret: literal-client-secret}
slack: {bot_token: literal-bot-token, signing_secret: "file:sign.txt"}
twilio: {account_sid: literal-sid, auth_token: literal-auth, from_number: "+15550199"}
ses: {from_email: a@example.com, region: us-east-1, access_key_id: literal-key,
      secret_access_key: literal-secret-key, session_token: literal-session}
notify: {enabled: false, max_attempts: 3, per_user_hourly_limit: 5, operator: grace, first_run: quiet}
prep: {session_idle: 10m, templates: t, archive: a, keep_days: 7}
serve: {listen: "0.0.0.0:443", behind_proxy: true, tls_cert: c.pem, tls_key: k.pem}
context:
  budget: {path: budget.csv}
  incidents: {command: [./incidents, --days, "30"], timeout: 5s, largest: 1 MiB}
  crm: {url: https://crm.example/x, header: {name: X-Api-Key, value: literal-key}, format: json}
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
  CHECK(user.find("delegates")->dump(-1) == "[]");
  CHECK(json.find("context")->dump(-1) == "{}");
  CHECK(json.find("prep")->dump(-1) ==
        R"({"session_idle":"1800s","templates":null,"archive":null,"keep_days":30})");
  CHECK(json.find("serve")->dump(-1) ==
        R"({"listen":"127.0.0.1:8080","behind_proxy":false,"tls_cert":null,"tls_key":null})");
}

TEST_CASE("sources of context by name, each with the keys of its kind") {
  const wire::Json json = settings_json(loaded(kFull), "/s.db");
  CHECK(json.find("context")->dump(-1) ==
        R"({"budget":{"label":"Budget","path":"/home/ada/budget.csv","format":null,)"
        R"("largest":262144},"incidents":{"label":"Incidents",)"
        R"("command":["./incidents","--days","30"],"format":null,"timeout":"5s",)"
        R"("largest":1048576},"crm":{"label":"CRM","url":"https://crm.example/x",)"
        R"("header":{"name":"X-Api-Key","value":"***"},"format":"json","timeout":"10s",)"
        R"("largest":262144}})");
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
