#include "net/google_oauth.hpp"

#include "support/error_of.hpp"
#include "support/fake_http.hpp"
#include "wire/url.hpp"

#include <execassist/base/error.hpp>

#include <atomic>
#include <thread>

#include <doctest/doctest.h>

namespace execassist::net {
namespace {

using execassist::testing::answered;
using execassist::testing::error_of;
using execassist::testing::failed;
using execassist::testing::FakeHttp;

const std::string kTokenUrl = "https://oauth2.googleapis.com/token";
const std::string kRevokeUrl = "https://oauth2.googleapis.com/revoke";
const std::string kListUrl = "https://www.googleapis.com/calendar/v3/users/me/calendarList";
const std::string kGood =
    R"({"access_token":"ya29.a0-A_b","expires_in":3599,"refresh_token":"1//0e-r","token_type":"Bearer",)"
    R"("scope":"https://www.googleapis.com/auth/calendar.readonly"})";

class Google {
 public:
  Google() {
    settings.client_id.text = "env:GOOGLE_ID";
    settings.client_secret.text = "file:secret";
  }

  std::optional<Error> exchange_fails(const HttpResult& result) {
    once.script(HttpMethod::post, kTokenUrl, result);
    return error_of(
        [&] { oauth.exchange(Secret("hush-code"), Secret("hush-verifier"), "http://r"); });
  }
  std::optional<Error> list_fails(const HttpResult& result) {
    repeating.script(HttpMethod::get, kListUrl, result);
    return error_of([&] { oauth.account_of(Secret("hush-token")); });
  }

  GoogleSettings settings;
  FakeHttp repeating;
  FakeHttp once;
  std::optional<Secret> id{Secret("id-1.apps")};
  std::optional<Secret> secret{Secret("hush-secret")};
  std::atomic<int> resolved{0};
  GoogleOAuth oauth{settings, repeating, once,
                    [this](const SecretReference&, const std::string& key) {
                      ++resolved;
                      return key == "google.client_id" ? id : secret;
                    }};
};

bool leaks(const Error& error) {
  const std::string said = error.message() + error.hint();
  return said.find("hush") != std::string::npos || said.find("ya29") != std::string::npos ||
         said.find('<') != std::string::npos || said.find('\n') != std::string::npos;
}

TEST_CASE("the address asks for one scope, offline, with PKCE and state") {
  Google google;
  const std::string address = google.oauth.authorize_url("http://127.0.0.1:8765/callback", "st-1",
                                                         "chal", "ada+x@example.com");
  CHECK(address.starts_with("https://accounts.google.com/o/oauth2/v2/auth?"));
  const auto fields = wire::decode_fields(wire::query_of(address));
  const wire::Fields expected = {
      {"client_id", "id-1.apps"}, {"redirect_uri", "http://127.0.0.1:8765/callback"},
      {"response_type", "code"},  {"scope", "https://www.googleapis.com/auth/calendar.readonly"},
      {"code_challenge", "chal"}, {"code_challenge_method", "S256"},
      {"state", "st-1"},          {"access_type", "offline"},
      {"prompt", "consent"},      {"login_hint", "ada+x@example.com"}};
  CHECK(fields == expected);
  CHECK(address.find("hush") == std::string::npos);
  CHECK(google.oauth.authorize_url("r", "s", "c", "").find("login_hint") == std::string::npos);
  google.settings.auth_url = "http://127.0.0.1:1/auth?tenant=1";
  CHECK(google.oauth.authorize_url("r", "s", "c", "")
            .starts_with("http://127.0.0.1:1/auth?tenant=1&client_id="));
}

TEST_CASE("the client: resolved once, also by many threads; a missing id says which key") {
  Google google;
  google.repeating.always(HttpMethod::post, kTokenUrl, answered(200, kGood));
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] { google.oauth.refresh(Secret("r")); });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(google.resolved == 2);

  Google without;
  without.id.reset();
  auto error = error_of([&] { without.oauth.authorize_url("r", "s", "c", ""); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::configuration);
  CHECK(error->message() == "google.client_id: GOOGLE_ID is not in the environment");
  without.settings.client_id.text.clear();
  error = error_of([&] { without.oauth.refresh(Secret("r")); });
  REQUIRE(error);
  CHECK(error->message() == "google.client_id: not set");
  CHECK(error->hint().find("Desktop app") != std::string::npos);
  without.id = Secret("late");  // a failure is not remembered
  CHECK_NOTHROW(without.oauth.authorize_url("r", "s", "c", ""));
}

TEST_CASE("a code is exchanged by a call that is never repeated") {
  Google google;
  google.once.script(HttpMethod::post, kTokenUrl, answered(200, kGood));
  const TokenAnswer answer = google.oauth.exchange(Secret("4/0A&b"), Secret("ver~1"), "http://r/c");
  REQUIRE(answer.tokens);
  CHECK(answer.tokens->access_token.reveal() == "ya29.a0-A_b");
  CHECK(answer.tokens->refresh_token.reveal() == "1//0e-r");
  CHECK(answer.tokens->expires_in == Seconds{3599});
  CHECK(answer.tokens->scopes == std::vector<std::string>{kCalendarScope});
  const auto requests = google.once.requests();
  REQUIRE(requests.size() == 1);
  CHECK(requests[0].at_most_once);
  CHECK(requests[0].url == kTokenUrl);
  CHECK(requests[0].content_type == "application/x-www-form-urlencoded");
  const wire::Fields expected = {
      {"grant_type", "authorization_code"}, {"code", "4/0A&b"},
      {"code_verifier", "ver~1"},           {"redirect_uri", "http://r/c"},
      {"client_id", "id-1.apps"},           {"client_secret", "hush-secret"}};
  CHECK(wire::decode_fields(requests[0].body) == expected);
}

TEST_CASE("a refresh may be repeated, and keeps what the answer leaves out") {
  Google google;
  google.secret.reset();
  google.repeating.script(HttpMethod::post, kTokenUrl,
                          answered(200, R"({"access_token":"a","expires_in":60})"));
  const TokenAnswer answer = google.oauth.refresh(Secret("1//old"));
  REQUIRE(answer.tokens);
  CHECK(answer.tokens->refresh_token.empty());
  CHECK(answer.tokens->scopes.empty());
  const auto requests = google.repeating.requests();
  REQUIRE(requests.size() == 1);
  CHECK_FALSE(requests[0].at_most_once);
  const wire::Fields expected = {
      {"grant_type", "refresh_token"}, {"refresh_token", "1//old"}, {"client_id", "id-1.apps"}};
  CHECK(wire::decode_fields(requests[0].body) == expected);
}

TEST_CASE("a void code or refresh token is a value") {
  Google google;
  const HttpResult answer =
      answered(400, R"({"error":"invalid_grant","error_description":"Token has been revoked."})");
  google.once.script(HttpMethod::post, kTokenUrl, answer);
  google.repeating.script(HttpMethod::post, kTokenUrl, answer);
  for (const TokenAnswer& each :
       {google.oauth.exchange(Secret("c"), Secret("v"), "r"), google.oauth.refresh(Secret("r"))}) {
    CHECK(each.refusal == "invalid_grant");
    CHECK_FALSE(each.tokens);
  }
}

TEST_CASE("errors: who is to blame, what to change, and nothing of the page") {
  struct Case {
    int status;
    std::string body;
    ErrorKind kind;
    std::string says;
  };
  const auto code = [](const std::string& name) {
    return R"({"error":")" + name + R"(","error_description":"hush <b>text</b>"})";
  };
  const std::vector<Case> table = {
      {401, code("invalid_client"), ErrorKind::configuration, "Credentials"},
      {401, code("deleted_client"), ErrorKind::configuration, "Desktop app"},
      {401, code("unauthorized_client"), ErrorKind::configuration, "Desktop app"},
      {400, code("redirect_uri_mismatch"), ErrorKind::configuration, "Desktop app"},
      {400, code("unsupported_grant_type"), ErrorKind::configuration, "google.token_url"},
      {400, code("invalid_request"), ErrorKind::configuration, "google.client_secret"},
      {400, code("invalid_scope"), ErrorKind::configuration, "calendar.readonly"},
      {400, code("temporarily_unavailable"), ErrorKind::try_again, ""},
      {403, code("rate_limit_exceeded"), ErrorKind::try_again, ""},
      {429, "", ErrorKind::try_again, "HTTP 429"},
      {500, "<html>hush</html>", ErrorKind::try_again, "HTTP 500"},
      {503, code("invalid_grant"), ErrorKind::try_again, "HTTP 503"},
      {400, code("hush_unheard_of"), ErrorKind::failed, "HTTP 400"},
      {400, "<html>hush</html>", ErrorKind::failed, "HTTP 400"},
      {302, "", ErrorKind::failed, "HTTP 302"},
      {404, "hush", ErrorKind::failed, "HTTP 404"},
  };
  for (const Case& each : table) {
    CAPTURE(each.body);
    Google google;
    const auto error = google.exchange_fails(answered(each.status, each.body));
    REQUIRE(error);
    CHECK(error->kind() == each.kind);
    CHECK((error->message() + error->hint()).find(each.says) != std::string::npos);
    CHECK_FALSE(leaks(*error));
  }
}

TEST_CASE("an answer that makes no sense gives no token") {
  const std::string head = R"({"access_token":"ya29.x","expires_in":)";
  for (const std::string& body : std::vector<std::string>{
           "",
           "<html>hush</html>",
           "[]",
           "\"hush\"",
           "{}",
           R"({"expires_in":3600})",
           R"({"access_token":"","expires_in":3600})",
           R"({"access_token":7,"expires_in":3600})",
           R"({"access_token":"hush\r\nX: y","expires_in":3600})",
           R"({"access_token":"hush\u00e9","expires_in":3600})",
           head + "0}",
           head + "-1}",
           head + "1e300}",
           head + "99999999999}",
           head + "\"3600\"}",
           head + "null}",
           R"({"access_token":"ya29.x"})",
           head + "3600,\"token_type\":\"MAC\"}",
           head + "3600,\"refresh_token\":\"hush space\"}",
           R"({"access_token":")" + std::string(20000, 'a') + R"(","expires_in":3600})",
           kGood.substr(0, kGood.size() - 3)}) {
    CAPTURE(body.substr(0, 80));
    Google google;
    const auto error = google.exchange_fails(answered(200, body));
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::failed);
    CHECK_FALSE(leaks(*error));
  }
}

TEST_CASE("no answer: the network is tried again, a forbidden address is configuration") {
  const std::vector<std::pair<HttpFailure, ErrorKind>> table = {
      {HttpFailure::not_sent, ErrorKind::try_again},
      {HttpFailure::timed_out, ErrorKind::try_again},
      {HttpFailure::broken, ErrorKind::try_again},
      {HttpFailure::too_large, ErrorKind::failed},
      {HttpFailure::refused, ErrorKind::configuration}};
  for (const auto& [failure, kind] : table) {
    Google google;
    CHECK(google.exchange_fails(failed(failure))->kind() == kind);
    CHECK(google.list_fails(failed(failure))->kind() == kind);
    google.repeating.script(HttpMethod::post, kRevokeUrl, failed(failure));
    CHECK(error_of([&] { google.oauth.revoke(Secret("t")); })->kind() == kind);
  }
}

TEST_CASE("revoking: done, void already, refused, later") {
  Google google;
  const auto revoke = [&](const HttpResult& result) {
    google.repeating.script(HttpMethod::post, kRevokeUrl, result);
    return google.oauth.revoke(Secret("1//a b"));
  };
  CHECK(revoke(answered(200, "{}")));
  CHECK(revoke(answered(400, R"({"error":"invalid_token"})")));
  CHECK_FALSE(revoke(answered(400, R"({"error":"invalid_request"})")));
  CHECK_FALSE(revoke(answered(403, "<html>")));
  CHECK(error_of([&] { revoke(answered(503)); })->kind() == ErrorKind::try_again);
  CHECK(error_of([&] { revoke(answered(429)); })->kind() == ErrorKind::try_again);
  CHECK(google.repeating.requests().front().body == "token=1%2F%2Fa%20b");
}

TEST_CASE("the account is the primary calendar; all pages are read") {
  Google google;
  google.repeating.script(
      HttpMethod::get, kListUrl,
      answered(200, R"({"items":[{"id":"team@example.com"},{"x":1}],"nextPageToken":"p/2"})"));
  google.repeating.script(HttpMethod::get, kListUrl, answered(200, R"({"nextPageToken":"p3"})"));
  google.repeating.script(
      HttpMethod::get, kListUrl,
      answered(200, R"({"items":[{"id":"ada@example.com","primary":true},{"id":7}]})"));
  const AccountInfo info = google.oauth.account_of(Secret("tok"));
  CHECK(info.account == "ada@example.com");
  CHECK(info.calendars == std::vector<std::string>{"team@example.com", "ada@example.com"});
  const auto requests = google.repeating.requests();
  REQUIRE(requests.size() == 3);
  CHECK(requests[0].bearer.reveal() == "tok");
  CHECK(requests[0].url.find("maxResults=250") != std::string::npos);
  CHECK(requests[0].url.find("tok") == std::string::npos);
  CHECK(requests[1].url.find("pageToken=p%2F2") != std::string::npos);
}

TEST_CASE("a list without an end is left") {
  Google google;
  google.repeating.always(HttpMethod::get, kListUrl,
                          answered(200, R"({"items":[],"nextPageToken":"again"})"));
  CHECK(google.oauth.account_of(Secret("tok")).account.empty());
  CHECK(google.repeating.requests().size() == 40);
}

TEST_CASE("a list that is not given: sign in, enable the API, or come later") {
  const auto reason = [](const std::string& name) {
    return R"({"error":{"code":403,"message":"hush","errors":[{"reason":")" + name + R"("}]}})";
  };
  struct Case {
    int status;
    std::string body;
    ErrorKind kind;
  };
  for (const Case& each :
       {Case{401, reason("authError"), ErrorKind::sign_in_needed},
        Case{403, reason("insufficientPermissions"), ErrorKind::sign_in_needed},
        Case{403, "<html>hush", ErrorKind::sign_in_needed},
        Case{403, reason("accessNotConfigured"), ErrorKind::configuration},
        Case{403, reason("userRateLimitExceeded"), ErrorKind::try_again},
        Case{429, reason("rateLimitExceeded"), ErrorKind::try_again},
        Case{500, "", ErrorKind::try_again}, Case{404, "hush", ErrorKind::failed},
        Case{200, "<html>hush</html>", ErrorKind::failed}, Case{200, "[]", ErrorKind::failed}}) {
    CAPTURE(each.body);
    Google google;
    const auto error = google.list_fails(answered(each.status, each.body));
    REQUIRE(error);
    CHECK(error->kind() == each.kind);
    CHECK_FALSE(leaks(*error));
  }
}

}  // namespace
}  // namespace execassist::net
