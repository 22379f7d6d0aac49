// Credentials that are handed out over a link-local address: to a container by its agent (ECS,
// EKS), to a machine by its instance metadata service (IMDSv2; the first version is not asked).
#pragma once

#include "net/aws_provider.hpp"

#include <chrono>
#include <string>

namespace execassist::net {

inline constexpr std::chrono::seconds kContainerTimeout{2};
inline constexpr std::chrono::seconds kContainerPause{1};  // between tries
inline constexpr int kContainerTries = 3;
inline constexpr std::chrono::seconds kInstanceTimeout{1};

class AwsContainerKeys final : public AwsProvider {
 public:
  explicit AwsContainerKeys(const AwsOutside& outside) : outside_(outside) {}

  std::string name() const override { return "the container's credentials"; }
  std::optional<AwsCredentials> load() override;

 private:
  std::string address() const;  // empty: not in a container
  Secret authorization() const;

  const AwsOutside& outside_;
};

class AwsInstanceKeys final : public AwsProvider {
 public:
  explicit AwsInstanceKeys(const AwsOutside& outside) : outside_(outside) {}

  std::string name() const override { return "the instance metadata service"; }
  // Also nothing when nobody answers at its address: most machines have no such service.
  std::optional<AwsCredentials> load() override;

 private:
  std::string session_token() const;                         // empty: no such service
  std::string role(const std::string& session_token) const;  // empty: none
  HttpRequest request(const std::string& path, const std::string& session_token) const;

  const AwsOutside& outside_;
};

}  // namespace execassist::net
