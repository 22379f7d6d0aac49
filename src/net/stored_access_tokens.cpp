#include "net/stored_access_tokens.hpp"

#include "render/sign_in.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/log.hpp>
#include <execassist/base/text.hpp>

#include <utility>

namespace execassist::net {
namespace {

// Longer than any refresh with all its retries may take. A holder that died is seen to be gone.
constexpr Seconds kLeaseLength = minutes{15};

Error not_signed_in(const GrantKey& key) {
  return Error(ErrorKind::sign_in_needed, "not signed in to " + render::provider_name(key.provider),
               render::sign_in_command(key));
}

Error refused_sign_in(const Grant& grant) {
  const std::string advice = render::testing_status_advice(grant);
  return Error(ErrorKind::sign_in_needed,
               render::provider_name(grant.key.provider) +
                   " refuses the stored sign-in: " + one_line(grant.refusal),
               render::sign_in_command(grant.key) + (advice.empty() ? "" : ". " + advice));
}

// Given back on every way out; a lease that cannot be given back runs out by itself.
class HeldRefresh {
 public:
  HeldRefresh(TokenVault& vault, const GrantKey& key, const ProcessIdentity& holder)
      : vault_(vault), key_(key), holder_(holder) {}
  HeldRefresh(const HeldRefresh&) = delete;
  HeldRefresh& operator=(const HeldRefresh&) = delete;
  ~HeldRefresh() {
    try {
      vault_.release_refresh(key_, holder_);
    } catch (const std::exception& error) {
      log(LogLevel::debug, {{"user_id", key_.user_id}},
          std::string("the lease on a refresh was not given back: ") + error.what());
    }
  }

 private:
  TokenVault& vault_;
  const GrantKey& key_;
  ProcessIdentity holder_;
};

}  // namespace

StoredAccessTokens::StoredAccessTokens(std::string provider, TokenVault& vault, OAuthClient& oauth,
                                       Clock& clock, const Processes& processes)
    : provider_(std::move(provider)),
      vault_(vault),
      oauth_(oauth),
      clock_(clock),
      processes_(processes) {}

Secret StoredAccessTokens::token_for(const std::string& user_id) {
  return in_turn(user_id, nullptr);
}

Secret StoredAccessTokens::renewed(const std::string& user_id, const Secret& refused) {
  return in_turn(user_id, &refused);
}

StoredAccessTokens::Turn& StoredAccessTokens::turn_of(const std::string& user_id) {
  const std::scoped_lock lock(turns_lock_);
  return turns_[user_id];
}

// Whoever waited while another thread failed for this user fails with it: the two calendars of a
// user do not wait twice for a network that is down.
Secret StoredAccessTokens::in_turn(const std::string& user_id, const Secret* refused) {
  Turn& turn = turn_of(user_id);
  const unsigned ended_before = turn.ended;
  const std::scoped_lock running(turn.running);
  if (turn.ended != ended_before && turn.failure) throw Error(*turn.failure);
  try {
    Secret token = find(user_id, refused);
    turn.failure.reset();
    ++turn.ended;
    return token;
  } catch (const Error& error) {
    turn.failure = error;
    ++turn.ended;
    throw;
  }
}

Secret StoredAccessTokens::find(const std::string& user_id, const Secret* refused) {
  const GrantKey key{user_id, provider_};
  for (int polls = 0; polls < kMostRefreshPolls; ++polls) {
    if (const auto token = good_token(usable_grant(key), refused)) return *token;
    const Instant wall = clock_.wall();
    if (vault_.lease_refresh(key, processes_.self(), wall, wall + kLeaseLength)) {
      if (const auto token = refresh(key, refused)) return *token;
    }
    clock_.sleep_for(kRefreshPoll);
  }
  throw Error(ErrorKind::try_again,
              "signing in to " + render::provider_name(provider_) + ": another process has been " +
                  "refreshing the access token of " + user_id + " for too long",
              "it is tried again by itself at the next run");
}

Grant StoredAccessTokens::usable_grant(const GrantKey& key) {
  const auto grant = vault_.load(key);
  if (!grant) throw not_signed_in(key);
  if (grant->refused()) throw refused_sign_in(*grant);
  if (grant->refresh_token.empty()) throw not_signed_in(key);
  return *grant;
}

std::optional<Secret> StoredAccessTokens::good_token(const Grant& grant,
                                                     const Secret* refused) const {
  if (grant.access_token.empty() || !grant.access_expires_at) return std::nullopt;
  if (refused != nullptr && same_secret(grant.access_token, *refused)) return std::nullopt;
  if (*grant.access_expires_at - clock_.wall() <= kRefreshEarly) return std::nullopt;
  return grant.access_token;
}

// REQUIRES: the lease. Nothing when another grant has taken the place of this one meanwhile.
std::optional<Secret> StoredAccessTokens::refresh(const GrantKey& key, const Secret* refused) {
  const HeldRefresh held(vault_, key, processes_.self());
  // Whoever had the lease before may have done it between our look and our turn.
  Grant grant = usable_grant(key);
  if (auto token = good_token(grant, refused)) return token;
  const Instant asked_at = clock_.wall();
  const TokenAnswer answer = oauth_.refresh(grant.refresh_token);
  if (answer.tokens) {
    if (!keep(grant, *answer.tokens, asked_at)) return std::nullopt;
    return answer.tokens->access_token;
  }
  grant.refused_at = clock_.wall();
  grant.refusal = answer.refusal;
  if (!vault_.store_refusal(key, grant.grant_id, grant.refusal, *grant.refused_at)) {
    return std::nullopt;
  }
  throw refused_sign_in(grant);
}

// False when somebody signed in anew meanwhile: then these tokens may be another account's.
bool StoredAccessTokens::keep(const Grant& grant, const TokenAnswer::Tokens& tokens,
                              Instant asked_at) {
  const AccessGrant access{tokens.access_token, asked_at + tokens.expires_in, asked_at};
  if (tokens.refresh_token.empty() || same_secret(tokens.refresh_token, grant.refresh_token)) {
    return vault_.store_access(grant.key, grant.grant_id, access);
  }
  // The server rotates: the old refresh token may be void from now on, so both are stored at once.
  // The consent, and with it the grant, stays the same.
  const auto standing = vault_.load(grant.key);
  if (!standing || standing->grant_id != grant.grant_id) return false;
  Grant renewed = *standing;
  renewed.refresh_token = tokens.refresh_token;
  renewed.access_token = access.access_token;
  renewed.access_expires_at = access.expires_at;
  renewed.refreshed_at = access.at;
  vault_.store(renewed);
  return true;
}

}  // namespace execassist::net
