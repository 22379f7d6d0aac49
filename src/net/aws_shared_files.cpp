#include "net/aws_shared_files.hpp"

#include "net/aws_keys.hpp"
#include "wire/aws_credentials.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

#include <array>
#include <utility>

namespace execassist::net {
namespace {

constexpr int kWidestName = 60;

struct SharedFile {
  std::string path;
  std::string shown;
};

SharedFile file_at(const AwsOutside& outside, const std::string& variable,
                   const std::string& usual) {
  std::string path = outside.environment(variable).value_or("~/.aws/" + usual);
  std::string shown = one_line(path);
  if (path.starts_with("~/")) path.replace(0, 1, outside.home);
  return {std::move(path), std::move(shown)};
}

// A file that is not there says nothing.
std::optional<wire::AwsProfile> find_profile(const AwsOutside& outside, const SharedFile& file,
                                             wire::AwsFileKind kind, const std::string& name) {
  if (!outside.files.exists(file.path)) return std::nullopt;
  std::string text;
  try {
    text = outside.files.read(file.path, wire::kLargestAwsFile);
  } catch (const Error& error) {
    throw Error(ErrorKind::configuration, error.message(), error.hint());
  }
  std::string why;
  auto profiles = wire::parse_aws_profiles(text, kind, &why);
  if (!profiles) throw Error(ErrorKind::configuration, file.shown + ": " + why);
  const auto found = profiles->find(name);
  if (found == profiles->end()) return std::nullopt;
  return std::move(found->second);
}

std::string label(const AwsSharedProfile& profile, const std::string& file) {
  return "profile " + fit_width(one_line(profile.name), kWidestName) + " of " + file;
}

void refuse_unsupported(const AwsSharedProfile& profile) {
  static constexpr std::array<std::string_view, 4> kUnsupported = {
      "role_arn", "sso_", "web_identity_token_file", "login_session"};
  for (const auto& [settings, file] : {std::pair{&profile.credentials, &profile.credentials_file},
                                       std::pair{&profile.config, &profile.config_file}}) {
    for (const std::string_view prefix : kUnsupported) {
      const std::string key = settings->first_key(prefix);
      if (key.empty()) continue;
      throw Error(ErrorKind::configuration,
                  label(profile, *file) + ": " + fit_width(one_line(key), kWidestName) +
                      " is not supported",
                  std::string(kAwsKeysHint) + "; a credential_process needs a profile of its own");
    }
  }
}

std::optional<AwsCredentials> keys_of(const wire::AwsProfile& profile, const std::string& where) {
  const std::string id = profile.text("aws_access_key_id");
  if (id.empty()) return std::nullopt;
  const Secret secret = profile.secret("aws_secret_access_key");
  if (secret.empty()) {
    throw Error(ErrorKind::configuration,
                where + ": aws_secret_access_key is missing, though aws_access_key_id is there",
                "set both, for example with `aws configure`");
  }
  return checked_keys(where, id, secret, profile.secret("aws_session_token"));
}

}  // namespace

std::string AwsSharedProfile::text(std::string_view key) const {
  std::string found = credentials.text(key);
  return found.empty() ? config.text(key) : found;
}

AwsSharedProfile AwsSharedFiles::profile() const {
  const std::string from_environment = outside_.environment("AWS_PROFILE").value_or("");
  const bool by_setting = !settings_.profile.empty();
  const std::string& asked_for = by_setting ? settings_.profile : from_environment;
  const SharedFile credentials = file_at(outside_, "AWS_SHARED_CREDENTIALS_FILE", "credentials");
  const SharedFile config = file_at(outside_, "AWS_CONFIG_FILE", "config");

  AwsSharedProfile profile;
  profile.name = asked_for.empty() ? "default" : asked_for;
  profile.credentials_file = credentials.shown;
  profile.config_file = config.shown;
  auto in_credentials =
      find_profile(outside_, credentials, wire::AwsFileKind::credentials, profile.name);
  auto in_config = find_profile(outside_, config, wire::AwsFileKind::config, profile.name);
  if (!asked_for.empty() && !in_credentials && !in_config) {
    throw Error(ErrorKind::configuration,
                std::string(by_setting ? "ses.profile" : "AWS_PROFILE") + ": no profile " +
                    fit_width(one_line(asked_for), kWidestName) + " in " + credentials.shown +
                    " and " + config.shown,
                "`aws configure list-profiles` names those that there are");
  }
  profile.credentials = std::move(in_credentials).value_or(wire::AwsProfile{});
  profile.config = std::move(in_config).value_or(wire::AwsProfile{});
  return profile;
}

// The order of botocore: a program stands between the keys of the two files.
std::optional<AwsCredentials> AwsProfileKeys::load() {
  const AwsSharedProfile profile = files_.profile();
  refuse_unsupported(profile);
  if (auto keys = keys_of(profile.credentials, label(profile, profile.credentials_file))) {
    return keys;
  }
  if (const std::string command = profile.text("credential_process"); !command.empty()) {
    const bool in_config = profile.credentials.secret("credential_process").empty();
    return from_process(command,
                        label(profile, in_config ? profile.config_file : profile.credentials_file));
  }
  return keys_of(profile.config, label(profile, profile.config_file));
}

AwsCredentials AwsProfileKeys::from_process(const std::string& command,
                                            const std::string& where) const {
  const std::string what = where + ": its credential_process ";
  const auto output = outside_.run_program(command);
  if (!output) {
    throw Error(ErrorKind::configuration, what + "failed", "run it by hand to see why");
  }
  const wire::AwsCredentialsReading reading = wire::read_process_credentials(*output);
  if (!reading.credentials) {
    throw Error(ErrorKind::configuration, what + "printed what cannot be used: " + reading.problem,
                "run it by hand to see what it prints");
  }
  return *reading.credentials;
}

}  // namespace execassist::net
