#include "app/sign_in.hpp"

#include "render/sign_in.hpp"
#include "wire/pkce.hpp"
#include "wire/url.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/identifier.hpp>
#include <execassist/base/log.hpp>
#include <execassist/base/random.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <utility>

namespace execassist::app {
namespace {

constexpr std::size_t kShortestCode = 6;

// Enough to go on: the attempt itself is over, its verifier is gone.
std::string again(const UserSettings& user) {
  return "start again: " + render::sign_in_command({user.user.id, kGoogle});
}

// The browser brought an error instead of a code (RFC 6749 section 4.1.2.1).
[[noreturn]] void fail_denied(const std::string& code, const UserSettings& user) {
  if (code == "access_denied") {
    throw Error(ErrorKind::sign_in_needed, "sign-in: access was not allowed in the browser",
                again(user) + ", and choose \"Allow\"");
  }
  if (code == "admin_policy_enforced" || code == "org_internal") {
    throw Error(
        ErrorKind::configuration,
        "sign-in: the rules of the organisation do not let this account use google.client_id (" +
            code + ")",
        "ask the administrator of the Google Workspace to trust the OAuth client");
  }
  const bool plain = code.size() <= 40 && std::all_of(code.begin(), code.end(), [](char c) {
                       return (c >= 'a' && c <= 'z') || c == '_';
                     });
  throw Error(ErrorKind::failed, "sign-in: Google ended it" + (plain ? " (" + code + ")" : ""),
              again(user));
}

[[noreturn]] void fail_paste(const std::string& why) {
  throw Error(ErrorKind::usage, "sign-in: " + why,
              "run the command again, and paste the whole address of the page where the browser "
              "ended: it begins with http://127.0.0.1 and holds code=");
}

// Without the blanks and quotes that come along with a paste.
std::string_view bare(std::string_view text) {
  for (;;) {
    text = trim(text);
    const bool quoted = text.size() >= 2 && text.front() == text.back() &&
                        (text.front() == '"' || text.front() == '\'' || text.front() == '`');
    const bool bracketed = text.size() >= 2 && text.front() == '<' && text.back() == '>';
    if (!quoted && !bracketed) return text;
    text = text.substr(1, text.size() - 2);
  }
}

bool is_code(std::string_view text) {
  return text.size() >= kShortestCode && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  std::string_view("-._~/%").find(c) != std::string_view::npos;
         });
}

bool same_account(const std::string& one, const std::string& other) {
  return !one.empty() && fold_case(one) == fold_case(other);
}

std::vector<std::string> missing_calendars(const UserSettings& user, const AccountInfo& account) {
  std::vector<std::string> missing;
  for (const CalendarSettings& calendar : user.calendars) {
    if (calendar.kind != kGoogle || calendar.calendar == "primary") continue;
    const bool listed =
        std::any_of(account.calendars.begin(), account.calendars.end(),
                    [&](const std::string& id) { return same_account(id, calendar.calendar); });
    if (!listed) missing.push_back(calendar.calendar);
  }
  return missing;
}

// The grant that stands there; one that cannot be opened is as good as none.
std::optional<Grant> standing_grant(TokenVault& vault, const GrantKey& key) {
  try {
    return vault.load(key);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::sign_in_needed) throw;
    return std::nullopt;
  }
}

}  // namespace

const UserSettings& user_to_sign_in(const SignInScope& scope) {
  std::vector<std::string> ids;
  for (const UserSettings& user : scope.settings.users) ids.push_back(user.user.id);
  if (scope.user_id) {
    if (const UserSettings* user = scope.settings.find_user(*scope.user_id)) return *user;
    throw Error(ErrorKind::not_found, "no such user: " + one_line(*scope.user_id),
                "the configuration has: " + join(ids, ", "));
  }
  if (ids.size() == 1) return scope.settings.users.front();
  throw Error(
      ErrorKind::usage,
      "which user: the configuration has " + count_of(static_cast<long long>(ids.size()), "user"),
      "add -u ID, one of: " + join(ids, ", "));
}

SignIn::SignIn(const SignInScope& scope, const UserSettings& user, std::string redirect_uri)
    : scope_(scope),
      user_(user),
      redirect_uri_(std::move(redirect_uri)),
      state_(random_token()),
      verifier_(random_token()),
      address_(scope.edges.google_oauth().authorize_url(
          redirect_uri_, state_.reveal(), wire::pkce_challenge(verifier_), user.user.email)) {}

SignedIn SignIn::by_redirect(RedirectListener& listener, std::chrono::milliseconds limit) {
  const auto query =
      listener.wait([this](const std::string& each) { return is_answer(each); }, limit);
  if (!query) {
    const auto waited = std::chrono::duration_cast<Seconds>(limit);
    throw Error(ErrorKind::failed,
                "sign-in: no answer came from the browser within " + describe_duration(waited),
                again(user_) + "; where the browser is on another machine, add --no-browser");
  }
  return finish_query(*query);
}

SignedIn SignIn::by_paste(std::string_view text) {
  if (text.size() > kLongestPaste) fail_paste("what was pasted is too long");
  const std::string_view pasted = bare(text);
  const bool address = pasted.find("://") != std::string_view::npos;
  const std::string query(
      address || pasted.find('?') != std::string_view::npos ? wire::query_of(pasted) : pasted);
  const wire::Fields fields = wire::decode_fields(query);
  if (!wire::field(fields, "code") && !wire::field(fields, "error")) {
    if (wire::field(fields, "response_type")) {
      fail_paste("that is the address to open, not the one where the browser ended");
    }
    if (address || !is_code(pasted)) fail_paste("what was pasted holds no answer from Google");
    return finish(Secret(*wire::field(wire::decode_fields("code=" + query), "code")));
  }
  if ((address || wire::field(fields, "state")) && !has_our_state(query)) {
    throw Error(ErrorKind::failed,
                "sign-in: this answer belongs to another attempt (its state differs)",
                again(user_) + ", and use the address that this new attempt prints");
  }
  return finish_query(query);
}

bool SignIn::has_our_state(const std::string& query) const {
  const auto state = wire::field(wire::decode_fields(query), "state");
  return state && same_secret(Secret(*state), state_);
}

bool SignIn::is_answer(const std::string& query) const {
  const wire::Fields fields = wire::decode_fields(query);
  const bool has_code = !wire::field(fields, "code").value_or("").empty();
  return (has_code || wire::field(fields, "error")) && has_our_state(query);
}

SignedIn SignIn::finish_query(const std::string& query) {
  const wire::Fields fields = wire::decode_fields(query);
  if (const auto error = wire::field(fields, "error")) fail_denied(*error, user_);
  const std::string code = wire::field(fields, "code").value_or("");
  if (code.empty()) {
    throw Error(ErrorKind::usage, "sign-in: the answer holds no code", again(user_));
  }
  return finish(Secret(code));
}

SignedIn SignIn::finish(const Secret& code) {
  OAuthClient& oauth = scope_.edges.google_oauth();
  const Instant asked_at = scope_.edges.clock().wall();
  const TokenAnswer answer = oauth.exchange(code, verifier_, redirect_uri_);
  if (!answer.tokens) {
    throw Error(
        ErrorKind::sign_in_needed,
        "sign-in: Google does not take the code: it is too old, was used already, or belongs "
        "to another attempt",
        again(user_));
  }
  std::vector<std::string> withheld;
  for (const std::string& scope : oauth.scopes()) {
    const auto& granted = answer.tokens->scopes;
    // RFC 6749 section 5.1: a server that does not name the scopes has granted what was asked.
    if (granted.empty() || std::find(granted.begin(), granted.end(), scope) != granted.end())
      continue;
    withheld.push_back(scope);
  }
  if (!withheld.empty()) {
    throw Error(
        ErrorKind::sign_in_needed,
        "sign-in: the permission to see the calendars was not given: " + join(withheld, ", "),
        again(user_) + ", and tick the box for Google Calendar");
  }
  const AccountInfo info = oauth.account_of(answer.tokens->access_token);
  const Grant grant = grant_from(*answer.tokens, info.account, asked_at);
  scope_.edges.token_vault().store(grant);
  prove_stored(grant);
  log(LogLevel::info, {{"user_id", user_.user.id}, {"account", mask_address(info.account)}},
      "signed in to Google");
  SignedIn done{user_.user.id, info.account, grant.scopes, missing_calendars(user_, info), false};
  done.other_account = !info.account.empty() && !user_.user.email.empty() &&
                       !same_account(info.account, user_.user.email);
  return done;
}

Grant SignIn::grant_from(const TokenAnswer::Tokens& tokens, const std::string& account,
                         Instant asked_at) {
  Grant grant;
  grant.key = {user_.user.id, kGoogle};
  grant.grant_id = random_id();
  grant.account = account;
  grant.scopes = tokens.scopes.empty() ? scope_.edges.google_oauth().scopes() : tokens.scopes;
  grant.granted_at = asked_at;
  grant.refresh_token = tokens.refresh_token;
  grant.access_token = tokens.access_token;
  grant.access_expires_at = asked_at + tokens.expires_in;
  grant.refreshed_at = asked_at;
  if (!grant.refresh_token.empty()) return grant;
  // Google hands out a refresh token with the consent only: the one from then goes on working.
  const auto standing = standing_grant(scope_.edges.token_vault(), grant.key);
  if (standing && !standing->refused() && !standing->refresh_token.empty() &&
      same_account(account, standing->account)) {
    grant.refresh_token = standing->refresh_token;
    grant.granted_at = standing->granted_at;
    return grant;
  }
  throw Error(
      ErrorKind::failed, "sign-in: Google gave no refresh token, so it would end within the hour",
      "remove this program at https://myaccount.google.com/permissions, then " + again(user_));
}

void SignIn::prove_stored(const Grant& grant) {
  const auto stored = scope_.edges.token_vault().load(grant.key);
  const bool whole = stored && stored->grant_id == grant.grant_id && !stored->refused() &&
                     same_secret(stored->refresh_token, grant.refresh_token) &&
                     !stored->access_token.empty();
  if (!whole) {
    throw Error(ErrorKind::failed, "sign-in: what was stored cannot be read back", again(user_));
  }
  const AccountInfo opened = scope_.edges.google_oauth().account_of(stored->access_token);
  if (opened.account != grant.account) {
    throw Error(ErrorKind::failed, "sign-in: what was stored opens another account", again(user_));
  }
}

}  // namespace execassist::app
