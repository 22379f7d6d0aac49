// Google's authorization server for a Desktop client: loopback redirect, PKCE S256, the client's
// secret sent where it is configured (Google issues one to Desktop clients and refuses them without
// it, although it keeps nothing secret there). One scope is asked for, calendar.readonly: it gives
// the list of calendars and the events of each, and no right to change anything. No message holds
// any part of a token, a code or a page.
#pragma once

#include <execassist/ports/edges.hpp>
#include <execassist/ports/http_client.hpp>
#include <execassist/ports/oauth_client.hpp>
#include <execassist/settings/settings.hpp>

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace execassist::net {

inline constexpr const char* kCalendarScope = "https://www.googleapis.com/auth/calendar.readonly";

class GoogleOAuth final : public OAuthClient {
 public:
  // Edges::resolve_secret.
  using SecretOf =
      std::function<std::optional<Secret>(const SecretReference&, const std::string& key)>;

  // `repeating` repeats calls, `once` does not (a code can be exchanged once). All are lent.
  GoogleOAuth(const GoogleSettings& settings, HttpClient& repeating, HttpClient& once,
              SecretOf secret_of);

  std::vector<std::string> scopes() const override;
  std::string authorize_url(const std::string& redirect_uri, const std::string& state,
                            const std::string& code_challenge,
                            const std::string& login_hint) override;
  TokenAnswer exchange(const Secret& code, const Secret& code_verifier,
                       const std::string& redirect_uri) override;
  TokenAnswer refresh(const Secret& refresh_token) override;
  bool revoke(const Secret& token) override;
  // Reads the list of calendars; the account is the id of the primary one.
  AccountInfo account_of(const Secret& access_token) override;

 private:
  struct Client {
    std::string id;
    Secret secret;  // empty: not configured
  };

  Client client();
  TokenAnswer tokens_from(HttpClient& http, std::vector<std::pair<std::string, std::string>> fields,
                          bool at_most_once);

  const GoogleSettings& settings_;
  HttpClient& repeating_;
  HttpClient& once_;
  SecretOf secret_of_;
  std::mutex client_lock_;
  std::optional<Client> client_;  // resolved at first use: it may cost a process
};

}  // namespace execassist::net
