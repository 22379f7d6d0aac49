#include "yaml/config_loader.hpp"

#include "yaml/address_shape.hpp"
#include "yaml/context_loader.hpp"
#include "yaml/cursor.hpp"
#include "yaml/document.hpp"
#include "yaml/reference.hpp"
#include "yaml/section.hpp"
#include "yaml/user_loader.hpp"

#include <execassist/base/error.hpp>

#include <algorithm>

namespace execassist::yaml {
namespace {

void load_sync(const Section& section, SyncSettings& sync) {
  section.integer("days_ahead", 1, 400, sync.days_ahead);
  section.integer("days_behind", 0, 400, sync.days_behind);
}

void load_http(const Section& section, HttpSettings& http) {
  section.duration("connect_timeout", Seconds{1}, minutes{1}, http.connect_timeout);
  section.duration("timeout", Seconds{1}, minutes{2}, http.timeout);
  section.duration("retry_for", Seconds{0}, minutes{10}, http.retry_for);
}

void load_google(const Section& section, GoogleSettings& google) {
  section.secret("client_id", google.client_id);
  section.secret("client_secret", google.client_secret);
  section.address("auth_url", google.auth_url);
  section.address("token_url", google.token_url);
  section.address("revoke_url", google.revoke_url);
  section.address("api_url", google.api_url);
}

void load_slack(const Section& section, SlackSettings& slack) {
  section.secret("bot_token", slack.bot_token);
  section.secret("signing_secret", slack.signing_secret);
  section.address("api_url", slack.api_url);
}

void load_twilio(const Section& section, TwilioSettings& twilio) {
  section.secret("account_sid", twilio.account_sid);
  section.secret("auth_token", twilio.auth_token);
  section.secret("from_number", twilio.from_number);
  section.address("api_url", twilio.api_url);
}

void load_ses(const Section& section, SesSettings& ses) {
  if (const auto from = section.find("from_email")) {
    ses.from_email = read_line(*from);
    if (!is_email(ses.from_email)) {
      from->fail("not an e-mail address: " + quoted(ses.from_email),
                 "for example assistant@example.com");
    }
  }
  if (const auto region = section.find("region")) {
    ses.region = read_line(*region);
    // It becomes part of a host name.
    if (ses.region.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") !=
        std::string::npos) {
      region->fail("not a region: " + quoted(ses.region), "for example us-east-1");
    }
  }
  section.line("from_name", ses.from_name);
  section.line("configuration_set", ses.configuration_set);
  section.line("profile", ses.profile);
  section.address("api_url", ses.api_url);
  section.secret("access_key_id", ses.access_key_id);
  section.secret("secret_access_key", ses.secret_access_key);
  section.secret("session_token", ses.session_token);
}

void load_prep(const Section& section, PrepSettings& prep) {
  section.duration("session_idle", minutes{1}, hours{24}, prep.session_idle);
  section.path("templates", prep.templates);
  section.path("archive", prep.archive);
  section.integer("keep_days", 1, 3650, prep.keep_days);
}

void load_serve(const Section& section, ServeSettings& serve) {
  if (const auto listen = section.find("listen")) {
    serve.listen = read_line(*listen);
    if (!is_listening_address(serve.listen)) {
      listen->fail("not an address to listen on: " + quoted(serve.listen),
                   "write it as 127.0.0.1:8080 or \"[::1]:8080\"");
    }
  }
  section.boolean("behind_proxy", serve.behind_proxy);
  section.path("tls_cert", serve.tls_cert);
  section.path("tls_key", serve.tls_key);
  if (serve.tls_cert.empty() == serve.tls_key.empty()) return;
  const bool key = serve.tls_cert.empty();
  section.need(key ? "tls_key" : "tls_cert")
      .fail(key ? "needs `tls_cert` beside it" : "needs `tls_key` beside it",
            "TLS takes a certificate and its key");
}

void load_notify(const Section& section, const std::vector<UserSettings>& users,
                 NotifySettings& notify) {
  if (const auto enabled = section.find("enabled")) notify.enabled = enabled->boolean();
  section.integer("max_attempts", 1, 100, notify.max_attempts);
  section.integer("per_user_hourly_limit", 1, 1000, notify.per_user_hourly_limit);
  if (const auto first_run = section.find("first_run")) {
    notify.first_run =
        first_run->choice({"all", "quiet"}) == "all" ? FirstRun::all : FirstRun::quiet;
  }
  if (const auto value = section.find("operator")) {
    std::vector<std::string> ids;
    for (const UserSettings& user : users) ids.push_back(user.user.id);
    const std::string id = read_line(*value);
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) {
      value->fail("no user has the id " + quoted(id), suggestion(id, ids));
    }
    notify.operator_id = id;
  }
}

}  // namespace

Settings load_settings(const std::string& text, const std::string& file,
                       const LoadContext& context) {
  const auto root = parse_document(text, file);
  if (!root) {
    throw Error(ErrorKind::configuration, place_in_file(file, {1, 1}) + "the file is empty",
                "remove it and run `execassist config init` for a commented sample");
  }
  const References references(file, context.home);
  const Section top(Cursor(*root, file), references,
                    {"store", "sync", "rules", "users", "google", "slack", "twilio", "ses", "http",
                     "notify", "prep", "serve", "context"});
  const auto section = [&](std::string_view key, const std::vector<std::string>& allowed,
                           const auto& load) {
    if (const auto value = top.find(key)) load(Section(*value, references, allowed));
  };

  Settings settings;
  settings.file = file;
  section("store", {"path"}, [&](const Section& store) {
    if (const auto path = store.find("path")) settings.store_path = references.path(*path);
  });
  section("sync", {"days_ahead", "days_behind"},
          [&](const Section& sync) { load_sync(sync, settings.sync); });
  if (const auto rules = top.find("rules")) settings.rules_path = references.path(*rules);
  const auto default_zone = Zone::find(context.zone_name);
  settings.users = load_users(top.need("users"), references, default_zone.value_or(Zone::utc()));
  section("google",
          {"client_id", "client_secret", "auth_url", "token_url", "revoke_url", "api_url"},
          [&](const Section& google) { load_google(google, settings.google); });
  section("slack", {"bot_token", "signing_secret", "api_url"},
          [&](const Section& slack) { load_slack(slack, settings.slack); });
  section("twilio", {"account_sid", "auth_token", "from_number", "api_url"},
          [&](const Section& twilio) { load_twilio(twilio, settings.twilio); });
  section("ses",
          {"from_email", "from_name", "configuration_set", "region", "profile", "api_url",
           "access_key_id", "secret_access_key", "session_token"},
          [&](const Section& ses) { load_ses(ses, settings.ses); });
  section("http", {"connect_timeout", "timeout", "retry_for"},
          [&](const Section& http) { load_http(http, settings.http); });
  settings.notify.operator_id = settings.users.front().user.id;
  section("notify", {"enabled", "max_attempts", "per_user_hourly_limit", "operator", "first_run"},
          [&](const Section& notify) { load_notify(notify, settings.users, settings.notify); });
  section("prep", {"session_idle", "templates", "archive", "keep_days"},
          [&](const Section& prep) { load_prep(prep, settings.prep); });
  section("serve", {"listen", "behind_proxy", "tls_cert", "tls_key"},
          [&](const Section& serve) { load_serve(serve, settings.serve); });
  if (const auto sources = top.find("context")) {
    settings.context = load_context(*sources, references);
  }
  return settings;
}

}  // namespace execassist::yaml
