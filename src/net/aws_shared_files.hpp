// The profile that is in force, out of the files that AWS's tools share. Their modes are AWS's
// business: `aws configure` makes them, and other tools read them too.
#pragma once

#include "net/aws_provider.hpp"
#include "wire/aws_profile_file.hpp"

#include <optional>
#include <string>

namespace execassist::net {

// What the files say of one profile; empty where they say nothing.
struct AwsSharedProfile {
  std::string name;
  wire::AwsProfile credentials;
  wire::AwsProfile config;
  std::string credentials_file;  // as a person writes it: "~/.aws/credentials"
  std::string config_file;

  // The credentials file wins.
  std::string text(std::string_view key) const;
};

class AwsSharedFiles {
 public:
  AwsSharedFiles(const SesSettings& settings, const AwsOutside& outside)
      : settings_(settings), outside_(outside) {}

  // That of `ses.profile`, AWS_PROFILE, or "default". Reads the files each time. Throws
  // Error{configuration}: a file cannot be read, or a profile that was asked for by name is in
  // none.
  AwsSharedProfile profile() const;

 private:
  const SesSettings& settings_;
  const AwsOutside& outside_;
};

// The keys of a profile, or those that its credential_process prints. A profile that wants more of
// its reader (to assume a role, to sign in) is refused even if it holds keys too: they would be
// somebody else's.
class AwsProfileKeys final : public AwsProvider {
 public:
  AwsProfileKeys(const AwsSharedFiles& files, const AwsOutside& outside)
      : files_(files), outside_(outside) {}

  std::string name() const override { return "the shared AWS files"; }
  std::optional<AwsCredentials> load() override;

 private:
  AwsCredentials from_process(const std::string& command, const std::string& where) const;

  const AwsSharedFiles& files_;
  const AwsOutside& outside_;
};

}  // namespace execassist::net
