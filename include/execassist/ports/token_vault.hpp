// What a person granted us at a provider, kept sealed. The vault knows nothing of the provider: it
// stores grants and tells two processes apart that want to refresh the same one. All times are the
// machine's (`wall`). May be used from several threads at once.
#pragma once

#include <execassist/base/instant.hpp>
#include <execassist/base/secret.hpp>
#include <execassist/model/lease.hpp>

#include <optional>
#include <string>
#include <vector>

namespace execassist {

struct GrantKey {
  std::string user_id;
  std::string provider;  // "google"

  friend bool operator==(const GrantKey&, const GrantKey&) = default;
};

// One sign-in. A later sign-in of the same user is another grant with another id.
struct Grant {
  GrantKey key;
  std::string grant_id;
  std::string account;              // as the provider names it: an e-mail address
  std::vector<std::string> scopes;  // granted, not asked for
  Instant granted_at{};             // when the person consented
  Secret refresh_token;
  Secret access_token;  // empty: none yet
  std::optional<Instant> access_expires_at;
  std::optional<Instant> refreshed_at;  // when the last access token came
  // A refresh token that the provider refused: a state, ended only by signing in again.
  std::optional<Instant> refused_at;
  std::string refusal;  // the provider's code, "invalid_grant"

  bool refused() const { return refused_at.has_value(); }
};

struct AccessGrant {
  Secret access_token;
  Instant expires_at{};
  Instant at{};
};

class TokenVault {
 public:
  virtual ~TokenVault() = default;

  // Nothing when there is none. Throws Error{sign_in_needed} when it is there but cannot be opened:
  // the sealing key is missing or another one.
  virtual std::optional<Grant> load(const GrantKey& key) = 0;

  // Without secrets (the tokens are empty), so that it works without the sealing key.
  virtual std::vector<Grant> list() = 0;

  // Proves that a grant could be stored now, and makes the sealing key when there is none: before a
  // person is sent to consent. Throws as store().
  virtual void make_ready() = 0;

  // Replaces what was there, and makes the sealing key when there is none.
  virtual void store(const Grant& grant) = 0;

  // Both do nothing and give false when another grant stands there by now.
  virtual bool store_access(const GrantKey& key, const std::string& grant_id,
                            const AccessGrant& access) = 0;
  virtual bool store_refusal(const GrantKey& key, const std::string& grant_id,
                             const std::string& refusal, Instant at) = 0;

  virtual void remove(const GrantKey& key) = 0;

  // A lease on refreshing this grant, until `until`. False while another holder has one that has
  // not run out at `now` and is not gone.
  virtual bool lease_refresh(const GrantKey& key, const ProcessIdentity& holder, Instant now,
                             Instant until) = 0;
  virtual void release_refresh(const GrantKey& key, const ProcessIdentity& holder) = 0;
};

}  // namespace execassist
