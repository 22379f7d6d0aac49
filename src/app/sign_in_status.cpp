#include "app/sign_in.hpp"
#include "render/sign_in.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/log.hpp>
#include <execassist/base/text.hpp>
#include <execassist/ports/access_tokens.hpp>

#include <algorithm>

namespace execassist::app {
namespace {

bool wants_google(const UserSettings& user) {
  return std::any_of(user.calendars.begin(), user.calendars.end(),
                     [](const CalendarSettings& calendar) { return calendar.kind == kGoogle; });
}

const Grant* find_grant(const std::vector<Grant>& grants, const std::string& user_id) {
  const auto found = std::find_if(grants.begin(), grants.end(), [&](const Grant& grant) {
    return grant.key == GrantKey{user_id, kGoogle};
  });
  return found == grants.end() ? nullptr : &*found;
}

// Why this grant cannot be used, beyond a refusal: the sealing key may be lost.
std::string why_closed(TokenVault& vault, const GrantKey& key) {
  try {
    vault.load(key);
    return {};
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::sign_in_needed) throw;
    return one_line(error.message());
  }
}

SignInStatus status_of(const SignInScope& scope, const std::string& user_id, bool wanted,
                       const Grant* grant) {
  SignInStatus status;
  status.key = {user_id, kGoogle};
  status.wanted = wanted;
  const std::string command = render::sign_in_command(status.key);
  if (!grant) {
    status.reason = "not signed in to " + render::provider_name(kGoogle);
    status.hint = command;
    return status;
  }
  status.grant = *grant;
  if (grant->refused()) {
    const std::string advice = render::testing_status_advice(*grant);
    status.reason =
        render::provider_name(kGoogle) + " refuses the stored sign-in: " + one_line(grant->refusal);
    status.hint = command + (advice.empty() ? "" : " (" + advice + ")");
  } else {
    status.reason = why_closed(scope.edges.token_vault(), status.key);
    if (!status.reason.empty()) status.hint = command;
  }
  const bool works = status.reason.empty();
  status.state = works ? SignInState::signed_in : SignInState::sign_in_needed;
  if (works && grant->access_expires_at) {
    status.next_refresh_at = *grant->access_expires_at - kRefreshEarly;
  }
  return status;
}

// -u as it is given, when the configuration or the vault knows it; else as for signing in.
std::string user_to_sign_out(const SignInScope& scope, const std::vector<Grant>& grants) {
  if (scope.user_id && find_grant(grants, *scope.user_id)) return *scope.user_id;
  return user_to_sign_in(scope).user.id;
}

void revoke(const SignInScope& scope, const GrantKey& key) {
  const std::string forget = "nothing was removed; execassist auth logout " + key.provider +
                             " --local -u " + key.user_id + " forgets it here only";
  try {
    const auto grant = scope.edges.token_vault().load(key);
    if (!grant) return;  // somebody was faster
    const Secret& token = grant->refresh_token.empty() ? grant->access_token : grant->refresh_token;
    if (token.empty() || scope.edges.google_oauth().revoke(token)) return;
  } catch (const Error& error) {
    throw Error(error.kind(), error.message(), forget);
  }
  throw Error(ErrorKind::failed, "signing out of Google: it does not take the token back", forget);
}

}  // namespace

std::string_view name_of(SignInState state) {
  switch (state) {
    case SignInState::signed_in:
      return "signed_in";
    case SignInState::sign_in_needed:
      return "sign_in_needed";
    case SignInState::not_signed_in:
      return "not_signed_in";
  }
  return {};
}

SignedOut sign_out(const SignInScope& scope, SignOutMode mode) {
  const std::vector<Grant> grants = scope.edges.token_vault().list();
  const std::string user_id = user_to_sign_out(scope, grants);
  const Grant* grant = find_grant(grants, user_id);
  if (!grant) {
    throw Error(ErrorKind::not_found,
                user_id + ": not signed in to " + render::provider_name(kGoogle));
  }
  SignedOut out{user_id, grant->account, mode == SignOutMode::revoke};
  if (mode == SignOutMode::tell) return out;
  if (mode == SignOutMode::revoke) revoke(scope, grant->key);
  scope.edges.token_vault().remove(grant->key);
  log(LogLevel::info, {{"user_id", user_id}, {"account", mask_address(grant->account)}},
      out.revoked ? "signed out of Google" : "the sign-in to Google is forgotten");
  return out;
}

std::vector<SignInStatus> sign_in_status(const SignInScope& scope) {
  const std::vector<Grant> grants = scope.edges.token_vault().list();
  const auto asked_for = [&](const std::string& id) {
    return !scope.user_id || *scope.user_id == id;
  };
  std::vector<SignInStatus> statuses;
  for (const UserSettings& user : scope.settings.users) {
    const Grant* grant = find_grant(grants, user.user.id);
    const bool wanted = wants_google(user);
    if (!asked_for(user.user.id) || (!grant && !wanted)) continue;
    statuses.push_back(status_of(scope, user.user.id, wanted, grant));
  }
  for (const Grant& grant : grants) {
    const std::string& id = grant.key.user_id;
    if (grant.key.provider != kGoogle || !asked_for(id) || scope.settings.find_user(id)) continue;
    statuses.push_back(status_of(scope, id, false, &grant));
  }
  // An unknown -u is told from somebody who has nothing to do with Google.
  if (statuses.empty() && scope.user_id) user_to_sign_in(scope);
  return statuses;
}

}  // namespace execassist::app
