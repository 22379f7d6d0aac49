#include "cli/settings_view.hpp"

#include <execassist/base/text.hpp>

namespace execassist::cli {
namespace {

using wire::Json;

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

// References show where the secret is; a literal shows only that it is set.
Json secret(const SecretReference& reference) {
  if (reference.empty()) return {};
  return reference.literal() ? Json("***") : Json(reference.text);
}

std::string time_of_day(minutes at) {
  const auto two = [](long value) { return (value < 10 ? "0" : "") + std::to_string(value); };
  return two(at.count() / 60) + ":" + two(at.count() % 60);
}

Json texts_json(const std::vector<std::string>& texts) {
  Json json = Json::array();
  for (const std::string& text : texts) json.push(text);
  return json;
}

std::string in_seconds(Seconds length) { return std::to_string(length.count()) + "s"; }

Json calendar_json(const CalendarSettings& calendar) {
  Json json;
  json.set("id", calendar.id);
  json.set("kind", calendar.kind);
  if (calendar.kind == "google") json.set("calendar", calendar.calendar);
  if (!calendar.path.empty()) json.set("path", calendar.path);
  if (!calendar.url.empty()) json.set("url", secret(calendar.url));
  if (calendar.insecure) json.set("insecure", true);
  return json;
}

Json user_json(const UserSettings& settings) {
  const User& user = settings.user;
  Json json;
  json.set("id", user.id);
  json.set("name", user.name);
  json.set("email", text_or_null(user.email));
  json.set("phone", text_or_null(user.phone));
  json.set("slack_user_id", text_or_null(user.slack_user_id));
  json.set("time_zone", user.time_zone.name());
  json.set("channels", texts_json(user.channels));
  if (user.quiet_hours) {
    json.set("quiet_hours", Json::object({{"from", time_of_day(user.quiet_hours->from)},
                                          {"to", time_of_day(user.quiet_hours->to)}}));
  } else {
    json.set("quiet_hours", Json());
  }
  Json calendars = Json::array();
  for (const CalendarSettings& calendar : settings.calendars)
    calendars.push(calendar_json(calendar));
  json.set("calendars", std::move(calendars));
  json.set("delegates", texts_json(settings.delegates));
  return json;
}

Json context_json(const ContextSettings& source) {
  Json json;
  json.set("label", source.label);
  switch (source.kind) {
    case ContextKind::file:
      json.set("path", source.path);
      break;
    case ContextKind::command:
      json.set("command", texts_json(source.argv));
      break;
    case ContextKind::url:
      json.set("url", source.url);
      break;
  }
  if (!source.header.empty()) {
    json.set("header", Json::object({{"name", source.header}, {"value", secret(source.secret)}}));
  }
  json.set("format", text_or_null(source.format));
  if (source.kind != ContextKind::file) json.set("timeout", in_seconds(source.timeout));
  json.set("largest", source.largest);
  return json;
}

Json preparing_json(Json json, const Settings& settings) {
  const PrepSettings& prep = settings.prep;
  json.set("prep", Json::object({{"session_idle", in_seconds(prep.session_idle)},
                                 {"templates", text_or_null(prep.templates)},
                                 {"archive", text_or_null(prep.archive)},
                                 {"keep_days", prep.keep_days}}));
  const ServeSettings& serve = settings.serve;
  json.set("serve", Json::object({{"listen", serve.listen},
                                  {"behind_proxy", serve.behind_proxy},
                                  {"tls_cert", text_or_null(serve.tls_cert)},
                                  {"tls_key", text_or_null(serve.tls_key)}}));
  Json sources = Json::object();
  for (const ContextSettings& source : settings.context) {
    sources.set(source.name, context_json(source));
  }
  json.set("context", std::move(sources));
  return json;
}

Json providers_json(Json json, const Settings& settings) {
  const GoogleSettings& google = settings.google;
  json.set("google", Json::object({{"client_id", secret(google.client_id)},
                                   {"client_secret", secret(google.client_secret)},
                                   {"auth_url", google.auth_url},
                                   {"token_url", google.token_url},
                                   {"revoke_url", google.revoke_url},
                                   {"api_url", google.api_url}}));
  json.set("slack", Json::object({{"bot_token", secret(settings.slack.bot_token)},
                                  {"signing_secret", secret(settings.slack.signing_secret)},
                                  {"api_url", settings.slack.api_url}}));
  json.set("twilio", Json::object({{"account_sid", secret(settings.twilio.account_sid)},
                                   {"auth_token", secret(settings.twilio.auth_token)},
                                   {"from_number", secret(settings.twilio.from_number)},
                                   {"api_url", settings.twilio.api_url}}));
  json.set("ses", Json::object({{"from_email", text_or_null(settings.ses.from_email)},
                                {"from_name", text_or_null(settings.ses.from_name)},
                                {"configuration_set", text_or_null(settings.ses.configuration_set)},
                                {"region", text_or_null(settings.ses.region)},
                                {"profile", text_or_null(settings.ses.profile)},
                                {"api_url", text_or_null(settings.ses.api_url)},
                                {"access_key_id", secret(settings.ses.access_key_id)},
                                {"secret_access_key", secret(settings.ses.secret_access_key)},
                                {"session_token", secret(settings.ses.session_token)}}));
  return json;
}

// A JSON string is a YAML scalar as well; numbers, booleans and null read alike.
void append_yaml(std::string& text, const Json& value, const std::string& indent) {
  if (const Json::Object* object = value.as_object()) {
    for (const auto& [key, member] : *object) {
      const bool nested = (member.is_object() && !member.as_object()->empty()) ||
                          (member.is_array() && !member.as_array()->empty());
      text += indent + key + ":" + (nested ? "\n" : " " + member.dump(-1) + "\n");
      if (nested) append_yaml(text, member, indent + "  ");
    }
  } else if (const Json::Array* array = value.as_array()) {
    for (const Json& item : *array) {
      std::string block;
      append_yaml(block, item, indent + "  ");
      if (item.is_object() && !block.empty()) block.replace(0, indent.size() + 2, indent + "- ");
      text += item.is_object() ? block : indent + "- " + item.dump(-1) + "\n";
    }
  }
}

}  // namespace

Json settings_json(const Settings& settings, const std::string& store_path) {
  Json json;
  json.set("store", Json::object({{"path", store_path}}));
  json.set("sync", Json::object({{"days_ahead", settings.sync.days_ahead},
                                 {"days_behind", settings.sync.days_behind}}));
  json.set("rules", text_or_null(settings.rules_path));
  Json users = Json::array();
  for (const UserSettings& user : settings.users) users.push(user_json(user));
  json.set("users", std::move(users));
  const NotifySettings& notify = settings.notify;
  json.set("notify",
           Json::object({{"enabled", notify.enabled},
                         {"max_attempts", notify.max_attempts},
                         {"per_user_hourly_limit", notify.per_user_hourly_limit},
                         {"operator", notify.operator_id},
                         {"first_run", notify.first_run == FirstRun::quiet ? "quiet" : "all"}}));
  json.set("http", Json::object({{"connect_timeout", in_seconds(settings.http.connect_timeout)},
                                 {"timeout", in_seconds(settings.http.timeout)},
                                 {"retry_for", in_seconds(settings.http.retry_for)}}));
  json = preparing_json(std::move(json), settings);
  return providers_json(std::move(json), settings);
}

std::string yaml_text(const Json& document) {
  std::string text;
  append_yaml(text, document, "");
  return text;
}

}  // namespace execassist::cli
