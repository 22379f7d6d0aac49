#include "channels/slack_errors.hpp"

#include <execassist/base/log.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace execassist::channels {
namespace {

constexpr std::size_t kLongestCode = 80;
constexpr std::size_t kLongestScopes = 100;

struct KnownCode {
  std::string_view code;
  AttemptOutcome outcome;  // of a post
  std::string_view advice;
};

constexpr auto kSignIn = AttemptOutcome::sign_in_needed;
constexpr auto kRefused = AttemptOutcome::refused;
constexpr auto kUnknown = AttemptOutcome::unknown;
constexpr auto kNotSent = AttemptOutcome::not_sent;

// Codes that are not listed are refusals.
constexpr std::array kKnownCodes{
    KnownCode{"invalid_auth", kSignIn, "check slack.bot_token"},
    KnownCode{"not_authed", kSignIn, "check slack.bot_token"},
    KnownCode{"token_revoked", kSignIn, "install the Slack app again and set slack.bot_token"},
    KnownCode{"token_expired", kSignIn,
              "switch off token rotation in the Slack app and set slack.bot_token"},
    KnownCode{"account_inactive", kSignIn, "install the Slack app again and set slack.bot_token"},
    KnownCode{"missing_scope", kSignIn, "add the scope to the Slack app and install it again"},
    KnownCode{"not_allowed_token_type", kSignIn, "slack.bot_token takes a bot token (xoxb-...)"},
    KnownCode{"org_login_required", kSignIn, "an administrator of the organization has to act"},

    KnownCode{"users_not_found", kRefused,
              "nobody in the workspace has this e-mail: set slack_user_id"},
    KnownCode{"user_not_found", kRefused, "check slack_user_id"},
    KnownCode{"user_not_visible", kRefused, "check slack_user_id"},
    KnownCode{"user_disabled", kRefused, "the Slack account is deactivated"},
    KnownCode{"channel_not_found", kRefused, "check slack_user_id"},
    KnownCode{"messages_tab_disabled", kRefused,
              "switch on the Messages tab under App Home in the Slack app"},
    KnownCode{"restricted_action", kRefused, "the workspace does not allow it"},
    KnownCode{"message_not_found", kRefused, "the message is gone"},
    KnownCode{"cant_update_message", kRefused, "it is not a message of this Slack app"},
    KnownCode{"edit_window_closed", kRefused, "the workspace lets nobody change it any more"},
    KnownCode{"invalid_blocks", kRefused, "please report this: the message is not well formed"},
    KnownCode{"invalid_blocks_format", kRefused,
              "please report this: the message is not well formed"},

    KnownCode{"internal_error", kUnknown, ""},
    KnownCode{"fatal_error", kUnknown, ""},
    KnownCode{"service_unavailable", kUnknown, ""},
    KnownCode{"request_timeout", kUnknown, ""},
    KnownCode{"team_added_to_org", kUnknown, "the workspace is being moved"},

    KnownCode{"ratelimited", kNotSent, ""},
    KnownCode{"rate_limited", kNotSent, ""},
};

constexpr std::array<std::string_view, 10> kAddressCodes{
    "channel_not_found", "not_in_channel", "is_archived",      "invalid_channel", "user_not_found",
    "users_not_found",   "user_disabled",  "user_not_visible", "invalid_user",    "cannot_dm_bot"};

template <class Allowed>
std::string text_made_of(const wire::Json* value, std::size_t most, Allowed allowed) {
  const std::string* text = value == nullptr ? nullptr : value->as_string();
  if (text == nullptr || text->size() > most) return {};
  return std::all_of(text->begin(), text->end(), allowed) ? *text : std::string{};
}

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool in_code(char c) { return is_lower(c) || (c >= '0' && c <= '9') || c == '_'; }
bool in_scopes(char c) { return is_lower(c) || c == ':' || c == '.' || c == '_' || c == ','; }

// What is in doubt after a post is only undone after a read.
AttemptOutcome doubt(SlackCall call) { return call == SlackCall::posting ? kUnknown : kNotSent; }

SlackAnswer failure(AttemptOutcome outcome, const std::string& why) {
  SlackAnswer answer;
  answer.outcome = outcome;
  answer.error = "slack: " + why;
  return answer;
}

SlackAnswer judge_failure(const HttpResult& result, SlackCall call) {
  const std::string why = result.error.empty() ? "no answer" : one_line(result.error);
  switch (result.failure) {
    case HttpFailure::not_sent: {
      SlackAnswer answer = failure(kNotSent, why);
      answer.resting = result.resting;
      return answer;
    }
    case HttpFailure::refused:
      return failure(kRefused, why);
    default:
      return failure(doubt(call), why);
  }
}

SlackAnswer judge_code(const wire::Json& body, SlackCall call) {
  const std::string code = text_made_of(body.find("error"), kLongestCode, in_code);
  if (code.empty()) return failure(doubt(call), "an error without a code");
  const auto* known = std::find_if(kKnownCodes.begin(), kKnownCodes.end(),
                                   [&](const KnownCode& each) { return each.code == code; });
  SlackAnswer answer = failure(kRefused, code);
  answer.code = code;
  if (known == kKnownCodes.end()) return answer;
  answer.outcome = known->outcome == kUnknown ? doubt(call) : known->outcome;
  if (code == "missing_scope") {
    const std::string needed = text_made_of(body.find("needed"), kLongestScopes, in_scopes);
    if (!needed.empty()) answer.error += ": " + needed;
  }
  if (!known->advice.empty()) answer.error += " (" + std::string(known->advice) + ")";
  return answer;
}

// Without a code that decides.
SlackAnswer judge_status(int status, SlackCall call) {
  const std::string text = "HTTP " + std::to_string(status);
  if (status == 401) return failure(kSignIn, text + " (check slack.bot_token)");
  if (status == 403) return failure(kRefused, text + " (check slack.bot_token and slack.api_url)");
  if (status == 429) return failure(kNotSent, text);
  // Whoever waited for the request in vain cannot say what became of it.
  if (status >= 500 || status == 408) return failure(doubt(call), text);
  return failure(kRefused, text + " (check slack.api_url)");
}

bool is_good(int status) { return status >= 200 && status < 300; }

std::optional<wire::Json> slack_json(const HttpResponse& response) {
  if (response.content_type != "application/json") return std::nullopt;
  auto body = wire::parse_json(response.body);
  const wire::Json* ok = body ? body->find("ok") : nullptr;
  if (ok == nullptr || !ok->as_bool()) return std::nullopt;
  return body;
}

SlackAnswer judge_response(const HttpResponse& response, SlackCall call) {
  // Whatever stands in its body, a server that failed, or a gateway before it, vouches for nothing.
  if (response.status >= 500 || response.status == 429) return judge_status(response.status, call);
  auto body = slack_json(response);
  if (!body) {
    if (!is_good(response.status)) return judge_status(response.status, call);
    return failure(doubt(call), "the answer is not one of Slack's");
  }
  if (!*body->find("ok")->as_bool()) return judge_code(*body, call);
  if (!is_good(response.status)) return judge_status(response.status, call);
  SlackAnswer answer;
  answer.outcome = AttemptOutcome::accepted;
  const std::string warning = text_made_of(body->find("warning"), kLongestCode, in_scopes);
  if (!warning.empty()) log(LogLevel::debug, {{"warning", warning}}, "slack warns");
  answer.body = std::move(*body);
  return answer;
}

}  // namespace

SlackAnswer judge_slack(const HttpResult& result, SlackCall call) {
  if (!result.response) return judge_failure(result, call);
  SlackAnswer answer = judge_response(*result.response, call);
  if (answer.outcome == kNotSent) answer.retry_after = result.response->retry_after;
  return answer;
}

SlackAnswer incomplete_answer(SlackCall call, std::string_view lacking) {
  return failure(doubt(call), "the answer lacks " + std::string(lacking));
}

bool is_about_the_address(std::string_view code) {
  return std::find(kAddressCodes.begin(), kAddressCodes.end(), code) != kAddressCodes.end();
}

}  // namespace execassist::channels
