#include "net/aws_keys.hpp"

#include "wire/aws_credentials.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

namespace execassist::net {
namespace {

Secret trimmed(const Secret& secret) { return Secret(std::string(trim(secret.reveal()))); }

bool is_blank(const std::optional<Secret>& secret) {
  return !secret || trim(secret->reveal()).empty();
}

}  // namespace

AwsCredentials checked_keys(const std::string& where, const std::string& access_key_id,
                            const Secret& secret_access_key, const Secret& session_token) {
  AwsCredentials keys{std::string(trim(access_key_id)), trimmed(secret_access_key),
                      trimmed(session_token), std::nullopt};
  if (const std::string problem = wire::credentials_problem(keys); !problem.empty()) {
    throw Error(ErrorKind::configuration, where + ": " + problem, "copy it once more, whole");
  }
  return keys;
}

std::optional<AwsCredentials> AwsSettingsKeys::load() {
  const auto id = outside_.resolve(settings_.access_key_id, "ses.access_key_id");
  if (is_blank(id)) return std::nullopt;
  const auto secret = outside_.resolve(settings_.secret_access_key, "ses.secret_access_key");
  if (is_blank(secret)) {
    throw Error(ErrorKind::configuration,
                "ses.secret_access_key: not set, though ses.access_key_id is",
                "set both, or none of them to use the environment or the shared AWS files");
  }
  const auto token = outside_.resolve(settings_.session_token, "ses.session_token");
  return checked_keys("ses.access_key_id, ses.secret_access_key", id->reveal(), *secret,
                      token.value_or(Secret{}));
}

std::optional<AwsCredentials> AwsEnvironmentKeys::load() {
  const std::string id = outside_.environment("AWS_ACCESS_KEY_ID").value_or("");
  if (trim(id).empty()) {
    if (!outside_.environment("AWS_WEB_IDENTITY_TOKEN_FILE")) return std::nullopt;
    throw Error(ErrorKind::configuration, "AWS_WEB_IDENTITY_TOKEN_FILE: not supported",
                kAwsKeysHint);
  }
  const Secret secret(outside_.environment("AWS_SECRET_ACCESS_KEY").value_or(""));
  if (is_blank(secret)) {
    throw Error(ErrorKind::configuration,
                "AWS_SECRET_ACCESS_KEY: not in the environment, though AWS_ACCESS_KEY_ID is",
                "export both");
  }
  return checked_keys("AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY", id, secret,
                      Secret(outside_.environment("AWS_SESSION_TOKEN").value_or("")));
}

}  // namespace execassist::net
