#include "net/aws_credential_chain.hpp"

#include <execassist/base/log.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <utility>

namespace execassist::net {
namespace {

constexpr std::size_t kLongestRegion = 63;  // it becomes a label of a host's name
constexpr int kWidestValue = 40;

// A clock that was set back must not make a rest last.
bool rests(Instant since, Instant now) { return now >= since && now < since + kAwsRest; }

Error none_found() {
  return Error(ErrorKind::configuration, "AWS: no credentials found",
               "set ses.access_key_id and ses.secret_access_key, or export AWS_ACCESS_KEY_ID and "
               "AWS_SECRET_ACCESS_KEY, or give keys to the profile with `aws configure`");
}

bool is_region(std::string_view text) {
  return !text.empty() && text.size() <= kLongestRegion && text.front() != '-' &&
         text.back() != '-' && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

std::string checked_region(const std::string& value, const std::string& where) {
  const std::string region(trim(value));
  if (!is_region(region)) {
    throw Error(ErrorKind::configuration,
                where + ": not a region: \"" + fit_width(one_line(region), kWidestValue) + "\"",
                "for example us-east-1");
  }
  return region;
}

}  // namespace

AwsCredentialChain::AwsCredentialChain(SesSettings settings, AwsOutside outside)
    : settings_(std::move(settings)), outside_(std::move(outside)) {
  providers_.push_back(std::make_unique<AwsSettingsKeys>(settings_, outside_));
  if (settings_.profile.empty()) {
    providers_.push_back(std::make_unique<AwsEnvironmentKeys>(outside_));
  }
  providers_.push_back(std::make_unique<AwsProfileKeys>(files_, outside_));
  providers_.push_back(std::make_unique<AwsContainerKeys>(outside_));
  providers_.push_back(std::make_unique<AwsInstanceKeys>(outside_));
}

AwsCredentials AwsCredentialChain::get() {
  const std::scoped_lock lock(guard_);
  const Instant now = outside_.clock.wall();
  if (const AwsCredentials* good = good_at(now)) return *good;
  if (failure_ && (!failure_->passes || rests(failure_->since, now))) throw Error(failure_->error);
  try {
    found_ = find();
    failure_.reset();
  } catch (const Error& error) {
    const bool passes = found_ || error.kind() == ErrorKind::try_again;
    failure_ = Failure{error, outside_.clock.wall(), passes};
    if (!good_for(kAwsRenewAtLatest, failure_->since)) throw;
    log(LogLevel::info, {{"error", error.message()}},
        "aws: the credentials cannot be renewed yet; the old ones are still good");
  }
  return found_->credentials;
}

void AwsCredentialChain::forget() {
  const std::scoped_lock lock(guard_);
  found_.reset();
}

bool AwsCredentialChain::good_for(Seconds length, Instant now) const {
  if (!found_) return false;
  const auto& end = found_->credentials.expires_at;
  return !end || *end - now > length;
}

// What is kept, as long as nobody need be asked for it now.
const AwsCredentials* AwsCredentialChain::good_at(Instant now) const {
  if (!found_) return nullptr;
  const bool just_failed = failure_ && rests(failure_->since, now);
  const bool just_found = rests(found_->since, now);
  const bool good = good_for(kAwsRenewFrom, now) ||
                    (just_failed && good_for(kAwsRenewAtLatest, now)) ||
                    (just_found && good_for(Seconds{0}, now));
  return good ? &found_->credentials : nullptr;
}

// From where they came the last time; else from the first that has some.
AwsCredentialChain::Found AwsCredentialChain::find() const {
  for (const auto& provider : providers_) {
    if (found_ && found_->origin != provider.get()) continue;
    auto credentials = provider->load();
    if (!credentials) continue;
    const Instant now = outside_.clock.wall();  // it may have taken a while
    if (credentials->expires_at && *credentials->expires_at <= now) {
      throw Error(ErrorKind::try_again,
                  provider->name() + ": the credentials there expired at " +
                      format_rfc3339(*credentials->expires_at),
                  "renew them, or set this machine's clock right");
    }
    log(LogLevel::debug, {{"source", provider->name()}}, "aws: credentials found");
    return {std::move(*credentials), provider.get(), now};
  }
  if (!found_) throw none_found();
  throw Error(ErrorKind::try_again, found_->origin->name() + ": no credentials there any more",
              "it is tried again by itself at the next run");
}

std::string AwsCredentialChain::region() {
  const std::scoped_lock lock(region_guard_);
  if (!region_.empty()) return region_;
  if (!settings_.region.empty()) return region_ = checked_region(settings_.region, "ses.region");
  for (const std::string variable : {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
    const auto value = outside_.environment(variable);
    if (value) return region_ = checked_region(*value, variable);
  }
  const AwsSharedProfile profile = files_.profile();
  const std::string value = profile.text("region");
  if (value.empty()) {
    throw Error(ErrorKind::configuration, "ses.region: not set, and no AWS region is known",
                "set ses.region or AWS_REGION, for example to us-east-1");
  }
  return region_ = checked_region(
             value, "region of the profile " + fit_width(one_line(profile.name), kWidestValue));
}

}  // namespace execassist::net
