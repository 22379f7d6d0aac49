// An OAuth 2.0 authorization server as a native app sees it (RFC 6749, RFC 7636, RFC 8252).
// Throws Error: configuration (client unknown, redirect not registered), try_again (network, 5xx),
// failed (an answer that makes no sense). What the person or the server may refuse is a value.
#pragma once

#include <execassist/base/instant.hpp>
#include <execassist/base/secret.hpp>

#include <optional>
#include <string>
#include <vector>

namespace execassist {

// Exactly one of these is set.
struct TokenAnswer {
  struct Tokens {
    Secret access_token;
    Seconds expires_in{};
    Secret refresh_token;             // empty: keep the one you have
    std::vector<std::string> scopes;  // granted; empty when the server did not say
  };
  std::optional<Tokens> tokens;
  std::string refusal;  // the server's code ("invalid_grant"): the code or refresh token is void
};

// Whose account an access token opens: the first use of it.
struct AccountInfo {
  std::string account;                 // e-mail address; empty when it could not be told
  std::vector<std::string> calendars;  // ids that it may read
};

class OAuthClient {
 public:
  virtual ~OAuthClient() = default;

  virtual std::vector<std::string> scopes() const = 0;  // what we ask for

  // The address for the person's browser. Throws Error{configuration} without a client id.
  virtual std::string authorize_url(const std::string& redirect_uri, const std::string& state,
                                    const std::string& code_challenge,
                                    const std::string& login_hint) = 0;

  virtual TokenAnswer exchange(const Secret& code, const Secret& code_verifier,
                               const std::string& redirect_uri) = 0;
  virtual TokenAnswer refresh(const Secret& refresh_token) = 0;

  // Also true when the token was void already.
  virtual bool revoke(const Secret& token) = 0;

  // Throws also Error{sign_in_needed} when the token does not open the API.
  virtual AccountInfo account_of(const Secret& access_token) = 0;
};

}  // namespace execassist
