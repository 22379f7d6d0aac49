// A vault in memory: it remembers every call, loses its key on demand, and lets others act just
// before a lease is asked for. Processes live unless a test says that they are gone.
#pragma once

#include <execassist/ports/token_vault.hpp>

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
  FakeTokenVault();
  FakeTokenVault(const FakeTokenVault&) = delete;
  FakeTokenVault& operator=(const FakeTokenVault&) = delete;
  ~FakeTokenVault() override;

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

  // What stands there, whether the key is lost or not; counts as no call.
  std::optional<Grant> peek(const GrantKey& key);
  std::optional<ProcessIdentity> refresh_holder(const GrantKey& key);
  int calls_of(const std::string& verb);
  std::vector<std::string> calls() {  // "store ada google"
    const Guard guard(one_at_a_time_);
    return calls_;
  }

  // What is stored now does not open any more; what is stored later does, with a new key.
  void lose_key();

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

  Guard called(const std::string& verb, const GrantKey& key);

  Row* find(const GrantKey& key);

  static void require_open(const Row& row);

  std::mutex one_at_a_time_;
  std::map<std::pair<std::string, std::string>, Row> rows_;
  std::vector<std::string> calls_;
};

}  // namespace execassist::testing
