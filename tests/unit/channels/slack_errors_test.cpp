#include "channels/slack_errors.hpp"

#include "support/fake_http.hpp"

#include <execassist/base/text.hpp>

#include <string>

#include <doctest/doctest.h>

namespace execassist::channels {
namespace {

using testing::answered;
using testing::failed;

constexpr auto kAccepted = AttemptOutcome::accepted;
constexpr auto kSignIn = AttemptOutcome::sign_in_needed;
constexpr auto kRefused = AttemptOutcome::refused;
constexpr auto kUnknown = AttemptOutcome::unknown;
constexpr auto kNotSent = AttemptOutcome::not_sent;

std::string error_body(const std::string& code) {
  return R"({"ok":false,"error":")" + code + R"("})";
}

struct Case {
  std::string code;
  AttemptOutcome posting;
  AttemptOutcome reading;
};

}  // namespace

TEST_CASE("slack errors: every code") {
  for (const auto& [code, posting, reading] : {
           Case{"invalid_auth", kSignIn, kSignIn},
           Case{"not_authed", kSignIn, kSignIn},
           Case{"account_inactive", kSignIn, kSignIn},
           Case{"token_revoked", kSignIn, kSignIn},
           Case{"token_expired", kSignIn, kSignIn},
           Case{"missing_scope", kSignIn, kSignIn},
           Case{"not_allowed_token_type", kSignIn, kSignIn},
           Case{"org_login_required", kSignIn, kSignIn},
           Case{"channel_not_found", kRefused, kRefused},
           Case{"not_in_channel", kRefused, kRefused},
           Case{"is_archived", kRefused, kRefused},
           Case{"user_not_found", kRefused, kRefused},
           Case{"users_not_found", kRefused, kRefused},
           Case{"user_disabled", kRefused, kRefused},
           Case{"user_not_visible", kRefused, kRefused},
           Case{"messages_tab_disabled", kRefused, kRefused},
           Case{"restricted_action", kRefused, kRefused},
           Case{"restricted_action_read_only_channel", kRefused, kRefused},
           Case{"invalid_blocks", kRefused, kRefused},
           Case{"invalid_blocks_format", kRefused, kRefused},
           Case{"msg_too_long", kRefused, kRefused},
           Case{"msg_blocks_too_long", kRefused, kRefused},
           Case{"no_text", kRefused, kRefused},
           Case{"invalid_arguments", kRefused, kRefused},
           Case{"markdown_text_conflict", kRefused, kRefused},
           Case{"metadata_too_large", kRefused, kRefused},
           Case{"a_code_of_tomorrow_2", kRefused, kRefused},
           Case{"internal_error", kUnknown, kNotSent},
           Case{"fatal_error", kUnknown, kNotSent},
           Case{"service_unavailable", kUnknown, kNotSent},
           Case{"request_timeout", kUnknown, kNotSent},
           Case{"team_added_to_org", kUnknown, kNotSent},
           Case{"ratelimited", kNotSent, kNotSent},
           Case{"rate_limited", kNotSent, kNotSent},
       }) {
    CAPTURE(code);
    const HttpResult result = answered(200, error_body(code));
    const SlackAnswer post = judge_slack(result, SlackCall::posting);
    CHECK(post.outcome == posting);
    CHECK(judge_slack(result, SlackCall::reading).outcome == reading);
    CHECK(post.code == code);
    CHECK(post.error.starts_with("slack: " + code));
    CHECK(one_line(post.error) == post.error);
    CHECK(post.error.size() < 160);
  }
}

TEST_CASE("slack errors: an error without a proper code leaves doubt and shows nothing of it") {
  for (const std::string body : {
           R"({"ok":false})",
           R"({"ok":false,"error":null})",
           R"({"ok":false,"error":7})",
           R"({"ok":false,"error":""})",
           R"({"ok":false,"error":"Some Prose"})",
           R"({"ok":false,"error":"a\nb"})",
           R"({"ok":false,"error":"\u001b[2Jx"})",
       }) {
    CAPTURE(body);
    const SlackAnswer answer = judge_slack(answered(200, body), SlackCall::posting);
    CHECK(answer.outcome == kUnknown);
    CHECK(answer.error == "slack: an error without a code");
    CHECK(answer.code.empty());
    CHECK(judge_slack(answered(200, body), SlackCall::reading).outcome == kNotSent);
  }
  const HttpResult huge = answered(200, error_body(std::string(100000, 'a')));
  CHECK(judge_slack(huge, SlackCall::posting).error.size() < 100);
}

TEST_CASE("slack errors: what to do is said, in our words") {
  struct Words {
    std::string body;
    std::string words;
  };
  for (const auto& [body, words] : {
           Words{error_body("invalid_auth"), "slack: invalid_auth (check slack.bot_token)"},
           Words{R"({"ok":false,"error":"missing_scope","needed":"im:write,users:read.email"})",
                 "slack: missing_scope: im:write,users:read.email (add the scope to the Slack app "
                 "and install it again)"},
           Words{R"({"ok":false,"error":"missing_scope","needed":"<b>PAY ME</b>"})",
                 "slack: missing_scope (add the scope to the Slack app and install it again)"},
           Words{
               R"({"ok":false,"error":"missing_scope","needed":")" + std::string(500, 'a') + "\"}",
               "slack: missing_scope (add the scope to the Slack app and install it again)"},
           Words{error_body("users_not_found"),
                 "slack: users_not_found (nobody in the workspace has this e-mail: set "
                 "slack_user_id)"},
           Words{error_body("messages_tab_disabled"),
                 "slack: messages_tab_disabled (switch on the Messages tab under App Home in the "
                 "Slack app)"},
           Words{error_body("msg_too_long"), "slack: msg_too_long"},
           Words{R"({"ok":false,"error":"no_text","response_metadata":{"messages":["prose"]}})",
                 "slack: no_text"},
       }) {
    CHECK(judge_slack(answered(200, body), SlackCall::posting).error == words);
  }
}

TEST_CASE("slack errors: the status decides where no code does") {
  struct Status {
    int status;
    std::string body;
    AttemptOutcome posting;
    AttemptOutcome reading;
  };
  for (const auto& [status, body, posting, reading] : {
           Status{200, R"({"ok":true,"ts":"1.1"})", kAccepted, kAccepted},
           Status{301, "", kRefused, kRefused},
           Status{302, R"({"ok":true})", kRefused, kRefused},
           Status{400, "", kRefused, kRefused},
           Status{401, "", kSignIn, kSignIn},
           Status{403, "<html>", kRefused, kRefused},
           Status{404, "", kRefused, kRefused},
           Status{404, R"({"ok":true})", kRefused, kRefused},
           Status{408, "", kUnknown, kNotSent},
           Status{413, "", kRefused, kRefused},
           Status{429, "", kNotSent, kNotSent},
           Status{429, error_body("ratelimited"), kNotSent, kNotSent},
           Status{500, "", kUnknown, kNotSent},
           Status{502, "<html>", kUnknown, kNotSent},
           Status{503, error_body("service_unavailable"), kUnknown, kNotSent},
           Status{503, error_body("invalid_auth"), kUnknown, kNotSent},
           Status{500, R"({"ok":true,"ts":"1.1"})", kUnknown, kNotSent},
           Status{599, "", kUnknown, kNotSent},
           // A code says more than the status it came with.
           Status{403, error_body("invalid_auth"), kSignIn, kSignIn},
           Status{400, error_body("internal_error"), kUnknown, kNotSent},
           Status{404, error_body("unknown_method"), kRefused, kRefused},
       }) {
    CAPTURE(status);
    CAPTURE(body);
    const HttpResult result = answered(status, body);
    const SlackAnswer post = judge_slack(result, SlackCall::posting);
    CHECK(post.outcome == posting);
    CHECK(judge_slack(result, SlackCall::reading).outcome == reading);
    CHECK(post.error.empty() == (posting == kAccepted));
  }
  CHECK(judge_slack(answered(404), SlackCall::posting).error ==
        "slack: HTTP 404 (check slack.api_url)");
  CHECK(judge_slack(answered(401), SlackCall::posting).error ==
        "slack: HTTP 401 (check slack.bot_token)");
}

TEST_CASE("slack errors: an answer that Slack cannot have given") {
  struct Answer {
    std::string body;
    std::string type;
  };
  for (const auto& [body, type] : {
           Answer{"", "application/json"},
           Answer{"garbage", "application/json"},
           Answer{R"({"ok":true,"ts":"1.1")", "application/json"},
           Answer{R"({"ts":"1.1"})", "application/json"},
           Answer{R"({"ok":"true"})", "application/json"},
           Answer{R"({"ok":1})", "application/json"},
           Answer{"[true]", "application/json"},
           Answer{"true", "application/json"},
           Answer{R"({"ok":true,"ts":"1.1"})", "text/html"},
           Answer{R"({"ok":true,"ts":"1.1"})", ""},
           Answer{R"({"ok":false,"error":"no_text"})", "text/plain"},
           Answer{std::string(200, '['), "application/json"},
       }) {
    CAPTURE(body);
    const HttpResult result = answered(200, body, {}, type);
    const SlackAnswer post = judge_slack(result, SlackCall::posting);
    CHECK(post.outcome == kUnknown);
    CHECK(post.error == "slack: the answer is not one of Slack's");
    CHECK(judge_slack(result, SlackCall::reading).outcome == kNotSent);
  }
}

TEST_CASE("slack errors: no answer at all") {
  struct Failure {
    HttpFailure failure;
    AttemptOutcome posting;
    AttemptOutcome reading;
  };
  for (const auto& [failure, posting, reading] : {
           Failure{HttpFailure::not_sent, kNotSent, kNotSent},
           Failure{HttpFailure::refused, kRefused, kRefused},
           Failure{HttpFailure::timed_out, kUnknown, kNotSent},
           Failure{HttpFailure::broken, kUnknown, kNotSent},
           Failure{HttpFailure::too_large, kUnknown, kNotSent},
       }) {
    const HttpResult result = failed(failure, "it\nbroke");
    const SlackAnswer post = judge_slack(result, SlackCall::posting);
    CHECK(post.outcome == posting);
    CHECK(post.error == "slack: it broke");
    CHECK_FALSE(post.retry_after);
    CHECK(judge_slack(result, SlackCall::reading).outcome == reading);
  }
  CHECK(judge_slack(failed(HttpFailure::broken, ""), SlackCall::posting).error ==
        "slack: no answer");
}

TEST_CASE("slack errors: how long to wait is passed on, for what was not sent only") {
  const HttpResult limited = answered(429, "", Seconds{30});
  CHECK(judge_slack(limited, SlackCall::posting).retry_after == Seconds{30});
  CHECK(judge_slack(answered(200, error_body("ratelimited"), Seconds{7}), SlackCall::posting)
            .retry_after == Seconds{7});
  CHECK_FALSE(judge_slack(answered(429), SlackCall::posting).retry_after);
  CHECK_FALSE(judge_slack(answered(503, "", Seconds{30}), SlackCall::posting).retry_after);
}

TEST_CASE("slack errors: which refusals are about the address") {
  for (const char* code :
       {"channel_not_found", "user_not_found", "users_not_found", "is_archived", "user_disabled"}) {
    CHECK(is_about_the_address(code));
  }
  for (const char* code : {"", "invalid_blocks", "no_text", "invalid_auth", "restricted_action"}) {
    CHECK_FALSE(is_about_the_address(code));
  }
}

}  // namespace execassist::channels
