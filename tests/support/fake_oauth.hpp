// An OAuth server with memory, and the person in front of it. Codes are good once, for the client
// that holds the verifier and names the same redirect; refresh tokens live until they are revoked
// or killed; access tokens open the account they were given for. May be called from several
// threads.
#pragma once

#include "wire/pkce.hpp"
#include "wire/url.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>
#include <execassist/ports/oauth_client.hpp>

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace execassist::testing {

class FakeOAuth final : public OAuthClient {
 public:
  static constexpr const char* kScope = "https://www.googleapis.com/auth/calendar.readonly";

  std::vector<std::string> scopes() const override { return {kScope}; }

  std::string authorize_url(const std::string& redirect_uri, const std::string& state,
                            const std::string& code_challenge,
                            const std::string& login_hint) override {
    if (!configured) throw Error(ErrorKind::configuration, "google.client_id: not set");
    return "https://accounts.example/auth?" +
           wire::encode_fields({{"response_type", "code"},
                                {"redirect_uri", redirect_uri},
                                {"state", state},
                                {"code_challenge", code_challenge},
                                {"login_hint", login_hint}});
  }

  // The person opens the address and allows it: the query that the browser brings back.
  std::string allow(const std::string& address) {
    const std::scoped_lock lock(guard_);
    const auto asked = wire::decode_fields(wire::query_of(address));
    const std::string code = "4/0-code-" + next();
    codes_[code] = {wire::field(asked, "code_challenge").value_or(""),
                    wire::field(asked, "redirect_uri").value_or("")};
    last_code = code;
    return wire::encode_fields({{"state", wire::field(asked, "state").value_or("")},
                                {"code", code},
                                {"scope", join(granted, " ")}});
  }
  static std::string deny(const std::string& address, const std::string& error = "access_denied") {
    const auto asked = wire::decode_fields(wire::query_of(address));
    return wire::encode_fields(
        {{"error", error}, {"state", wire::field(asked, "state").value_or("")}});
  }

  TokenAnswer exchange(const Secret& code, const Secret& code_verifier,
                       const std::string& redirect_uri) override {
    const std::scoped_lock lock(guard_);
    ++exchanges;
    seen_secrets.push_back(code_verifier.reveal());
    const auto found = codes_.find(code.reveal());
    const bool fits = found != codes_.end() &&
                      found->second.challenge == wire::pkce_challenge(code_verifier) &&
                      found->second.redirect_uri == redirect_uri;
    if (found != codes_.end()) codes_.erase(found);
    if (!fits) return refusal();
    TokenAnswer answer = tokens();
    answer.tokens->scopes = granted;
    if (gives_refresh_token) {
      answer.tokens->refresh_token = Secret("1//refresh-" + next());
      refresh_tokens_.insert(answer.tokens->refresh_token.reveal());
      seen_secrets.push_back(answer.tokens->refresh_token.reveal());
    }
    return answer;
  }

  TokenAnswer refresh(const Secret& refresh_token) override {
    // A copy: it may take itself away.
    if (const auto meanwhile = during_refresh) meanwhile();
    const std::scoped_lock lock(guard_);
    ++refreshes;
    if (refresh_failure) throw Error(*refresh_failure);
    if (!refresh_tokens_.contains(refresh_token.reveal())) return refusal();
    TokenAnswer answer = tokens();
    if (rotates) {
      refresh_tokens_.erase(refresh_token.reveal());
      answer.tokens->refresh_token = Secret("1//refresh-" + next());
      refresh_tokens_.insert(answer.tokens->refresh_token.reveal());
    }
    return answer;
  }

  bool revoke(const Secret& token) override {
    const std::scoped_lock lock(guard_);
    ++revocations;
    if (revoke_failure) throw Error(*revoke_failure);
    if (!takes_back) return false;
    refresh_tokens_.erase(token.reveal());
    access_tokens_.clear();
    return true;
  }

  AccountInfo account_of(const Secret& access_token) override {
    if (const auto meanwhile = before_account) meanwhile();
    const std::scoped_lock lock(guard_);
    ++account_calls;
    if (!access_tokens_.contains(access_token.reveal())) {
      throw Error(ErrorKind::sign_in_needed, "the sign-in does not open the calendars");
    }
    return {account, calendars};
  }

  // A refresh token from an earlier consent.
  Secret issue_refresh_token() {
    const std::scoped_lock lock(guard_);
    const std::string token = "1//refresh-" + next();
    refresh_tokens_.insert(token);
    seen_secrets.push_back(token);
    return Secret(token);
  }
  void kill(const Secret& refresh_token) {
    const std::scoped_lock lock(guard_);
    refresh_tokens_.erase(refresh_token.reveal());
  }

  bool configured = true;
  std::string account = "ada@example.com";
  std::vector<std::string> calendars{"ada@example.com"};
  std::vector<std::string> granted{kScope};
  bool gives_refresh_token = true;
  bool rotates = false;
  bool takes_back = true;
  Seconds life{3600};
  std::optional<Error> refresh_failure;
  std::optional<Error> revoke_failure;
  std::function<void()> during_refresh;
  std::function<void()> before_account;

  int exchanges = 0;
  int refreshes = 0;
  int revocations = 0;
  int account_calls = 0;
  std::string last_code;
  std::vector<std::string> seen_secrets;  // verifiers and tokens: must be printed nowhere

 private:
  struct Asked {
    std::string challenge;
    std::string redirect_uri;
  };

  static TokenAnswer refusal() {
    TokenAnswer answer;
    answer.refusal = "invalid_grant";
    return answer;
  }

  TokenAnswer tokens() {
    TokenAnswer answer;
    answer.tokens.emplace();
    answer.tokens->access_token = Secret("ya29.access-" + next());
    answer.tokens->expires_in = life;
    access_tokens_.insert(answer.tokens->access_token.reveal());
    seen_secrets.push_back(answer.tokens->access_token.reveal());
    return answer;
  }

  std::string next() { return std::to_string(++issued_); }

  std::mutex guard_;
  int issued_ = 0;
  std::map<std::string, Asked> codes_;
  std::set<std::string> refresh_tokens_;
  std::set<std::string> access_tokens_;
};

}  // namespace execassist::testing
