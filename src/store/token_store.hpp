// The vault of sign-ins: rows of the table `tokens`, their secrets sealed for (user, provider,
// field) with a key that lives outside the store. It has a connection of its own, because tokens
// are refreshed by threads that fetch while the main one stores.
#pragma once

#include "store/lazy_database.hpp"

#include <execassist/ports/processes.hpp>
#include <execassist/ports/token_vault.hpp>

#include <functional>
#include <mutex>
#include <optional>

namespace execassist::store {

class TokenStore final : public TokenVault {
 public:
  // The sealing key; with `make` a new one is made where there is none. Nothing when there is none.
  using SealingKey = std::function<std::optional<Secret>(bool make)>;

  TokenStore(LazyDatabase database, SealingKey key, const Processes& processes);

  std::optional<Grant> load(const GrantKey& key) override;
  std::vector<Grant> list() override;
  void make_ready() override;
  void store(const Grant& grant) override;
  bool store_access(const GrantKey& key, const std::string& grant_id,
                    const AccessGrant& access) override;
  bool store_refusal(const GrantKey& key, const std::string& grant_id, const std::string& refusal,
                     Instant at) override;
  void remove(const GrantKey& key) override;
  bool lease_refresh(const GrantKey& key, const ProcessIdentity& holder, Instant now,
                     Instant until) override;
  void release_refresh(const GrantKey& key, const ProcessIdentity& holder) override;

 private:
  std::mutex one_at_a_time_;
  LazyDatabase database_;
  SealingKey key_;
  const Processes& processes_;
};

}  // namespace execassist::store
