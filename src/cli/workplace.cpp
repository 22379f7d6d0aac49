#include "cli/workplace.hpp"

#include "app/tick.hpp"
#include "yaml/config_loader.hpp"
#include "yaml/cursor.hpp"
#include "yaml/rules_loader.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>
#include <execassist/settings/samples.hpp>

#include <utility>

namespace execassist::cli {
namespace {

constexpr std::size_t kLargestYaml = std::size_t{1} << 20;
constexpr Seconds kLongForAPerson{1};

// The key of the first secret that stands in the file itself.
struct NamedSecret {
  std::string key;
  const SecretReference* reference;
};

std::vector<NamedSecret> secrets_of(const Settings& settings) {
  std::vector<NamedSecret> secrets{{"google.client_secret", &settings.google.client_secret},
                                   {"slack.bot_token", &settings.slack.bot_token},
                                   {"slack.signing_secret", &settings.slack.signing_secret},
                                   {"twilio.auth_token", &settings.twilio.auth_token},
                                   {"ses.secret_access_key", &settings.ses.secret_access_key},
                                   {"ses.session_token", &settings.ses.session_token}};
  for (const UserSettings& user : settings.users) {
    for (const CalendarSettings& calendar : user.calendars) {
      secrets.push_back({"the url of the calendar " + calendar.id, &calendar.url});
    }
  }
  for (const ContextSettings& source : settings.context) {
    secrets.push_back({"context." + source.name + ".header.value", &source.secret});
  }
  return secrets;
}

std::optional<std::string> literal_secret(const Settings& settings) {
  for (const NamedSecret& secret : secrets_of(settings)) {
    if (secret.reference->literal()) return secret.key;
  }
  return std::nullopt;
}

void require_private(Invocation& call, const std::string& path, const std::string& secret) {
  try {
    call.edges.files().require_safe_modes(path, true);
  } catch (const Error& error) {
    throw Error(error.kind(), error.message() + " (" + one_line(secret) + ")",
                error.hint() + ", or write the secret as env:NAME or file:PATH");
  }
}

// A file that cannot be read is a wrong configuration, whatever the reason.
std::string read_yaml(Invocation& call, const std::string& path, const std::string& hint) {
  try {
    call.edges.files().require_safe_modes(path, false);
    return call.edges.files().read(path, kLargestYaml);
  } catch (const Error& error) {
    throw Error(ErrorKind::configuration, error.message(),
                error.hint().empty() ? hint : error.hint());
  }
}

Rules read_rules(Invocation& call, const std::string& path, const std::string& hint) {
  const std::string absolute = call.edges.absolute(path);
  return yaml::load_rules(read_yaml(call, absolute, hint), absolute);
}

std::string known_ids(const Settings& settings) {
  std::vector<std::string> ids;
  for (const UserSettings& user : settings.users) ids.push_back(user.user.id);
  return join(ids, ", ");
}

}  // namespace

std::string config_path(Invocation& call) {
  if (call.global.config) return call.edges.absolute(*call.global.config);
  return call.edges.default_config_path();
}

Settings load_settings(Invocation& call) {
  const std::string path = config_path(call);
  if (!call.edges.files().exists(path)) {
    throw Error(ErrorKind::configuration, path + ": there is no configuration here",
                "execassist config init writes a commented one; -c FILE names another");
  }
  const yaml::LoadContext context{call.edges.home(), call.edges.machine_zone()};
  Settings settings =
      yaml::load_settings(read_yaml(call, path, "-c FILE names another one"), path, context);
  if (const auto secret = literal_secret(settings)) require_private(call, path, *secret);
  return settings;
}

void check_secret_files(Invocation& call, const Settings& settings) {
  for (const NamedSecret& secret : secrets_of(settings)) {
    if (secret.reference->text.starts_with("file:")) {
      call.edges.resolve_secret(*secret.reference, secret.key);
    }
  }
}

Rules load_rules_file(Invocation& call, const std::string& path, const std::string& option) {
  return read_rules(call, path, option + " names the file with the meeting types");
}

void check_required_context(const Rules& rules, const Settings& settings) {
  std::vector<std::string> names;
  for (const ContextSettings& source : settings.context) names.push_back(source.name);
  for (const MeetingType& type : rules.types) {
    const auto& positions = type.required_context_positions;
    for (std::size_t i = 0; i < type.required_context.size(); ++i) {
      const std::string& wanted = type.required_context[i];
      if (settings.find_context(wanted)) continue;
      throw Error(
          ErrorKind::configuration,
          yaml::place_in_file(rules.file, i < positions.size() ? positions[i] : type.position) +
              "meeting_types." + type.name + ".required_context[" + std::to_string(i) +
              "]: no source has the name " + yaml::quoted(wanted),
          names.empty() ? "describe it under `context:` in " + settings.file
                        : yaml::suggestion(wanted, names));
    }
  }
}

Rules load_rules(Invocation& call, const Settings& settings) {
  if (settings.rules_path.empty()) {
    return yaml::load_rules(std::string(sample_rules()), "built-in rules");
  }
  Rules rules = read_rules(call, settings.rules_path,
                           "`rules:` in " + settings.file +
                               " names it; without that key the built-in "
                               "rules are used");
  check_required_context(rules, settings);
  return rules;
}

std::string store_path(Invocation& call, const Settings& settings) {
  if (call.global.db) return call.edges.absolute(*call.global.db);
  if (const auto path = call.edges.environment("EXECASSIST_DB")) return call.edges.absolute(*path);
  if (!settings.store_path.empty()) return settings.store_path;
  return call.edges.default_store_path();
}

Workplace::Workplace(Invocation& call, Opening opening)
    : settings_(load_settings(call)), rules_(load_rules(call, settings_)) {
  // A bad regular expression is found before anything is done.
  const classify::Classifier checked(rules_);
  if (call.global.user && !settings_.find_user(*call.global.user)) {
    throw Error(ErrorKind::not_found, "no such user: " + one_line(*call.global.user),
                "the configuration has: " + known_ids(settings_));
  }
  const bool copy = call.global.dry_run || opening == Opening::copy;
  const auto mode = copy ? store::OpenMode::dry_run : store::OpenMode::read_write;
  const std::string path = store_path(call, settings_);
  database_ = std::make_unique<store::Database>(store::Database::open(path, mode));
  call.edges.connect(settings_, path, copy);
  scope_.emplace(app::Scope{settings_, rules_, *database_, call.edges, call.global.user, copy, {}});
  const Instant began = call.edges.clock().wall();
  scope_->progress = [&call, began](std::string_view doing) {
    const bool long_already = call.edges.clock().wall() - began > kLongForAPerson;
    if (doing.empty())
      call.out.end_progress();
    else if (long_already)
      call.out.progress(doing);
  };
  app::refuse_pretended_clock(*scope_);
  if (call.global.dry_run) call.out.talk("dry run: nothing is sent, nothing is written");
}

const Zone& Workplace::zone() const { return scope_->users().front()->user.time_zone; }

const Zone& Workplace::zone_of(const std::string& user_id) const {
  const UserSettings* user = settings_.find_user(user_id);
  return user ? user->user.time_zone : zone();
}

}  // namespace execassist::cli
