#include "app/materials_writing.hpp"
#include "classify/rules_check.hpp"
#include "cli/commands.hpp"
#include "cli/settings_view.hpp"
#include "cli/workplace.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>
#include <execassist/settings/samples.hpp>

namespace execassist::cli {
namespace {

int run_init(Invocation& call) {
  const std::string path = config_path(call);
  const auto exists = [&] {
    throw Error(ErrorKind::refused, path + ": it exists already, and is left as it is",
                "edit it; execassist config check tells whether it is right");
  };
  if (call.edges.files().exists(path)) exists();
  if (!call.global.dry_run && !call.edges.files().create(path, sample_config())) exists();
  call.out.line((call.global.dry_run ? "would write " : "wrote ") + path);
  if (!call.global.dry_run && !call.global.json) {
    call.out.talk(
        "Next: edit it (your time zone, your calendar file), then: execassist config check");
  }
  wire::Json json;
  json.set("path", path);
  json.set("written", !call.global.dry_run);
  call.out.json(json);
  return 0;
}

void warn_of_channel(Invocation& call, const User& user, const std::string& who,
                     const std::string& name, std::vector<std::string>& warnings) {
  try {
    Channel* channel = call.edges.channel(name);
    const std::string objection =
        channel ? channel->objection_to(user) : "this version has no such channel";
    if (!objection.empty()) warnings.push_back(who + name + ": " + objection);
  } catch (const Error& error) {
    warnings.push_back(who + name + ": " + error.message());
  }
}

void warn_of_calendar(Invocation& call, const UserSettings& user, const CalendarSettings& calendar,
                      const std::string& who, std::vector<std::string>& warnings) {
  try {
    call.edges.source(user, calendar);
    if (!calendar.path.empty() && !call.edges.files().exists(calendar.path)) {
      warnings.push_back(who + calendar.path + ": there is no such file");
    }
    if (!calendar.url.empty() &&
        !call.edges.resolve_secret(calendar.url, "the url of " + calendar.id)) {
      warnings.push_back(who + calendar.id + ": " + calendar.url.text + " is not set");
    }
  } catch (const Error& error) {
    warnings.push_back(who + calendar.id + ": " + error.message());
  }
}

void warn_of_context(Invocation& call, const ContextSettings& source,
                     std::vector<std::string>& warnings) {
  const std::string who = "context " + source.name + ": ";
  if (source.kind == ContextKind::file && !call.edges.files().exists(source.path)) {
    warnings.push_back(who + source.path + ": there is no such file");
  }
  if (source.secret.empty()) return;
  try {
    const std::string key = "context." + source.name + ".header.value";
    if (!call.edges.resolve_secret(source.secret, key)) {
      warnings.push_back(who + source.secret.text + " is not set");
    }
  } catch (const Error& error) {
    warnings.push_back(who + error.message());
  }
}

// The key without which the channel cannot work; empty when there is none.
std::string what_lacks(const Settings& settings, const User& user, const std::string& channel) {
  if (channel == "slack") {
    if (settings.slack.bot_token.empty()) return "slack.bot_token";
    return user.slack_user_id.empty() && user.email.empty() ? "slack_user_id or email" : "";
  }
  if (channel == "sms") {
    const TwilioSettings& twilio = settings.twilio;
    if (twilio.account_sid.empty()) return "twilio.account_sid";
    if (twilio.auth_token.empty()) return "twilio.auth_token";
    if (twilio.from_number.empty()) return "twilio.from_number";
    return user.phone.empty() ? "phone" : "";
  }
  if (channel == "email") {
    if (settings.ses.from_email.empty()) return "ses.from_email";
    return user.email.empty() ? "email" : "";
  }
  return {};
}

// What is right as a file, but will not work as a person may think.
std::vector<std::string> warnings_of(Invocation& call, const Settings& settings) {
  std::vector<std::string> warnings;
  // A dry run: checking makes no store.
  call.edges.connect(settings, store_path(call, settings), true);
  for (const UserSettings& user : settings.users) {
    const std::string who = "user " + user.user.id + ": ";
    for (const std::string& channel : user.user.channels) {
      const std::string lacking = what_lacks(settings, user.user, channel);
      if (!lacking.empty()) {
        warnings.push_back(who + channel + ": " + lacking + " is not set");
      } else {
        warn_of_channel(call, user.user, who, channel, warnings);
      }
    }
    if (user.calendars.empty())
      warnings.push_back(who + "no calendars: only meetings added by hand");
    for (const CalendarSettings& calendar : user.calendars) {
      warn_of_calendar(call, user, calendar, who, warnings);
    }
  }
  for (const ContextSettings& source : settings.context) warn_of_context(call, source, warnings);
  return warnings;
}

int run_check(Invocation& call) {
  const Settings settings = load_settings(call);
  check_secret_files(call, settings);
  const Rules rules = load_rules(call, settings);
  const classify::Classifier classifier(rules);
  const auto report = classify::check_rules(rules, classifier);
  app::check_material_folders(call.edges.files(), settings, rules);
  auto warnings = warnings_of(call, settings);
  warnings.insert(warnings.end(), report.warnings.begin(), report.warnings.end());
  for (const std::string& warning : warnings) call.out.warn(warning);
  if (!report.failures.empty()) {
    throw Error(ErrorKind::configuration, report.failures.front(),
                "execassist classify --check shows all " + std::to_string(report.failures.size()));
  }
  call.out.line(settings.file + ": right, " +
                count_of(static_cast<long long>(settings.users.size()), "user"));
  call.out.line(rules.file + ": right, " +
                count_of(static_cast<long long>(rules.types.size()), "type") + ", " +
                count_of(report.examples, "example") + " passed");
  wire::Json json;
  json.set("config", settings.file);
  json.set("rules", rules.file);
  json.set("users", settings.users.size());
  json.set("types", rules.types.size());
  json.set("examples", report.examples);
  wire::Json list = wire::Json::array();
  for (const std::string& warning : warnings) list.push(one_line(warning));
  json.set("warnings", std::move(list));
  call.out.json(json);
  return 0;
}

int run_path(Invocation& call) {
  const std::string path = config_path(call);
  call.out.line(path);
  wire::Json json;
  json.set("path", path);
  json.set("exists", call.edges.files().exists(path));
  call.out.json(json);
  return 0;
}

int run_show(Invocation& call) {
  const Settings settings = load_settings(call);
  const wire::Json json = settings_json(settings, store_path(call, settings));
  call.out.text(yaml_text(json));
  call.out.json(json);
  return 0;
}

}  // namespace

const CommandDesc kConfigInit{
    .path = {"config", "init"},
    .summary = "write a commented configuration to start from",
    .doc = "Where -c, $EXECASSIST_CONFIG or XDG say. Never overwrites a file.",
    .examples = {{"execassist config init", "then edit what it wrote"}},
    .exit_codes = {1, 5},
    .run = run_init,
};

const CommandDesc kConfigCheck{
    .path = {"config", "check"},
    .summary = "check the configuration and the rules",
    .doc =
        "Reads both as every command does, runs the examples written in the rules, and warns about "
        "what is allowed but will not work. Secrets are looked up once, as a run would do it; "
        "nothing is sent.",
    .examples = {{"execassist config check", "after every edit"}},
    .needs = Needs::settings,
    .run = run_check,
};

const CommandDesc kConfigPath{
    .path = {"config", "path"},
    .summary = "print where the configuration is read from",
    .examples = {{"$EDITOR \"$(execassist config path)\"", "edit it"}},
    .run = run_path,
};

const CommandDesc kConfigShow{
    .path = {"config", "show"},
    .summary = "show the configuration in force, secrets masked",
    .doc = "Every setting with its default, as YAML, or as JSON with --json.",
    .examples = {{"execassist config show", "what the program goes by"}},
    .needs = Needs::settings,
    .run = run_show,
};

}  // namespace execassist::cli
