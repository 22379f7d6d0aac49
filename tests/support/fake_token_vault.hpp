// A vault in memory: it remembers every call, loses its key on demand, and lets others act just
// before a lease is asked for. Processes live unless a test says that they are gone.
#pragma once

#include <execassist/base/error.hpp>
#include <execassist/ports/token_vault.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace execassist::testing {

class FakeTokenVault final : public TokenVault {
 public:
  std::optional<Grant> load(const GrantKey& key) override {
    const Guard guard = called("load", key);
    const Row* row = find(key);
    if (row == nullptr) return std::nullopt;
    require_open(*row);
    return row->grant;
  }

  std::vector<Grant> list() override {
    const Guard guard = called("list", {});
    std::vector<Grant> grants;
    for (const auto& [id, row] : rows_) {
      Grant& grant = grants.emplace_back(row.grant);
      grant.refresh_token = Secret();
      grant.access_token = Secret();
    }
    return grants;
  }

  void make_ready() override { const Guard guard = called("make_ready", {}); }

  void store(const Grant& grant) override {
    const Guard guard = called("store", grant.key);
    Row row{grant, std::nullopt, true};
    row.grant.refused_at.reset();
    row.grant.refusal.clear();
    rows_[{grant.key.user_id, grant.key.provider}] = std::move(row);
  }

  bool store_access(const GrantKey& key, const std::string& grant_id,
                    const AccessGrant& access) override {
    const Guard guard = called("store_access", key);
    Row* row = find(key);
    if (row == nullptr || row->grant.grant_id != grant_id) return false;
    require_open(*row);
    row->grant.access_token = access.access_token;
    row->grant.access_expires_at = access.expires_at;
    row->grant.refreshed_at = access.at;
    return true;
  }

  bool store_refusal(const GrantKey& key, const std::string& grant_id, const std::string& refusal,
                     Instant at) override {
    const Guard guard = called("store_refusal", key);
    Row* row = find(key);
    if (row == nullptr || row->grant.grant_id != grant_id) return false;
    row->grant.refused_at = at;
    row->grant.refusal = refusal;
    return true;
  }

  void remove(const GrantKey& key) override {
    const Guard guard = called("remove", key);
    rows_.erase({key.user_id, key.provider});
  }

  bool lease_refresh(const GrantKey& key, const ProcessIdentity& holder, Instant now,
                     Instant until) override {
    if (before_lease) before_lease();
    const Guard guard = called("lease_refresh", key);
    Row* row = find(key);
    if (row == nullptr) return false;
    if (row->lease && row->lease->first != holder && row->lease->second > now &&
        std::find(gone.begin(), gone.end(), row->lease->first) == gone.end()) {
      return false;
    }
    row->lease = {holder, until};
    return true;
  }

  void release_refresh(const GrantKey& key, const ProcessIdentity& holder) override {
    const Guard guard = called("release_refresh", key);
    Row* row = find(key);
    if (row != nullptr && row->lease && row->lease->first == holder) row->lease.reset();
  }

  // What stands there, whether the key is lost or not; counts as no call.
  std::optional<Grant> peek(const GrantKey& key) {
    const Guard guard(one_at_a_time_);
    const Row* row = find(key);
    return row == nullptr ? std::nullopt : std::optional(row->grant);
  }
  std::optional<ProcessIdentity> refresh_holder(const GrantKey& key) {
    const Guard guard(one_at_a_time_);
    const Row* row = find(key);
    return row != nullptr && row->lease ? std::optional(row->lease->first) : std::nullopt;
  }
  int calls_of(const std::string& verb) {
    const Guard guard(one_at_a_time_);
    return static_cast<int>(std::count_if(calls_.begin(), calls_.end(), [&](const auto& call) {
      return call == verb || call.starts_with(verb + " ");
    }));
  }
  std::vector<std::string> calls() {  // "store ada google"
    const Guard guard(one_at_a_time_);
    return calls_;
  }

  // What is stored now does not open any more; what is stored later does, with a new key.
  void lose_key() {
    const Guard guard(one_at_a_time_);
    for (auto& [id, row] : rows_) row.opens = false;
  }

  std::vector<ProcessIdentity> gone;
  std::function<void()> before_lease;  // what happens elsewhere meanwhile; may call the vault
  std::function<void()> before_call;   // of any kind

 private:
  using Guard = std::unique_lock<std::mutex>;

  struct Row {
    Grant grant;
    std::optional<std::pair<ProcessIdentity, Instant>> lease;
    bool opens = true;
  };

  Guard called(const std::string& verb, const GrantKey& key) {
    if (before_call) before_call();
    Guard guard(one_at_a_time_);
    calls_.push_back(key.user_id.empty() ? verb : verb + " " + key.user_id + " " + key.provider);
    return guard;
  }

  Row* find(const GrantKey& key) {
    const auto found = rows_.find({key.user_id, key.provider});
    return found == rows_.end() ? nullptr : &found->second;
  }

  static void require_open(const Row& row) {
    if (row.opens) return;
    throw Error(ErrorKind::sign_in_needed,
                "google: the sign-in of " + row.grant.key.user_id + " cannot be opened",
                "execassist auth login google -u " + row.grant.key.user_id);
  }

  std::mutex one_at_a_time_;
  std::map<std::pair<std::string, std::string>, Row> rows_;
  std::vector<std::string> calls_;
};

}  // namespace execassist::testing
