#include "net/google_oauth.hpp"

#include "wire/json.hpp"
#include "wire/url.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <array>

namespace execassist::net {
namespace {

using wire::Json;

constexpr std::size_t kLargestTokenAnswer = std::size_t{64} * 1024;
constexpr std::size_t kLargestListAnswer = std::size_t{1} << 20;
constexpr std::size_t kLongestToken = std::size_t{16} * 1024;
constexpr Seconds kLongestLife = days{30};
constexpr int kMostPages = 40;  // of 250 calendars
constexpr const char* kFormType = "application/x-www-form-urlencoded";
constexpr const char* kTryAgainHint = "try again in a few minutes";

// What Google says of a client that is not set up as it must be, and what to change.
struct SetUpFault {
  std::string_view code;
  const char* message;
  const char* hint;
};

constexpr const char* kCompareBoth =
    "compare both with the OAuth client under \"Credentials\" in the Google Cloud console";
constexpr const char* kDesktopApp =
    "create an OAuth client of the type \"Desktop app\" in the Google Cloud console, and put its "
    "id and secret into google.client_id and google.client_secret";

constexpr std::array<SetUpFault, 8> kSetUpFaults = {{
    {"invalid_client", "google.client_id, google.client_secret: Google does not know this client",
     kCompareBoth},
    {"deleted_client", "google.client_id: this OAuth client was deleted", kDesktopApp},
    {"disabled_client", "google.client_id: this OAuth client is disabled", kDesktopApp},
    {"unauthorized_client", "google.client_id: this OAuth client may not sign in this way",
     kDesktopApp},
    {"redirect_uri_mismatch", "google.client_id: this OAuth client may not use a loopback address",
     kDesktopApp},
    {"unsupported_grant_type", "google.token_url: the server does not know this way of signing in",
     "it is https://oauth2.googleapis.com/token unless you know better"},
    {"invalid_request",
     "google.client_id, google.client_secret: Google takes the request for incomplete",
     "set google.client_secret too: Google wants it also from a client of the type \"Desktop "
     "app\""},
    {"invalid_scope", "google.client_id: its project may not ask for calendars",
     "in the Google Cloud console enable the Google Calendar API, and add the scope "
     "calendar.readonly under \"Data access\""},
}};

[[noreturn]] void fail_unreachable(const std::string& what, const HttpResult& result) {
  if (result.failure == HttpFailure::too_large) {
    throw Error(ErrorKind::failed, what + ": the answer is too large");
  }
  if (result.failure == HttpFailure::refused) {
    throw Error(ErrorKind::configuration,
                what + ": the address is not allowed: plain http goes to this machine only",
                "write it with https:// under `google:`");
  }
  throw Error(ErrorKind::try_again, what + ": " + fit_width(one_line(result.error), 120),
              kTryAgainHint);
}

// Of an answer that no rule above has explained.
[[noreturn]] void fail_unexpected(const std::string& what, const HttpResponse& answer) {
  const std::string status = std::to_string(answer.status);
  if (answer.status == 429 || answer.status >= 500) {
    throw Error(ErrorKind::try_again, what + ": the server cannot answer now (HTTP " + status + ")",
                kTryAgainHint);
  }
  throw Error(ErrorKind::failed, what + ": an answer that makes no sense (HTTP " + status + ")");
}

std::string text_at(const Json& object, std::string_view key) {
  const Json* value = object.find(key);
  const std::string* text = value ? value->as_string() : nullptr;
  return text ? *text : std::string{};
}

// RFC 6749 section 5.2: {"error": "code", ...}. Empty when the body is something else.
std::string error_code(const HttpResponse& answer) {
  const auto json = wire::parse_json(answer.body);
  return json ? text_at(*json, "error") : std::string{};
}

void throw_set_up_fault(std::string_view code) {
  const auto* fault = std::find_if(kSetUpFaults.begin(), kSetUpFaults.end(),
                                   [code](const SetUpFault& each) { return each.code == code; });
  if (fault == kSetUpFaults.end()) return;
  throw Error(ErrorKind::configuration,
              std::string(fault->message) + " (" + std::string(code) + ")", fault->hint);
}

bool says_later(std::string_view code) {
  return code == "temporarily_unavailable" || code == "server_error" ||
         code == "internal_failure" || code == "rate_limit_exceeded" || code == "slow_down";
}

// It travels in a header: visible ASCII only (RFC 6750 section 2.1 allows even less).
bool is_token(const std::string& text) {
  return !text.empty() && text.size() <= kLongestToken &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

std::vector<std::string> scopes_in(const std::string& text) {
  std::vector<std::string> scopes;
  for (std::string& scope : split(text, ' ')) {
    if (!scope.empty()) scopes.push_back(one_line(scope));
  }
  return scopes;
}

// Nothing when the answer is not what RFC 6749 section 5.1 says.
std::optional<TokenAnswer::Tokens> read_tokens(const std::string& body) {
  const auto json = wire::parse_json(body);
  if (!json || !json->is_object()) return std::nullopt;
  TokenAnswer::Tokens tokens;
  const std::string access = text_at(*json, "access_token");
  const std::string refresh = text_at(*json, "refresh_token");
  const std::string type = text_at(*json, "token_type");
  const Json* life = json->find("expires_in");
  const auto seconds = life ? life->as_int() : std::nullopt;
  if (!is_token(access) || (!refresh.empty() && !is_token(refresh))) return std::nullopt;
  if (!type.empty() && fold_case(type) != "bearer") return std::nullopt;
  if (!seconds || *seconds <= 0 || *seconds > kLongestLife.count()) return std::nullopt;
  tokens.access_token = Secret(access);
  tokens.refresh_token = Secret(refresh);
  tokens.expires_in = Seconds{*seconds};
  tokens.scopes = scopes_in(text_at(*json, "scope"));
  return tokens;
}

// Of the Calendar API: {"error": {"status": ..., "errors": [{"reason": ...}]}}.
std::string api_reason(const HttpResponse& answer) {
  const auto json = wire::parse_json(answer.body);
  const Json* error = json ? json->find("error") : nullptr;
  const Json* errors = error ? error->find("errors") : nullptr;
  const Json::Array* list = errors ? errors->as_array() : nullptr;
  return list && !list->empty() ? text_at(list->front(), "reason") : std::string{};
}

[[noreturn]] void fail_to_list(const HttpResponse& answer) {
  const std::string what = "Google Calendar";
  const std::string reason = api_reason(answer);
  if (reason == "accessNotConfigured") {
    throw Error(
        ErrorKind::configuration,
        what + ": the Google Calendar API is not enabled in the project of google.client_id",
        "enable it in the Google Cloud console under \"APIs & Services\", and wait a few "
        "minutes");
  }
  const bool busy = reason == "rateLimitExceeded" || reason == "userRateLimitExceeded" ||
                    reason == "quotaExceeded" || reason == "dailyLimitExceeded";
  if (busy)
    throw Error(ErrorKind::try_again, what + ": too many calls (" + reason + ")", kTryAgainHint);
  if (answer.status == 401 || answer.status == 403) {
    throw Error(ErrorKind::sign_in_needed,
                what + ": the sign-in does not open the calendars (HTTP " +
                    std::to_string(answer.status) + ")",
                "sign in again, and tick the box for Google Calendar");
  }
  fail_unexpected(what, answer);
}

// Adds what one page holds; gives the token of the next page, empty on the last.
std::string read_page(const std::string& body, AccountInfo& account) {
  const auto json = wire::parse_json(body);
  if (!json || !json->is_object()) {
    throw Error(ErrorKind::failed, "Google Calendar: an answer that makes no sense (HTTP 200)");
  }
  const Json* items = json->find("items");
  if (items && items->as_array()) {
    for (const Json& item : *items->as_array()) {
      const std::string id = one_line(text_at(item, "id"));
      if (id.empty()) continue;
      const Json* primary = item.find("primary");
      if (primary && primary->as_bool().value_or(false)) account.account = id;
      account.calendars.push_back(id);
    }
  }
  return text_at(*json, "nextPageToken");
}

}  // namespace

GoogleOAuth::GoogleOAuth(const GoogleSettings& settings, HttpClient& repeating, HttpClient& once,
                         SecretOf secret_of)
    : settings_(settings), repeating_(repeating), once_(once), secret_of_(std::move(secret_of)) {}

std::vector<std::string> GoogleOAuth::scopes() const { return {kCalendarScope}; }

GoogleOAuth::Client GoogleOAuth::client() {
  const std::scoped_lock lock(client_lock_);
  if (client_) return *client_;
  const auto id = secret_of_(settings_.client_id, "google.client_id");
  if (!id || trim(id->reveal()).empty()) {
    const std::string& text = settings_.client_id.text;
    throw Error(ErrorKind::configuration,
                "google.client_id: " + (text.starts_with("env:") ? one_line(text.substr(4)) +
                                                                       " is not in the environment"
                                                                 : std::string("not set")),
                kDesktopApp);
  }
  Client client{std::string(trim(id->reveal())), {}};
  if (const auto secret = secret_of_(settings_.client_secret, "google.client_secret")) {
    client.secret = *secret;
  }
  client_ = client;
  return client;
}

std::string GoogleOAuth::authorize_url(const std::string& redirect_uri, const std::string& state,
                                       const std::string& code_challenge,
                                       const std::string& login_hint) {
  wire::Fields fields = {{"client_id", client().id},
                         {"redirect_uri", redirect_uri},
                         {"response_type", "code"},
                         {"scope", join(scopes(), " ")},
                         {"code_challenge", code_challenge},
                         {"code_challenge_method", "S256"},
                         {"state", state},
                         // Without these two a second consent brings no refresh token.
                         {"access_type", "offline"},
                         {"prompt", "consent"}};
  if (!login_hint.empty()) fields.emplace_back("login_hint", login_hint);
  const char* const joint = settings_.auth_url.find('?') == std::string::npos ? "?" : "&";
  return settings_.auth_url + joint + wire::encode_fields(fields);
}

TokenAnswer GoogleOAuth::exchange(const Secret& code, const Secret& code_verifier,
                                  const std::string& redirect_uri) {
  return tokens_from(once_,
                     {{"grant_type", "authorization_code"},
                      {"code", code.reveal()},
                      {"code_verifier", code_verifier.reveal()},
                      {"redirect_uri", redirect_uri}},
                     true);
}

TokenAnswer GoogleOAuth::refresh(const Secret& refresh_token) {
  return tokens_from(repeating_,
                     {{"grant_type", "refresh_token"}, {"refresh_token", refresh_token.reveal()}},
                     false);
}

TokenAnswer GoogleOAuth::tokens_from(HttpClient& http,
                                     std::vector<std::pair<std::string, std::string>> fields,
                                     bool at_most_once) {
  const std::string what = "signing in to Google";
  const Client client = this->client();
  fields.emplace_back("client_id", client.id);
  if (!client.secret.empty()) fields.emplace_back("client_secret", client.secret.reveal());
  HttpRequest request;
  request.method = HttpMethod::post;
  request.url = settings_.token_url;
  request.body = wire::encode_fields(fields);
  request.content_type = kFormType;
  request.at_most_once = at_most_once;
  request.largest_answer = kLargestTokenAnswer;
  const HttpResult result = http.call(request);
  if (!result.response) fail_unreachable(what, result);
  const HttpResponse& answer = *result.response;
  TokenAnswer tokens;
  if (result.ok()) {
    tokens.tokens = read_tokens(answer.body);
    if (!tokens.tokens) fail_unexpected(what, answer);
    return tokens;
  }
  const std::string code = answer.status < 500 ? error_code(answer) : std::string{};
  if (code == "invalid_grant") {
    tokens.refusal = code;
    return tokens;
  }
  throw_set_up_fault(code);
  if (says_later(code)) {
    throw Error(ErrorKind::try_again, what + ": the server cannot answer now (" + code + ")",
                kTryAgainHint);
  }
  fail_unexpected(what, answer);
}

bool GoogleOAuth::revoke(const Secret& token) {
  const std::string what = "signing out of Google";
  HttpRequest request;
  request.method = HttpMethod::post;
  request.url = settings_.revoke_url;
  request.body = wire::encode_fields({{"token", token.reveal()}});
  request.content_type = kFormType;
  request.largest_answer = kLargestTokenAnswer;
  const HttpResult result = repeating_.call(request);
  if (!result.response) fail_unreachable(what, result);
  if (result.ok()) return true;
  const int status = result.response->status;
  if (status == 429 || status >= 500) fail_unexpected(what, *result.response);
  return status == 400 && error_code(*result.response) == "invalid_token";
}

AccountInfo GoogleOAuth::account_of(const Secret& access_token) {
  AccountInfo account;
  std::string page;
  for (int pages = 0; pages < kMostPages; ++pages) {
    wire::Fields fields = {{"maxResults", "250"},
                           {"showHidden", "true"},
                           {"fields", "items(id,primary),nextPageToken"}};
    if (!page.empty()) fields.emplace_back("pageToken", page);
    HttpRequest request;
    request.url = settings_.api_url + "/users/me/calendarList?" + wire::encode_fields(fields);
    request.bearer = access_token;
    request.largest_answer = kLargestListAnswer;
    const HttpResult result = repeating_.call(request);
    if (!result.response) fail_unreachable("Google Calendar", result);
    if (!result.ok()) fail_to_list(*result.response);
    page = read_page(result.response->body, account);
    if (page.empty()) break;
  }
  return account;
}

}  // namespace execassist::net
