// Access tokens out of the vault, refreshed a minute before they end: once across threads and
// processes (a lease in the vault; who comes second waits and takes what the first one got). A
// refused refresh token is stored as a state and never asked again.
#pragma once

#include <execassist/base/error.hpp>
#include <execassist/ports/access_tokens.hpp>
#include <execassist/ports/clock.hpp>
#include <execassist/ports/oauth_client.hpp>
#include <execassist/ports/processes.hpp>
#include <execassist/ports/token_vault.hpp>

#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace execassist::net {

using execassist::kRefreshEarly;

// Whoever finds another process refreshing looks at the vault so often, and gives up (try_again)
// after so many looks: 35 s, counted in steps because the machine's clock may jump.
inline constexpr std::chrono::milliseconds kRefreshPoll{100};
inline constexpr int kMostRefreshPolls = 350;

class StoredAccessTokens final : public AccessTokens {
 public:
  // All lent. `provider` is the vault's name for it: "google".
  StoredAccessTokens(std::string provider, TokenVault& vault, OAuthClient& oauth, Clock& clock,
                     const Processes& processes);

  Secret token_for(const std::string& user_id) override;
  Secret renewed(const std::string& user_id, const Secret& refused) override;

 private:
  // One refresh of a user at a time.
  struct Turn {
    std::mutex running;
    std::atomic<unsigned> ended{0};
    std::optional<Error> failure;  // of the one that ended last
  };

  Turn& turn_of(const std::string& user_id);
  Secret in_turn(const std::string& user_id, const Secret* refused);
  Secret find(const std::string& user_id, const Secret* refused);
  Grant usable_grant(const GrantKey& key);
  std::optional<Secret> good_token(const Grant& grant, const Secret* refused) const;
  std::optional<Secret> refresh(const GrantKey& key, const Secret* refused);
  bool keep(const Grant& grant, const TokenAnswer::Tokens& tokens, Instant asked_at);

  std::string provider_;
  TokenVault& vault_;
  OAuthClient& oauth_;
  Clock& clock_;
  const Processes& processes_;
  std::mutex turns_lock_;
  std::map<std::string, Turn> turns_;  // by user; never erased
};

}  // namespace execassist::net
