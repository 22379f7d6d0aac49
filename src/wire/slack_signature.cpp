#include "wire/slack_signature.hpp"

#include <execassist/base/encoding.hpp>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

namespace execassist::wire {
namespace {

constexpr Seconds kWindow = minutes{5};
constexpr std::size_t kMostDigits = 12;

std::optional<Instant> instant_in(std::string_view digits) {
  const bool all_digits =
      std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits.empty() || digits.size() > kMostDigits || !all_digits) return std::nullopt;
  long long seconds = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
  return Instant(Seconds(seconds));
}

}  // namespace

SlackSignature check_slack_signature(const Secret& signing_secret, std::string_view timestamp,
                                     std::string_view signature, std::string_view body,
                                     Instant wall) {
  // An empty key would be everybody's.
  if (signing_secret.empty()) return SlackSignature::wrong;
  if (timestamp.empty() || signature.empty()) return SlackSignature::missing;
  const auto signed_at = instant_in(timestamp);
  if (!signed_at) return SlackSignature::malformed;
  if (*signed_at > wall + kWindow || *signed_at < wall - kWindow) {
    return SlackSignature::out_of_date;
  }
  std::string base = "v0:";
  base.append(timestamp).append(":").append(body);
  const Secret expected("v0=" + hex(hmac_sha256(signing_secret.reveal(), base)));
  return same_secret(expected, Secret(std::string(signature))) ? SlackSignature::right
                                                               : SlackSignature::wrong;
}

}  // namespace execassist::wire
