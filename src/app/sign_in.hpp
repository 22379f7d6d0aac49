// Signing a person in to Google, out again, and saying how it stands. None of it touches the
// meeting store. "Signed in" is said only after the grant was stored, read back and used.
//
// Nothing but the address for the browser may be shown: state and challenge stand in it, the
// verifier, the code and the tokens never leave.
#pragma once

#include <execassist/base/secret.hpp>
#include <execassist/ports/edges.hpp>
#include <execassist/settings/settings.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace execassist::app {

inline constexpr const char* kGoogle = "google";
inline constexpr std::size_t kLongestPaste = 4096;

struct SignInScope {
  const Settings& settings;
  Edges& edges;  // connected
  std::optional<std::string> user_id;
};

// -u, else the only one of the configuration. Throws Error: usage when there are several, not_found
// when -u names nobody.
const UserSettings& user_to_sign_in(const SignInScope& scope);

struct SignedIn {
  std::string user_id;
  std::string account;  // empty when Google did not say
  std::vector<std::string> scopes;
  std::vector<std::string> missing_calendars;  // configured, but not among the account's
  bool other_account = false;                  // not the user's e-mail address
};

// One attempt, from the address for the browser to the stored grant. Its secrets end with it.
class SignIn {
 public:
  // Throws Error{configuration} without a client id.
  SignIn(const SignInScope& scope, const UserSettings& user, std::string redirect_uri);

  const std::string& address() const { return address_; }

  // The browser comes back to us. Throws Error: failed when nobody came in time, else as finish.
  SignedIn by_redirect(RedirectListener& listener, std::chrono::milliseconds limit);

  // What a person pasted: the address where the browser ended, its query, or the bare code. The
  // code alone carries no state to compare; it is taken because the person brings it from their own
  // browser, and PKCE binds it to this attempt. Throws Error: usage when it is none of these, else
  // as finish.
  SignedIn by_paste(std::string_view text);

 private:
  bool is_answer(const std::string& query) const;
  bool has_our_state(const std::string& query) const;
  SignedIn finish_query(const std::string& query);

  // Throws Error: sign_in_needed (denied, the code is void, a scope is missing), failed (no refresh
  // token; what was stored cannot be read back), and what OAuthClient and TokenVault throw.
  // Nothing is stored then, except where reading back fails.
  SignedIn finish(const Secret& code);
  Grant grant_from(const TokenAnswer::Tokens& tokens, const std::string& account, Instant asked_at);
  void prove_stored(const Grant& grant);

  const SignInScope& scope_;
  const UserSettings& user_;
  std::string redirect_uri_;
  Secret state_;
  Secret verifier_;
  std::string address_;
};

struct SignedOut {
  std::string user_id;
  std::string account;
  bool revoked = false;  // at Google; else only forgotten here
};

enum class SignOutMode {
  revoke,  // Google revokes all that the account granted to the Cloud project, then it is forgotten
  local,   // only forgotten
  tell,    // --dry-run: neither
};

// -u may also name somebody who is not in the configuration any more. Throws Error: not_found when
// there is nothing to sign out of; try_again or failed when it could not be revoked: nothing is
// removed then.
SignedOut sign_out(const SignInScope& scope, SignOutMode mode);

enum class SignInState { signed_in, sign_in_needed, not_signed_in };
std::string_view name_of(SignInState state);

struct SignInStatus {
  GrantKey key;
  SignInState state = SignInState::not_signed_in;
  bool wanted = false;                     // a calendar of the configuration needs it
  std::optional<Grant> grant;              // without its tokens
  std::optional<Instant> next_refresh_at;  // may be past: then it happens at the next use
  std::string reason;                      // why it does not work, one line
  std::string hint;                        // what to do
};

// Of each user who has a Google calendar or a grant, in the order of the configuration; then the
// grants of people who are not in it. Throws Error{not_found}: -u names nobody.
std::vector<SignInStatus> sign_in_status(const SignInScope& scope);

}  // namespace execassist::app
