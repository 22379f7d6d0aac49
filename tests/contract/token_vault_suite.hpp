// What every TokenVault promises, the fake and the real one alike. A bench holds a vault, the same
// vault as another process sees it, and ways to lose the sealing key and to end a process.
#pragma once

#include <execassist/ports/token_vault.hpp>

#include <functional>
#include <memory>

namespace execassist::testing {

class TokenVaultBench {
 public:
  virtual ~TokenVaultBench() = default;
  virtual TokenVault& vault() = 0;
  virtual TokenVault& elsewhere() = 0;

  virtual void lose_key() = 0;
  virtual void end_process(const ProcessIdentity& process) = 0;  // all others live
};

// REQUIRES: within a TEST_CASE.
void check_token_vault(const std::function<std::unique_ptr<TokenVaultBench>()>& make_bench);

}  // namespace execassist::testing
