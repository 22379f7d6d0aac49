#include "support/fake_token_vault.hpp"

#include <execassist/base/error.hpp>

#include <algorithm>

namespace execassist::testing {

FakeTokenVault::FakeTokenVault() = default;
FakeTokenVault::~FakeTokenVault() = default;

std::optional<Grant> FakeTokenVault::load(const GrantKey& key) {
  const Guard guard = called("load", key);
  const Row* row = find(key);
  if (row == nullptr) return std::nullopt;
  require_open(*row);
  return row->grant;
}

std::vector<Grant> FakeTokenVault::list() {
  const Guard guard = called("list", {});
  std::vector<Grant> grants;
  for (const auto& [id, row] : rows_) {
    Grant& grant = grants.emplace_back(row.grant);
    grant.refresh_token = Secret();
    grant.access_token = Secret();
  }
  return grants;
}

void FakeTokenVault::make_ready() { const Guard guard = called("make_ready", {}); }

void FakeTokenVault::store(const Grant& grant) {
  const Guard guard = called("store", grant.key);
  Row row{grant, std::nullopt, true};
  row.grant.refused_at.reset();
  row.grant.refusal.clear();
  rows_[{grant.key.user_id, grant.key.provider}] = std::move(row);
}

bool FakeTokenVault::store_access(const GrantKey& key, const std::string& grant_id,
                                  const AccessGrant& access) {
  const Guard guard = called("store_access", key);
  Row* row = find(key);
  if (row == nullptr || row->grant.grant_id != grant_id) return false;
  require_open(*row);
  row->grant.access_token = access.access_token;
  row->grant.access_expires_at = access.expires_at;
  row->grant.refreshed_at = access.at;
  return true;
}

bool FakeTokenVault::store_refusal(const GrantKey& key, const std::string& grant_id,
                                   const std::string& refusal, Instant at) {
  const Guard guard = called("store_refusal", key);
  Row* row = find(key);
  if (row == nullptr || row->grant.grant_id != grant_id) return false;
  row->grant.refused_at = at;
  row->grant.refusal = refusal;
  return true;
}

void FakeTokenVault::remove(const GrantKey& key) {
  const Guard guard = called("remove", key);
  rows_.erase({key.user_id, key.provider});
}

bool FakeTokenVault::lease_refresh(const GrantKey& key, const ProcessIdentity& holder, Instant now,
                                   Instant until) {
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

void FakeTokenVault::release_refresh(const GrantKey& key, const ProcessIdentity& holder) {
  const Guard guard = called("release_refresh", key);
  Row* row = find(key);
  if (row != nullptr && row->lease && row->lease->first == holder) row->lease.reset();
}

std::optional<Grant> FakeTokenVault::peek(const GrantKey& key) {
  const Guard guard(one_at_a_time_);
  const Row* row = find(key);
  return row == nullptr ? std::nullopt : std::optional(row->grant);
}

std::optional<ProcessIdentity> FakeTokenVault::refresh_holder(const GrantKey& key) {
  const Guard guard(one_at_a_time_);
  const Row* row = find(key);
  return row != nullptr && row->lease ? std::optional(row->lease->first) : std::nullopt;
}

int FakeTokenVault::calls_of(const std::string& verb) {
  const Guard guard(one_at_a_time_);
  return static_cast<int>(std::count_if(calls_.begin(), calls_.end(), [&](const auto& call) {
    return call == verb || call.starts_with(verb + " ");
  }));
}

void FakeTokenVault::lose_key() {
  const Guard guard(one_at_a_time_);
  for (auto& [id, row] : rows_) row.opens = false;
}

FakeTokenVault::Guard FakeTokenVault::called(const std::string& verb, const GrantKey& key) {
  if (before_call) before_call();
  Guard guard(one_at_a_time_);
  calls_.push_back(key.user_id.empty() ? verb : verb + " " + key.user_id + " " + key.provider);
  return guard;
}

FakeTokenVault::Row* FakeTokenVault::find(const GrantKey& key) {
  const auto found = rows_.find({key.user_id, key.provider});
  return found == rows_.end() ? nullptr : &found->second;
}

void FakeTokenVault::require_open(const Row& row) {
  if (row.opens) return;
  throw Error(ErrorKind::sign_in_needed,
              "google: the sign-in of " + row.grant.key.user_id + " cannot be opened",
              "execassist auth login google -u " + row.grant.key.user_id);
}

}  // namespace execassist::testing
