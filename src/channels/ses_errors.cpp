#include "channels/ses_errors.hpp"

#include "wire/json.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace execassist::channels {
namespace {

constexpr std::size_t kLongestCode = 80;
constexpr std::size_t kLongestId = 200;
constexpr std::size_t kLongestRemark = 1000;
constexpr Seconds kRateRest{5};  // SES does not say how long
constexpr Seconds kQuotaRest = minutes{15};

constexpr auto kSignIn = AttemptOutcome::sign_in_needed;
constexpr auto kRefused = AttemptOutcome::refused;
constexpr auto kUnknown = AttemptOutcome::unknown;
constexpr auto kNotSent = AttemptOutcome::not_sent;

// Names of our own, for what AWS says under several names.
constexpr std::string_view kDailyQuota = "daily quota";
constexpr std::string_view kSendingRate = "sending rate";
constexpr std::string_view kClock = "clock";
constexpr std::string_view kExpiredToken = "ExpiredToken";

struct KnownError {
  std::string_view name;  // without "Exception" at its end
  AttemptOutcome outcome;
  std::string_view advice;
};

constexpr std::string_view kWhichKey = "check ses.access_key_id or where else AWS keys come from";
constexpr std::string_view kWhichSecret =
    "check ses.secret_access_key or where else AWS keys come from, and ses.region";
constexpr std::string_view kPaused =
    "sending is paused for the AWS account: see the SES console, under account health";
constexpr std::string_view kReport = "please report this: the request is not well formed";

// Names that are not listed are refusals.
constexpr std::array kKnownErrors{
    KnownError{kDailyQuota, kNotSent, "the account's quota for a day is used up"},
    KnownError{kSendingRate, kNotSent, "more in a second than the account may send"},
    KnownError{"TooManyRequests", kNotSent, ""},
    KnownError{"Throttling", kNotSent, ""},
    KnownError{"RequestThrottled", kNotSent, ""},

    KnownError{"LimitExceeded", kRefused, "a quota of the SES account is used up"},
    KnownError{
        "MessageRejected", kRefused,
        "the sender must be verified in this region, and in SES's sandbox the recipient too; "
        "or the content was refused"},
    KnownError{"MailFromDomainNotVerified", kRefused,
               "finish the custom MAIL FROM domain of ses.from_email in SES, or remove it there"},
    KnownError{"NotFound", kRefused, "check ses.configuration_set and ses.region"},
    KnownError{"BadRequest", kRefused,
               "check ses.from_email, ses.configuration_set and the person's address"},
    KnownError{"AccountSuspended", kRefused, kPaused},
    KnownError{"SendingPaused", kRefused, kPaused},

    KnownError{"AccessDenied", kSignIn, "the AWS key lacks the permission ses:SendEmail"},
    KnownError{"SignatureDoesNotMatch", kSignIn, kWhichSecret},
    KnownError{"InvalidSignature", kSignIn, kWhichSecret},
    KnownError{"IncompleteSignature", kSignIn, kWhichKey},
    KnownError{"InvalidClientTokenId", kSignIn, kWhichKey},
    KnownError{"UnrecognizedClient", kSignIn, kWhichKey},
    KnownError{"InvalidAccessKeyId", kSignIn, kWhichKey},
    KnownError{"MissingAuthenticationToken", kSignIn, "check ses.api_url and the AWS keys"},
    KnownError{"OptInRequired", kSignIn, "the AWS account is not signed up for SES"},
    KnownError{kExpiredToken, kSignIn, "the temporary AWS credentials are over: fetch new ones"},
    KnownError{"RequestExpired", kSignIn, "check the clock of this machine"},
    KnownError{kClock, kSignIn, "check the clock of this machine"},

    KnownError{"Serialization", kRefused, kReport},
    KnownError{"RequestTimeout", kUnknown, ""},
    KnownError{"InternalFailure", kUnknown, ""},
    KnownError{"InternalServiceError", kUnknown, ""},
    KnownError{"ServiceUnavailable", kUnknown, ""},
};

// Remarks of AWS, folded, that say more than a name does.
struct KnownPhrase {
  std::string_view phrase;
  std::string_view name;  // of a known error
  bool decides = false;   // also against the name that came with it
};

constexpr std::array kKnownPhrases{
    KnownPhrase{"daily message quota exceeded", kDailyQuota, true},
    KnownPhrase{"maximum sending rate exceeded", kSendingRate, true},
    KnownPhrase{"signature expired", kClock, true},
    KnownPhrase{"signature not yet current", kClock, true},
    KnownPhrase{"rate exceeded", "Throttling"},
    KnownPhrase{"address is not verified", "MessageRejected"},
    KnownPhrase{"sending paused", "SendingPaused"},
    KnownPhrase{"sending suspended", "AccountSuspended"},
    KnownPhrase{"security token included in the request is expired", kExpiredToken},
    KnownPhrase{"security token included in the request is invalid", "UnrecognizedClient"},
    KnownPhrase{"request signature we calculated does not match", "SignatureDoesNotMatch"},
    KnownPhrase{"missing authentication token", "MissingAuthenticationToken"},
    KnownPhrase{"not authorized to perform", "AccessDenied"},
};

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool in_code(char c) { return is_alphanumeric(c) || c == '.' || c == '_' || c == '-'; }
bool in_id(char c) { return in_code(c) || c == '@' || c == '+' || c == '='; }

std::string_view text_under(const wire::Json& body, std::initializer_list<const char*> keys) {
  for (const char* key : keys) {
    const wire::Json* value = body.find(key);
    const std::string* text = value == nullptr ? nullptr : value->as_string();
    if (text != nullptr && !text->empty()) return *text;
  }
  return {};
}

// "com.amazon.coral.service#ThrottlingException:http://..." is ThrottlingException. What has not
// the form of a name is none.
std::string error_name(std::string_view text) {
  text = trim(text.substr(0, text.find(':')));
  if (const auto hash = text.rfind('#'); hash != std::string_view::npos) {
    text.remove_prefix(hash + 1);
  }
  const bool good = text.size() <= kLongestCode && std::all_of(text.begin(), text.end(), in_code);
  return good ? std::string(text) : std::string{};
}

const KnownError* known_error(std::string_view name) {
  constexpr std::string_view kEnding = "Exception";
  const std::string_view bare =
      name.ends_with(kEnding) ? name.substr(0, name.size() - kEnding.size()) : name;
  const auto* found =
      std::find_if(kKnownErrors.begin(), kKnownErrors.end(),
                   [&](const KnownError& each) { return each.name == name || each.name == bare; });
  return found == kKnownErrors.end() ? nullptr : found;
}

enum class Remarks { decisive, all };

const KnownError* known_remark(std::string_view folded, Remarks which) {
  for (const KnownPhrase& each : kKnownPhrases) {
    if (which == Remarks::decisive && !each.decides) continue;
    if (folded.find(each.phrase) != std::string_view::npos) return known_error(each.name);
  }
  return nullptr;
}

// The name says most, but for some remarks that AWS makes under several names.
const KnownError* known_cause(std::string_view name, std::string_view remark) {
  const std::string folded = fold_case(remark);
  const KnownError* known = known_remark(folded, Remarks::decisive);
  if (known == nullptr) known = known_error(name);
  return known == nullptr ? known_remark(folded, Remarks::all) : known;
}

SesAnswer failure(AttemptOutcome outcome, const std::string& why, std::string_view advice = {}) {
  SesAnswer answer;
  answer.outcome = outcome;
  answer.error = "ses: " + why;
  if (!advice.empty()) answer.error += " (" + std::string(advice) + ")";
  return answer;
}

SesAnswer judge_failure(const HttpResult& result) {
  const std::string why = result.error.empty() ? "no answer" : one_line(result.error);
  switch (result.failure) {
    case HttpFailure::not_sent: {
      SesAnswer answer = failure(kNotSent, why);
      answer.gone = result.resting;
      return answer;
    }
    case HttpFailure::refused:
      return failure(kRefused, why);
    default:
      return failure(kUnknown, why);
  }
}

// Whatever its type is said to be: nobody but SES writes a MessageId.
SesAnswer judge_acceptance(const std::optional<wire::Json>& body) {
  const std::string_view id = body ? text_under(*body, {"MessageId"}) : std::string_view{};
  if (id.empty() || id.size() > kLongestId || !std::all_of(id.begin(), id.end(), in_id)) {
    return failure(kUnknown, "the answer lacks the message's id");
  }
  SesAnswer answer;
  answer.outcome = AttemptOutcome::accepted;
  answer.message_id = id;
  return answer;
}

// Where the cause is not known.
SesAnswer judge_status(int status, const std::string& why, bool named) {
  if (status == 401) return failure(kSignIn, why, kWhichKey);
  return failure(kRefused, why, named ? "" : "check ses.api_url and ses.region");
}

// A 4xx, or something that is not an answer of an API at all.
SesAnswer judge_refusal(const HttpResponse& response, const std::optional<wire::Json>& body) {
  std::string name = error_name(response.error_type);
  if (name.empty() && body) name = error_name(text_under(*body, {"__type", "code", "Code"}));
  const std::string_view remark = body ? text_under(*body, {"message", "Message"}) : "";
  const KnownError* known = known_cause(name, remark.substr(0, kLongestRemark));
  const std::string why = name.empty() ? "HTTP " + std::to_string(response.status) : name;

  SesAnswer answer;
  if (response.status == 429 && (known == nullptr || known->outcome != kNotSent)) {
    answer = failure(kNotSent, why);
  } else if (known != nullptr) {
    answer = failure(known->outcome, why, known->advice);
  } else {
    answer = judge_status(response.status, why, !name.empty());
  }
  answer.code = std::move(name);
  answer.gone = known != nullptr && known->name == kDailyQuota;
  answer.token_expired =
      answer.outcome == kSignIn && known != nullptr && known->name == kExpiredToken;
  if (answer.outcome == kNotSent) {
    answer.retry_after = answer.gone ? kQuotaRest : response.retry_after.value_or(kRateRest);
  }
  return answer;
}

}  // namespace

SesAnswer judge_ses(const HttpResult& result) {
  if (!result.response) return judge_failure(result);
  const HttpResponse& response = *result.response;
  const int status = response.status;
  // Whatever stands in its body, a server that failed, or a gateway before it, vouches for nothing.
  if (status < 200 || status >= 500 || status == 408) {
    return failure(kUnknown, "HTTP " + std::to_string(status));
  }
  const std::optional<wire::Json> body = wire::parse_json(response.body);
  return status < 300 ? judge_acceptance(body) : judge_refusal(response, body);
}

}  // namespace execassist::channels
