// Bearer tokens that work. Refreshing happens behind this port, at most once at a time per user
// across all processes. May be used from several threads at once.
#pragma once

#include <execassist/base/instant.hpp>
#include <execassist/base/secret.hpp>

#include <string>

namespace execassist {

// A token that ends sooner than this is not given out any more, but refreshed.
inline constexpr Seconds kRefreshEarly{60};

class AccessTokens {
 public:
  virtual ~AccessTokens() = default;

  // Valid for at least another minute. Throws Error: sign_in_needed (never signed in, refused, or
  // the sealing key is lost; the hint is the command to type), try_again (the network, or the
  // provider cannot answer now), configuration (the provider does not know our client).
  virtual Secret token_for(const std::string& user_id) = 0;

  // `refused` met a 401: another one, from the vault when somebody refreshed meanwhile. Throws as
  // token_for.
  virtual Secret renewed(const std::string& user_id, const Secret& refused) = 0;
};

}  // namespace execassist
