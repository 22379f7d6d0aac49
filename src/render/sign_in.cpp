#include "render/sign_in.hpp"

namespace execassist::render {
namespace {

constexpr Seconds kDeathNoEarlier = days{6} + hours{12};
constexpr Seconds kDeathNoLater = days{8};

}  // namespace

std::string provider_name(const std::string& provider) {
  std::string name = provider;
  if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 32);
  return name;
}

std::string sign_in_command(const GrantKey& key) {
  return "execassist auth login " + key.provider + " -u " + key.user_id;
}

std::string testing_status_advice(const Grant& grant) {
  if (grant.key.provider != "google" || !grant.refused_at) return {};
  const Seconds lived = *grant.refused_at - grant.granted_at;
  if (lived < kDeathNoEarlier || lived > kDeathNoLater) return {};
  return "It ended about seven days after it began, as all do while the OAuth app is in the "
         "publishing status \"Testing\": publish it \"In production\" in the Google Cloud console";
}

}  // namespace execassist::render
