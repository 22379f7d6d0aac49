#include "sources/google_errors.hpp"

#include "sources/google_calendar_source.hpp"
#include "support/error_of.hpp"
#include "support/fake_access_tokens.hpp"
#include "support/fake_google_calendar.hpp"
#include "support/fake_http.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::testing {
namespace {

// What the newer services answer: no errors[], a status and details.
HttpResult new_style(int status, const std::string& word, const std::string& reason = {}) {
  const std::string details =
      reason.empty() ? "" : R"(,"details":[{"@type":"x"},{"reason":")" + reason + "\"}]";
  return answered(
      status, R"({"error":{"code":1,"message":"evil","status":")" + word + "\"" + details + "}}");
}

std::optional<Error> error_after(const HttpResult& answer) {
  FakeHttp http;
  http.always(HttpMethod::get, "/events", answer);
  FakeAccessTokens tokens;
  sources::GoogleCalendarSource source({"ada", "", "https://x.example", "team\n1"}, http, tokens);
  return error_of([&] { source.fetch(FetchRequest{}); });
}

TEST_CASE("what each answer means") {
  struct Case {
    HttpResult answer;
    ErrorKind kind;
    std::string message;  // a part of it
    std::string hint;     // a part of it
  };
  const std::string later = ", tried again at the next run";
  const std::vector<Case> cases{
      {google_error(403, "rateLimitExceeded"), ErrorKind::failed,
       "Google limits our calls (HTTP 403, rateLimitExceeded)" + later, ""},
      {google_error(403, "userRateLimitExceeded"), ErrorKind::failed, "limits our calls", ""},
      {google_error(403, "quotaExceeded"), ErrorKind::failed, "limits our calls", ""},
      {google_error(429, "rateLimitExceeded"), ErrorKind::failed, "limits our calls (HTTP 429", ""},
      {answered(429), ErrorKind::failed, "limits our calls (HTTP 429)" + later, ""},
      {new_style(403, "PERMISSION_DENIED", "RATE_LIMIT_EXCEEDED"), ErrorKind::failed,
       "limits our calls (HTTP 403, RATE_LIMIT_EXCEEDED)", ""},
      {new_style(403, "RESOURCE_EXHAUSTED"), ErrorKind::failed, "limits our calls", ""},
      {google_error(500, "backendError"), ErrorKind::failed,
       "Google has a problem (HTTP 500, backendError)" + later, ""},
      {answered(503, "<html>busy</html>", {}, "text/html"), ErrorKind::failed,
       "has a problem (HTTP 503)", ""},
      {google_error(401, "authError"), ErrorKind::sign_in_needed, "sign-in is not accepted",
       "execassist auth login google -u ada"},
      {google_error(403, "insufficientPermissions"), ErrorKind::sign_in_needed,
       "does not cover calendars", "auth login google -u ada, and leave the box"},
      {new_style(403, "PERMISSION_DENIED", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"),
       ErrorKind::sign_in_needed, "does not cover calendars", "auth login"},
      {google_error(403, "accessNotConfigured"), ErrorKind::failed, "not switched on",
       "enable the Google Calendar API"},
      {new_style(403, "PERMISSION_DENIED", "SERVICE_DISABLED"), ErrorKind::failed,
       "not switched on", "enable the Google Calendar API"},
      {google_error(403, "forbiddenForNonOrganizer"), ErrorKind::failed, "access is refused",
       "may read"},
      {google_error(403, "forbidden", "Rate Limit Exceeded"), ErrorKind::failed,
       "access is refused (HTTP 403, forbidden)", ""},
      {answered(403, R"({"error":"rateLimitExceeded"})"), ErrorKind::failed, "access is refused",
       ""},
      {google_error(404, "notFound"), ErrorKind::failed, "no such calendar, or no access to it",
       "`calendar:`"},
      {google_error(400, "invalid", "Invalid sync token value.", "syncToken"), ErrorKind::failed,
       "not expected (HTTP 400, invalid)", ""},
      {google_error(410, "fullSyncRequired"), ErrorKind::failed, "not expected (HTTP 410", ""},
      {answered(302, "", {}, "text/html"), ErrorKind::failed, "not expected (HTTP 302)",
       "google.api_url"},
      {failed(HttpFailure::not_sent, "could not resolve host"), ErrorKind::try_again,
       "cannot be reached: could not resolve host", ""},
      {failed(HttpFailure::timed_out), ErrorKind::try_again, "no answer in time", ""},
      {failed(HttpFailure::broken, "reset"), ErrorKind::try_again, "the connection broke: reset",
       ""},
      {failed(HttpFailure::too_large), ErrorKind::failed, "too large", ""},
      {failed(HttpFailure::refused), ErrorKind::failed, "not allowed", "google.api_url"},
      {answered(200, "<html>", {}, "text/html"), ErrorKind::failed, "is not JSON", ""},
      {answered(200, R"({"items":[]})", {}, "text/plain"), ErrorKind::failed, "is not JSON", ""},
      {answered(200, R"({"items":[)"), ErrorKind::failed, "cut off", ""},
      {answered(200, ""), ErrorKind::failed, "cut off", ""},
      {answered(204, ""), ErrorKind::failed, "cut off", ""},
      {answered(200, "{}"), ErrorKind::failed, "not a list of events", ""},
      {answered(200, R"({"items":[1]})"), ErrorKind::failed, "none of its events can be read", ""},
      {answered(200, R"({"kind":"x","items":[]})"), ErrorKind::failed, "not a list of events", ""},
  };
  for (const Case& each : cases) {
    CAPTURE(each.message);
    const auto error = error_after(each.answer);
    REQUIRE(error);
    CHECK(error->kind() == each.kind);
    CHECK(error->message().starts_with("Google Calendar \"team 1\": "));
    CHECK(error->message().find(each.message) != std::string::npos);
    CHECK(error->hint().find(each.hint) != std::string::npos);
    CHECK(error->message().find("evil") == std::string::npos);
  }
}

TEST_CASE("of the server's text only a code word is shown") {
  for (const std::string reason : {"two words", "<b>", "\x1b[31m", "rm -rf", "Ünder", "x123",
                                   "averyveryveryveryveryveryveryverylongreasonwithoutend"}) {
    CAPTURE(reason);
    const auto error = error_after(google_error(403, reason, "evil " + reason));
    REQUIRE(error);
    CHECK(error->message() == "Google Calendar \"team 1\": access is refused (HTTP 403)");
  }
}

TEST_CASE("when Google says \"later\"") {
  const auto later = [](const HttpResult& answer) {
    return sources::google_says_later(*answer.response);
  };
  CHECK(later(google_error(403, "rateLimitExceeded")));
  CHECK(later(google_error(403, "userRateLimitExceeded")));
  CHECK(later(google_error(403, "quotaExceeded")));
  CHECK(later(new_style(403, "RESOURCE_EXHAUSTED")));
  CHECK(later(new_style(403, "PERMISSION_DENIED", "RATE_LIMIT_EXCEEDED")));
  CHECK_FALSE(later(google_error(403, "insufficientPermissions")));
  CHECK_FALSE(later(google_error(403, "accessNotConfigured", "Quota rateLimitExceeded")));
  CHECK_FALSE(later(google_error(404, "rateLimitExceeded")));
  CHECK_FALSE(later(new_style(403, "PERMISSION_DENIED")));
  CHECK_FALSE(later(answered(403, "")));
  CHECK_FALSE(later(answered(403, "{}")));
  CHECK_FALSE(later(answered(403, R"({"error":{"errors":[]}})")));
  CHECK_FALSE(later(answered(403, R"({"error":{"errors":[7],"details":[7],"status":7}})")));
  CHECK_FALSE(later(answered(403, R"({"error":[{"errors":{"reason":"rateLimitExceeded"}}]})")));
  CHECK_FALSE(later(answered(200, R"({"items":[]})")));
}

}  // namespace
}  // namespace execassist::testing
