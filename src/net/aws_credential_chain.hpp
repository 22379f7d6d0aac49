// AWS credentials from the first place that has some: the settings, the environment (unless
// `ses.profile` names a profile), the shared files with their credential_process, the container,
// the machine. What expires is renewed by the place that gave it: early if that is possible, later
// at any price. One thread asks, the others wait for what it gets.
#pragma once

#include "net/aws_keys.hpp"
#include "net/aws_metadata.hpp"
#include "net/aws_provider.hpp"
#include "net/aws_shared_files.hpp"

#include <execassist/base/error.hpp>
#include <execassist/ports/aws_credentials.hpp>
#include <execassist/settings/settings.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace execassist::net {

// As botocore: so long before the end a renewal is tried, and from the second one insisted on.
inline constexpr Seconds kAwsRenewFrom = minutes{15};
inline constexpr Seconds kAwsRenewAtLatest = minutes{10};
// After a failure that may pass, and after credentials that were short-lived from the start.
inline constexpr Seconds kAwsRest{60};

class AwsCredentialChain final : public AwsCredentialsSource {
 public:
  // Asks nobody yet.
  AwsCredentialChain(SesSettings settings, AwsOutside outside);
  AwsCredentialChain(const AwsCredentialChain&) = delete;
  AwsCredentialChain& operator=(const AwsCredentialChain&) = delete;

  AwsCredentials get() override;
  void forget() override;

  // `ses.region`, AWS_REGION, AWS_DEFAULT_REGION or that of the profile: "eu-west-1". Throws
  // Error{configuration}.
  std::string region();

 private:
  struct Found {
    AwsCredentials credentials;
    AwsProvider* origin = nullptr;
    Instant since;
  };
  struct Failure {
    Error error;
    Instant since;
    bool passes = false;
  };

  const AwsCredentials* good_at(Instant now) const;
  bool good_for(Seconds length, Instant now) const;
  Found find() const;

  const SesSettings settings_;
  const AwsOutside outside_;
  AwsSharedFiles files_{settings_, outside_};
  std::vector<std::unique_ptr<AwsProvider>> providers_;

  std::mutex guard_;  // held while one is asked
  std::optional<Found> found_;
  std::optional<Failure> failure_;  // of the last time, if it failed

  std::mutex region_guard_;
  std::string region_;
};

}  // namespace execassist::net
