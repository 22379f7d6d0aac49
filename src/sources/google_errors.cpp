#include "sources/google_errors.hpp"

#include "sources/google_calendar_source.hpp"
#include "wire/json.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace execassist::sources {
namespace {

constexpr std::size_t kLargestErrorBody = std::size_t{256} * 1024;
constexpr std::size_t kLongestReason = 48;
constexpr int kShownColumns = 60;
constexpr const char* kNextRun = "tried again at the next run";

// "userRateLimitExceeded", or in the newer form "RATE_LIMIT_EXCEEDED".
constexpr std::array<std::string_view, 6> kLaterReasons{
    "rateLimitExceeded",  "userRateLimitExceeded", "quotaExceeded",
    "dailyLimitExceeded", "RATE_LIMIT_EXCEEDED",   "RESOURCE_EXHAUSTED"};
constexpr std::array<std::string_view, 2> kDisabledReasons{"accessNotConfigured",
                                                           "SERVICE_DISABLED"};
constexpr std::array<std::string_view, 3> kScopeReasons{
    "insufficientPermissions", "insufficientScopes", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"};

template <std::size_t N>
bool among(const std::array<std::string_view, N>& reasons, const std::string& reason) {
  return std::find(reasons.begin(), reasons.end(), reason) != reasons.end();
}

std::string text_of(const wire::Json* value) {
  const std::string* text = value != nullptr ? value->as_string() : nullptr;
  return text != nullptr ? *text : std::string();
}

const wire::Json* first_item(const wire::Json* list) {
  const wire::Json::Array* items = list != nullptr ? list->as_array() : nullptr;
  return items != nullptr && !items->empty() ? &items->front() : nullptr;
}

bool is_code(const std::string& word) {
  return word.size() <= kLongestReason && std::all_of(word.begin(), word.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
         });
}

// A code word, empty when there is none: errors[0].reason, else the reason of one of the details,
// else the status of the newer form.
std::string reason_of(const HttpResponse& response) {
  if (response.body.size() > kLargestErrorBody) return {};
  const auto body = wire::parse_json(response.body);
  const wire::Json* error = body ? body->find("error") : nullptr;
  if (error == nullptr) return {};
  std::string reason;
  if (const wire::Json* first = first_item(error->find("errors"))) {
    reason = text_of(first->find("reason"));
  }
  const wire::Json* listed = error->find("details");
  const wire::Json::Array* details = listed != nullptr ? listed->as_array() : nullptr;
  for (std::size_t i = 0; details != nullptr && i < details->size() && reason.empty(); ++i) {
    reason = text_of((*details)[i].find("reason"));
  }
  if (reason.empty()) reason = text_of(error->find("status"));
  return is_code(reason) ? reason : std::string();
}

std::string number_and_reason(int status, const std::string& reason) {
  return " (HTTP " + std::to_string(status) + (reason.empty() ? "" : ", " + reason) + ")";
}

std::string sign_in_command(const std::string& user_id) {
  return "execassist auth login google -u " + one_line(user_id);
}

Error error_of_refusal(const GoogleCall& call, const HttpResponse& answer) {
  const std::string reason = reason_of(answer);
  const std::string code = number_and_reason(answer.status, reason);
  if (among(kDisabledReasons, reason)) {
    return {ErrorKind::failed, call.name() + ": the Google Calendar API is not switched on" + code,
            "enable the Google Calendar API in the Cloud project of google.client_id"};
  }
  if (among(kScopeReasons, reason)) {
    return {ErrorKind::sign_in_needed,
            call.name() + ": the sign-in does not cover calendars" + code,
            sign_in_command(call.user_id) + ", and leave the box for the calendar ticked"};
  }
  return {ErrorKind::failed, call.name() + ": access is refused" + code,
          "check that the account may read this calendar"};
}

Error error_of_failure(const GoogleCall& call, const HttpResult& result) {
  const std::string why = result.error.empty() ? "no answer" : one_line(result.error);
  switch (result.failure) {
    case HttpFailure::too_large:
      return {ErrorKind::failed, call.name() + ": its answer is too large", "check google.api_url"};
    case HttpFailure::refused:
      return {ErrorKind::failed, call.name() + ": its address is not allowed",
              "google.api_url must begin with https://"};
    case HttpFailure::not_sent:
      return {ErrorKind::try_again, call.name() + ": cannot be reached: " + why, kNextRun};
    case HttpFailure::timed_out:
      return {ErrorKind::try_again, call.name() + ": no answer in time", kNextRun};
    case HttpFailure::broken:
      break;
  }
  return {ErrorKind::try_again, call.name() + ": the connection broke: " + why, kNextRun};
}

}  // namespace

std::string GoogleCall::name() const {
  return "Google Calendar \"" + fit_width(one_line(calendar), kShownColumns) + "\"";
}

Error GoogleCall::error_of(const HttpResult& result) const {
  if (!result.response) return error_of_failure(*this, result);
  const HttpResponse& answer = *result.response;
  const std::string code = number_and_reason(answer.status, reason_of(answer));
  if (answer.status == 429 || google_says_later(answer)) {
    return {ErrorKind::failed, name() + ": Google limits our calls" + code + ", " + kNextRun};
  }
  if (answer.status >= 500) {
    return {ErrorKind::failed, name() + ": Google has a problem" + code + ", " + kNextRun};
  }
  switch (answer.status) {
    case 401:
      return {ErrorKind::sign_in_needed, name() + ": the sign-in is not accepted" + code,
              sign_in_command(user_id)};
    case 403:
      return error_of_refusal(*this, answer);
    case 404:
      return {ErrorKind::failed, name() + ": no such calendar, or no access to it" + code,
              "check `calendar:` in the configuration, and that it is shared with this account"};
    default:
      return {ErrorKind::failed, name() + ": an answer that was not expected" + code,
              "check google.api_url"};
  }
}

UnusableAnswer GoogleCall::unusable(const std::string& why) const {
  return UnusableAnswer({ErrorKind::failed, name() + ": its answer " + why,
                         "check google.api_url; " + std::string(kNextRun)});
}

bool google_forgot_token(const HttpResponse& response) {
  return response.status == 410 || response.status == 400;
}

bool google_says_later(const HttpResponse& response) {
  return response.status == 403 && among(kLaterReasons, reason_of(response));
}

}  // namespace execassist::sources
