// AWS keys that a person wrote down: in the settings, or in the environment.
#pragma once

#include "net/aws_provider.hpp"

namespace execassist::net {

class AwsSettingsKeys final : public AwsProvider {
 public:
  AwsSettingsKeys(const SesSettings& settings, const AwsOutside& outside)
      : settings_(settings), outside_(outside) {}

  std::string name() const override { return "ses.access_key_id"; }
  std::optional<AwsCredentials> load() override;

 private:
  const SesSettings& settings_;
  const AwsOutside& outside_;
};

class AwsEnvironmentKeys final : public AwsProvider {
 public:
  explicit AwsEnvironmentKeys(const AwsOutside& outside) : outside_(outside) {}

  std::string name() const override { return "AWS_ACCESS_KEY_ID"; }
  std::optional<AwsCredentials> load() override;

 private:
  const AwsOutside& outside_;
};

// As they were written, without the blanks around them. Throws Error{configuration}: they cannot be
// right; `where` is named before what is wrong.
AwsCredentials checked_keys(const std::string& where, const std::string& access_key_id,
                            const Secret& secret_access_key, const Secret& session_token);

}  // namespace execassist::net
