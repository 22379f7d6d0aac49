#include "contract/token_vault_suite.hpp"
#include "store/token_store.hpp"
#include "support/fake_token_vault.hpp"
#include "support/scratch_folder.hpp"

#include <execassist/base/seal.hpp>

#include <algorithm>
#include <memory>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::testing {
namespace {

class FakeBench final : public TokenVaultBench {
 public:
  TokenVault& vault() override { return vault_; }
  TokenVault& elsewhere() override { return vault_; }
  void lose_key() override { vault_.lose_key(); }
  void end_process(const ProcessIdentity& process) override { vault_.gone.push_back(process); }

 private:
  FakeTokenVault vault_;
};

// All live but those that ended.
class EndedProcesses final : public Processes {
 public:
  ProcessIdentity self() const override { return {"boot-1", 1, 1}; }
  bool gone(const ProcessIdentity& holder) const override {
    return std::find(ended.begin(), ended.end(), holder) != ended.end();
  }

  std::vector<ProcessIdentity> ended;
};

class StoreBench final : public TokenVaultBench {
 public:
  TokenVault& vault() override { return vault_; }
  TokenVault& elsewhere() override { return elsewhere_; }
  void lose_key() override { key_.reset(); }
  void end_process(const ProcessIdentity& process) override { processes_.ended.push_back(process); }

 private:
  store::TokenStore open() {
    const auto key = [this](bool make) {
      if (!key_ && make) key_ = new_sealing_key();
      return key_;
    };
    return {store::Database::open(folder_.at("a.db"), store::OpenMode::read_write), key,
            processes_};
  }

  ScratchFolder folder_;
  EndedProcesses processes_;
  std::optional<Secret> key_;
  store::TokenStore vault_ = open();
  store::TokenStore elsewhere_ = open();
};

TEST_CASE("contract: the fake token vault") {
  check_token_vault([] { return std::make_unique<FakeBench>(); });
}

TEST_CASE("contract: the token store, on two connections") {
  check_token_vault([] { return std::make_unique<StoreBench>(); });
}

}  // namespace
}  // namespace execassist::testing
