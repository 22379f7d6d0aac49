#include "store/token_store.hpp"

#include "store/query.hpp"

#include <execassist/base/encoding.hpp>
#include <execassist/base/error.hpp>
#include <execassist/base/seal.hpp>
#include <execassist/base/text.hpp>

#include <string_view>
#include <utility>

namespace execassist::store {

namespace {

using Lock = std::lock_guard<std::mutex>;

constexpr std::string_view kRefreshToken = "refresh_token";
constexpr std::string_view kAccessToken = "access_token";

// What a sealed text is bound to: moved to another row or column, or kept beyond its grant, it does
// not open.
std::string context_of(const GrantKey& key, const std::string& grant_id, std::string_view field) {
  std::string context = "execassist tokens";
  for (const std::string_view part : {std::string_view(key.user_id), std::string_view(key.provider),
                                      std::string_view(grant_id), field}) {
    context += '\0';
    context += part;
  }
  return context;
}

std::string sealed_text(const Secret& key, const Secret& plain, const std::string& context) {
  return base64url(seal(key, plain, context));
}

std::optional<Secret> unsealed_text(const Secret& key, const std::string& text,
                                    const std::string& context) {
  const auto sealed = from_base64url(text);
  return sealed ? unseal(key, *sealed, context) : std::nullopt;
}

[[noreturn]] void fail_to_open(const GrantKey& key, const std::string& why) {
  const std::string provider = one_line(key.provider);
  const std::string user = one_line(key.user_id);
  throw Error(ErrorKind::sign_in_needed,
              "the " + provider + " sign-in of " + user + " cannot be opened: " + why,
              "execassist auth login " + provider + " -u " + user);
}

constexpr const char* kNoKey = "the sealing key is missing";
constexpr const char* kNotTheKey = "it was sealed with another key, or changed since";

constexpr const char* kPlainColumns =
    "user_id, provider, grant_id, account, scopes, granted_at, access_expires_at, refreshed_at, "
    "refused_at, refusal";

Grant read_grant(Query& query) {
  Grant grant;
  query.read(grant.key.user_id);
  query.read(grant.key.provider);
  query.read(grant.grant_id);
  query.read(grant.account);
  const auto scopes = query.take<std::string>();
  query.read(grant.granted_at);
  query.read(grant.access_expires_at);
  query.read(grant.refreshed_at);
  query.read(grant.refused_at);
  query.read(grant.refusal);
  if (!scopes.empty()) grant.scopes = split(scopes, ' ');
  return grant;
}

bool stands_there(const Database& database, const GrantKey& key, const std::string& grant_id) {
  Query query(database, "SELECT 1 FROM tokens WHERE user_id = ? AND provider = ? AND grant_id = ?");
  return query.with(key.user_id, key.provider, grant_id).next();
}

struct RefreshLease {
  std::optional<Instant> until;
  ProcessIdentity holder;
};

std::optional<RefreshLease> find_lease(const Database& database, const GrantKey& key) {
  Query query(database,
              "SELECT lease_until, coalesce(holder_boot_id, ''), coalesce(holder_pid, 0), "
              "coalesce(holder_started, 0) FROM tokens WHERE user_id = ? AND provider = ?");
  if (!query.with(key.user_id, key.provider).next()) return std::nullopt;
  RefreshLease lease;
  query.read(lease.until);
  query.read(lease.holder.boot_id);
  query.read(lease.holder.pid);
  query.read(lease.holder.started);
  return lease;
}

}  // namespace

TokenStore::TokenStore(LazyDatabase database, SealingKey key, const Processes& processes)
    : database_(std::move(database)), key_(std::move(key)), processes_(processes) {}

std::optional<Grant> TokenStore::load(const GrantKey& key) {
  const Lock lock(one_at_a_time_);
  std::optional<Grant> grant;
  std::string refresh_token;
  std::string access_token;
  {
    Query query(database_.get(), std::string("SELECT ") + kPlainColumns +
                                     ", refresh_token, access_token FROM tokens "
                                     "WHERE user_id = ? AND provider = ?");
    if (!query.with(key.user_id, key.provider).next()) return std::nullopt;
    grant = read_grant(query);
    query.read(refresh_token);
    query.read(access_token);
  }
  const auto sealing_key = key_(false);
  if (!sealing_key) fail_to_open(key, kNoKey);
  const auto open = [&](const std::string& text, std::string_view field) {
    auto secret = unsealed_text(*sealing_key, text, context_of(key, grant->grant_id, field));
    if (!secret) fail_to_open(key, kNotTheKey);
    return *std::move(secret);
  };
  grant->refresh_token = open(refresh_token, kRefreshToken);
  grant->access_token = open(access_token, kAccessToken);
  return grant;
}

std::vector<Grant> TokenStore::list() {
  const Lock lock(one_at_a_time_);
  Query query(database_.get(),
              std::string("SELECT ") + kPlainColumns + " FROM tokens ORDER BY user_id, provider");
  std::vector<Grant> grants;
  while (query.next()) grants.push_back(read_grant(query));
  return grants;
}

void TokenStore::make_ready() {
  const Lock lock(one_at_a_time_);
  if (!key_(true)) throw Error(ErrorKind::failed, "the sealing key: it could not be made");
  database_.get().begin();  // it is of our schema and can be written
}

void TokenStore::store(const Grant& grant) {
  const Lock lock(one_at_a_time_);
  const auto key = key_(true);
  if (!key) throw Error(ErrorKind::failed, "the sealing key: it could not be made");
  const auto sealed = [&](const Secret& plain, std::string_view field) {
    return sealed_text(*key, plain, context_of(grant.key, grant.grant_id, field));
  };
  Transaction transaction = database_.get().begin();
  // The row before goes with its refusal and its lease: they were about another grant.
  Query(database_.get(),
        "INSERT OR REPLACE INTO tokens (user_id, provider, grant_id, account, scopes, granted_at, "
        "refresh_token, access_token, access_expires_at, refreshed_at, refusal) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')")
      .with(grant.key.user_id, grant.key.provider, grant.grant_id, grant.account,
            join(grant.scopes, " "), grant.granted_at, sealed(grant.refresh_token, kRefreshToken),
            sealed(grant.access_token, kAccessToken), grant.access_expires_at, grant.refreshed_at)
      .run();
  transaction.commit();
}

bool TokenStore::store_access(const GrantKey& key, const std::string& grant_id,
                              const AccessGrant& access) {
  const Lock lock(one_at_a_time_);
  Transaction transaction = database_.get().begin();
  if (!stands_there(database_.get(), key, grant_id)) return false;
  const auto sealing_key = key_(false);
  if (!sealing_key) fail_to_open(key, kNoKey);
  Query(database_.get(),
        "UPDATE tokens SET access_token = ?, access_expires_at = ?, refreshed_at = ? "
        "WHERE user_id = ? AND provider = ?")
      .with(sealed_text(*sealing_key, access.access_token, context_of(key, grant_id, kAccessToken)),
            access.expires_at, access.at, key.user_id, key.provider)
      .run();
  transaction.commit();
  return true;
}

bool TokenStore::store_refusal(const GrantKey& key, const std::string& grant_id,
                               const std::string& refusal, Instant at) {
  const Lock lock(one_at_a_time_);
  Transaction transaction = database_.get().begin();
  const bool stored = Query(database_.get(),
                            "UPDATE tokens SET refused_at = ?, refusal = ? "
                            "WHERE user_id = ? AND provider = ? AND grant_id = ?")
                          .with(at, refusal, key.user_id, key.provider, grant_id)
                          .run() > 0;
  transaction.commit();
  return stored;
}

void TokenStore::remove(const GrantKey& key) {
  const Lock lock(one_at_a_time_);
  Transaction transaction = database_.get().begin();
  Query(database_.get(), "DELETE FROM tokens WHERE user_id = ? AND provider = ?")
      .with(key.user_id, key.provider)
      .run();
  transaction.commit();
}

bool TokenStore::lease_refresh(const GrantKey& key, const ProcessIdentity& holder, Instant now,
                               Instant until) {
  const Lock lock(one_at_a_time_);
  Transaction transaction = database_.get().begin();
  const auto lease = find_lease(database_.get(), key);
  if (!lease) return false;
  const bool held = lease->until && *lease->until > now && lease->holder != holder;
  if (held && !processes_.gone(lease->holder)) return false;
  Query(database_.get(),
        "UPDATE tokens SET lease_until = ?, holder_boot_id = ?, holder_pid = ?, holder_started = ? "
        "WHERE user_id = ? AND provider = ?")
      .with(until, holder.boot_id, holder.pid, holder.started, key.user_id, key.provider)
      .run();
  transaction.commit();
  return true;
}

void TokenStore::release_refresh(const GrantKey& key, const ProcessIdentity& holder) {
  const Lock lock(one_at_a_time_);
  Transaction transaction = database_.get().begin();
  Query(database_.get(),
        "UPDATE tokens SET lease_until = NULL, holder_boot_id = NULL, holder_pid = NULL, "
        "holder_started = NULL WHERE user_id = ? AND provider = ? AND holder_boot_id = ? "
        "AND holder_pid = ? AND holder_started = ?")
      .with(key.user_id, key.provider, holder.boot_id, holder.pid, holder.started)
      .run();
  transaction.commit();
}

}  // namespace execassist::store
