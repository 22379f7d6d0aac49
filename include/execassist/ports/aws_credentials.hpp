// Who asks, to AWS. Where the credentials come from (settings, environment, files, a program, the
// metadata service of a container or a machine) is the implementation's business. May be used from
// several threads at once.
#pragma once

#include <execassist/base/instant.hpp>
#include <execassist/base/secret.hpp>

#include <optional>
#include <string>

namespace execassist {

struct AwsCredentials {
  std::string access_key_id;
  Secret secret_access_key;
  Secret session_token;                 // of temporary credentials; empty otherwise
  std::optional<Instant> expires_at{};  // of temporary credentials, where it is known
};

class AwsCredentialsSource {
 public:
  virtual ~AwsCredentialsSource() = default;

  // Good for ten minutes at least where a longer life can be had. Throws Error{configuration}:
  // there are none, or what is configured is wrong or not supported; {try_again}: whoever hands
  // them out does not answer now.
  virtual AwsCredentials get() = 0;

  // AWS refused what `get` gave: what was kept is forgotten.
  virtual void forget() = 0;
};

}  // namespace execassist
