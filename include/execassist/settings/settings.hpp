// Every setting with its default. Loaded by yaml/config_loader; paths are absolute here (the loader
// resolves "~" and paths relative to the configuration).
#pragma once

#include <execassist/base/instant.hpp>
#include <execassist/model/rules.hpp>
#include <execassist/model/user.hpp>

#include <optional>
#include <string>
#include <vector>

namespace execassist {

// A secret as it is written: "env:NAME", "file:PATH", "command:ARGV" or the literal itself.
// Resolved on first use by platform/secret_resolver. Empty: not set.
struct SecretReference {
  std::string text;
  FilePosition position;

  bool empty() const { return text.empty(); }
  bool literal() const {
    return !text.empty() && !text.starts_with("env:") && !text.starts_with("file:") &&
           !text.starts_with("command:");
  }
};

struct CalendarSettings {
  std::string id;                    // `id:`, else kind + ":" + path, address or calendar name
  std::string kind;                  // "ics" or "google"
  std::string path;                  // ics: a file, absolute
  SecretReference url;               // ics: a feed; a secret address is a credential
  std::string calendar = "primary";  // google: its id there
  bool insecure = false;             // a feed may use plain http
  FilePosition position;
};

struct UserSettings {
  User user;
  std::vector<CalendarSettings> calendars;
  std::vector<std::string> delegates;  // ids of users who may act for this one
};

struct SyncSettings {
  int days_ahead = 14;  // 1 to 400
  int days_behind = 1;  // 0 to 400
};

enum class FirstRun { all, quiet };

struct NotifySettings {
  bool enabled = true;  // false: shadow mode, everything decided and recorded, nothing sent
  int max_attempts = 8;
  int per_user_hourly_limit = 20;
  std::string operator_id;  // a user; default the first
  FirstRun first_run = FirstRun::all;
};

// For every call to a service.
struct HttpSettings {
  Seconds connect_timeout{10};
  Seconds timeout{30};    // of one call, from its start
  Seconds retry_for{40};  // how long a call that may be repeated is tried in all
};

struct GoogleSettings {
  SecretReference client_id;
  SecretReference client_secret;
  std::string auth_url = "https://accounts.google.com/o/oauth2/v2/auth";
  std::string token_url = "https://oauth2.googleapis.com/token";
  std::string revoke_url = "https://oauth2.googleapis.com/revoke";
  std::string api_url = "https://www.googleapis.com/calendar/v3";
};

struct SlackSettings {
  SecretReference bot_token;
  SecretReference signing_secret;
  std::string api_url = "https://slack.com/api";
};

struct TwilioSettings {
  SecretReference account_sid;
  SecretReference auth_token;
  SecretReference from_number;
  std::string api_url = "https://api.twilio.com";
};

struct SesSettings {
  std::string from_email;
  std::string from_name = "execassist";  // shown beside the address
  std::string configuration_set;         // of SES, for its events; empty: none
  std::string region;                    // empty: AWS_REGION, AWS_DEFAULT_REGION or the profile's
  std::string profile;                   // of the shared AWS files; empty: AWS_PROFILE or "default"
  std::string api_url;                   // empty: the region's own address
  SecretReference access_key_id;
  SecretReference secret_access_key;
  SecretReference session_token;
};

enum class ContextKind { file, command, url };

// Where context for meetings comes from. Arguments and address may hold {meeting_id},
// {meeting_type}, {start_time}, {end_time} and {user_id}, never what an invitation says.
struct ContextSettings {
  std::string name;   // "budget": its key in the settings
  std::string label;  // "Budget"
  ContextKind kind = ContextKind::file;
  std::string path;               // file: absolute
  std::vector<std::string> argv;  // command: at least the program; no shell
  std::string url;                // url: https, or http to loopback
  std::string header;             // url: the name of the header that holds `secret`
  SecretReference secret;
  std::string format;   // "csv", "yaml", "json", "text"; empty: by the file's name or the answer
  Seconds timeout{10};  // 1 s to 60 s
  std::size_t largest = std::size_t{256} * 1024;  // bytes
  FilePosition position;
};

struct PrepSettings {
  Seconds session_idle = minutes{30};  // then a prep session pauses, with one nudge
  std::string templates;               // a folder whose templates go before the built-in ones
  std::string archive;                 // where materials are kept; empty: beside the store
  int keep_days = 30;                  // after the meeting's end; 1 to 3650
};

struct ServeSettings {
  std::string listen = "127.0.0.1:8080";
  bool behind_proxy = false;  // another address than loopback, and X-Forwarded-For counts
  std::string tls_cert;       // PEM files, absolute; both or neither
  std::string tls_key;
};

struct Settings {
  std::string file;        // absolute path of the configuration
  std::string store_path;  // absolute; empty: not set
  std::string rules_path;  // absolute; empty: the built-in default rules
  SyncSettings sync;
  std::vector<UserSettings> users;
  NotifySettings notify;
  PrepSettings prep;
  ServeSettings serve;
  std::vector<ContextSettings> context;
  HttpSettings http;
  GoogleSettings google;
  SlackSettings slack;
  TwilioSettings twilio;
  SesSettings ses;

  const UserSettings* find_user(std::string_view id) const;
  const ContextSettings* find_context(std::string_view name) const;
  // Whether `actor` is that user or one of their delegates.
  bool may_act_for(std::string_view actor, std::string_view user_id) const;
  bool has_calendar(std::string_view user_id, std::string_view calendar_id) const;
};

}  // namespace execassist
