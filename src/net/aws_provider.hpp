// One place where AWS credentials may come from, and what such places need of the outside.
#pragma once

#include <execassist/base/secret.hpp>
#include <execassist/ports/aws_credentials.hpp>
#include <execassist/ports/clock.hpp>
#include <execassist/ports/files.hpp>
#include <execassist/ports/http_client.hpp>
#include <execassist/settings/settings.hpp>

#include <functional>
#include <optional>
#include <string>

namespace execassist::net {

// Nothing when the variable is unset or empty.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

// All lent, and called from whatever thread asks, one at a time.
struct AwsOutside {
  // As Edges::resolve_secret.
  std::function<std::optional<Secret>(const SecretReference&, const std::string& key)> resolve;
  Environment environment;
  // Of a `credential_process`: what the command line prints, without a shell; nothing when it
  // fails.
  std::function<std::optional<std::string>(const std::string& command)> run_program;
  Files& files;
  std::string home;  // a folder, absolute
  HttpClient& http;  // does not repeat by itself
  Clock& clock;      // its wall()
};

class AwsProvider {
 public:
  virtual ~AwsProvider() = default;

  // For messages: "profile default of ~/.aws/credentials".
  virtual std::string name() const = 0;

  // Nothing: it is not set up, so the next one is asked. Throws Error{configuration}, also for what
  // is set up in part; {try_again}.
  virtual std::optional<AwsCredentials> load() = 0;
};

inline constexpr const char* kAwsKeysHint =
    "use credential_process or export the keys (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY)";

}  // namespace execassist::net
