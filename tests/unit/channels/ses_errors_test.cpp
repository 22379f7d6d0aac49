#include "channels/ses_errors.hpp"

#include "support/fake_http.hpp"
#include "support/fake_ses.hpp"

#include <execassist/base/text.hpp>

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::channels {
namespace {

using testing::answered;
using testing::failed;
using testing::ses_error;

constexpr auto kAccepted = AttemptOutcome::accepted;
constexpr auto kSignIn = AttemptOutcome::sign_in_needed;
constexpr auto kRefused = AttemptOutcome::refused;
constexpr auto kUnknown = AttemptOutcome::unknown;
constexpr auto kNotSent = AttemptOutcome::not_sent;

constexpr const char* kDaily = "Daily message quota exceeded.";
constexpr const char* kRate = "Maximum sending rate exceeded.";

HttpResult named(int status, const std::string& error_type, const std::string& body = {}) {
  HttpResult result = answered(status, body);
  result.response->error_type = error_type;
  return result;
}

std::string remark(const std::string& text) {
  return wire::Json::object({{"message", text}}).dump(-1);
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("ses errors: every name") {
  struct Case {
    std::string name;
    int status;
    AttemptOutcome outcome;
    std::string advice;  // a part of it
  };
  for (const auto& [name, status, outcome, advice] : {
           Case{"TooManyRequestsException", 429, kNotSent, ""},
           Case{"ThrottlingException", 400, kNotSent, ""},
           Case{"Throttling", 400, kNotSent, ""},
           Case{"ThrottlingException", 429, kNotSent, ""},
           Case{"LimitExceededException", 400, kRefused, "quota"},
           Case{"MessageRejected", 400, kRefused, "sandbox"},
           Case{"MailFromDomainNotVerifiedException", 400, kRefused, "ses.from_email"},
           Case{"NotFoundException", 404, kRefused, "ses.configuration_set"},
           Case{"BadRequestException", 400, kRefused, "ses.from_email"},
           Case{"AccountSuspendedException", 400, kRefused, "paused"},
           Case{"SendingPausedException", 400, kRefused, "paused"},
           Case{"AccessDenied", 403, kSignIn, "ses:SendEmail"},
           Case{"AccessDeniedException", 403, kSignIn, "ses:SendEmail"},
           Case{"SignatureDoesNotMatch", 403, kSignIn, "ses.secret_access_key"},
           Case{"InvalidSignatureException", 403, kSignIn, "ses.secret_access_key"},
           Case{"InvalidClientTokenId", 403, kSignIn, "ses.access_key_id"},
           Case{"UnrecognizedClientException", 403, kSignIn, "ses.access_key_id"},
           Case{"ExpiredToken", 403, kSignIn, "temporary"},
           Case{"ExpiredTokenException", 400, kSignIn, "temporary"},
           Case{"RequestExpired", 400, kSignIn, "clock"},
           Case{"MissingAuthenticationToken", 403, kSignIn, "ses.api_url"},
           Case{"MissingAuthenticationTokenException", 403, kSignIn, "ses.api_url"},
           Case{"IncompleteSignature", 400, kSignIn, "ses.access_key_id"},
           Case{"OptInRequired", 403, kSignIn, "signed up"},
           Case{"SerializationException", 400, kRefused, "report"},
           Case{"RequestTimeoutException", 400, kUnknown, ""},
           Case{"InternalFailure", 400, kUnknown, ""},
           Case{"SomethingNewException", 400, kRefused, ""},
           Case{"SomethingNewException", 401, kSignIn, "ses.access_key_id"},
           Case{"SomethingNewException", 429, kNotSent, ""},
           Case{"MessageRejected", 429, kNotSent, ""},
       }) {
    CAPTURE(name);
    CAPTURE(status);
    const std::string type = R"({"__type":")" + name + R"("})";
    const std::string code = R"({"code":")" + name + R"(","message":null})";
    for (const HttpResult& result : {
             named(status, name),
             named(status, name + ":http://internal.amazon.com/coral/com.amazon.coral.service/"),
             named(status, "com.amazon.coral.service#" + name, "garbage"),
             named(status, " com.amazon#" + name + ":x#y", R"({"__type":"Other"})"),
             answered(status, type),
             answered(status, R"({"__type":"com.amazon.sesv2#)" + name + R"(","message":"m"})", {},
                      "application/x-amz-json-1.1"),
             answered(status, code),
             named(status, "\x01<b>", code),
         }) {
      const SesAnswer answer = judge_ses(result);
      CHECK(answer.outcome == outcome);
      CHECK(answer.code == name);
      CHECK(answer.error.starts_with("ses: " + name));
      CHECK(answer.error.ends_with(")") == !advice.empty());
      CHECK(has(answer.error, advice));
      CHECK(answer.message_id.empty());
      CHECK_FALSE(answer.gone);
      CHECK(answer.token_expired == name.starts_with("ExpiredToken"));
      CHECK(answer.retry_after.has_value() == (outcome == kNotSent));
      if (answer.retry_after) CHECK(*answer.retry_after == Seconds{5});
    }
  }
}

TEST_CASE("ses errors: what SES remarks decides where a name does not say enough") {
  struct Case {
    HttpResult result;
    AttemptOutcome outcome;
    std::string words;
  };
  for (const auto& [result, outcome, words] : {
           Case{ses_error(403, "SignatureDoesNotMatch",
                          "Signature expired: 20260115T093000Z is now earlier than ..."),
                kSignIn, "ses: SignatureDoesNotMatch (check the clock of this machine)"},
           Case{ses_error(403, "InvalidSignatureException", "Signature not yet current: ..."),
                kSignIn, "ses: InvalidSignatureException (check the clock of this machine)"},
           Case{answered(403, remark("The security token included in the request is invalid.")),
                kSignIn,
                "ses: HTTP 403 (check ses.access_key_id or where else AWS keys come from)"},
           Case{answered(403, remark("The request signature we calculated does not match the ...")),
                kSignIn, "ses.secret_access_key"},
           Case{answered(403, remark("User: arn:aws:iam::1:user/x is not authorized to perform "
                                     "`ses:SendEmail' on resource ...")),
                kSignIn, "permission ses:SendEmail"},
           Case{answered(403, R"({"Message":"Missing Authentication Token"})"), kSignIn,
                "ses.api_url"},
           Case{answered(400, remark("Email address is not verified. The following identities "
                                     "failed the check in region EU-WEST-1: ada@example.com")),
                kRefused, "sandbox"},
           Case{answered(400, remark("Sending paused for this account.")), kRefused, "paused"},
           Case{answered(400, remark("Rate exceeded")), kNotSent, "ses: HTTP 400"},
           Case{ses_error(400, "NewException", "Email address is not verified."), kRefused,
                "ses: NewException (the sender must be verified"},
       }) {
    const SesAnswer answer = judge_ses(result);
    CAPTURE(answer.error);
    CHECK(answer.outcome == outcome);
    CHECK(has(answer.error, words));
    CHECK_FALSE(has(answer.error, "ada@example.com"));
    CHECK_FALSE(has(answer.error, "arn:"));
  }
  const SesAnswer expired =
      judge_ses(answered(403, remark("The security token included in the request is expired")));
  CHECK(expired.outcome == kSignIn);
  CHECK(expired.token_expired);
}

TEST_CASE("ses errors: too fast is soon over, the quota of a day is not") {
  struct Case {
    HttpResult result;
    bool daily;
  };
  for (const auto& [result, daily] : {
           Case{ses_error(429, "TooManyRequestsException", kRate), false},
           Case{ses_error(400, "ThrottlingException", kRate), false},
           Case{ses_error(400, "LimitExceededException", kRate), false},
           Case{answered(400, remark(kRate)), false},
           Case{answered(429, ""), false},
           Case{answered(429, "<html>"), false},
           Case{ses_error(429, "TooManyRequestsException", kDaily), true},
           Case{ses_error(400, "ThrottlingException", kDaily), true},
           Case{ses_error(400, "LimitExceededException", kDaily), true},
           Case{answered(454, R"({"Message":"Throttling failure: Daily message quota exceeded"})"),
                true},
       }) {
    const SesAnswer answer = judge_ses(result);
    CAPTURE(answer.error);
    CHECK(answer.outcome == kNotSent);
    CHECK(answer.gone == daily);
    CHECK(answer.retry_after == (daily ? Seconds{minutes{15}} : Seconds{5}));
  }
  HttpResult told = ses_error(429, "TooManyRequestsException");
  told.response->retry_after = Seconds{42};
  CHECK(judge_ses(told).retry_after == Seconds{42});
}

TEST_CASE("ses errors: the status decides where no name does") {
  struct Case {
    int status;
    std::string body;
    AttemptOutcome outcome;
  };
  for (const auto& [status, body, outcome] : {
           Case{200, R"({"MessageId":"0102-1"})", kAccepted},
           Case{201, R"({"MessageId":"0102-1"})", kAccepted},
           Case{200, "", kUnknown},
           Case{200, "{}", kUnknown},
           Case{200, "<html>sign in to the network</html>", kUnknown},
           Case{200, R"({"MessageId":17})", kUnknown},
           Case{200, R"({"MessageId":""})", kUnknown},
           Case{200, R"({"MessageId":"<b>"})", kUnknown},
           Case{200, R"({"MessageId":"a b"})", kUnknown},
           Case{200, R"(["MessageId"])", kUnknown},
           Case{200, R"({"__type":"MessageRejected"})", kUnknown},
           Case{200, R"({"MessageId":"0102-1")", kUnknown},
           Case{202, "", kUnknown},
           Case{204, "", kUnknown},
           Case{0, "", kUnknown},
           Case{101, R"({"MessageId":"0102-1"})", kUnknown},
           Case{301, "", kRefused},
           Case{302, R"({"MessageId":"0102-1"})", kRefused},
           Case{400, "", kRefused},
           Case{400, "garbage", kRefused},
           Case{401, "", kSignIn},
           Case{403, "<html>", kRefused},
           Case{404, "", kRefused},
           Case{407, "", kRefused},
           Case{408, "", kUnknown},
           Case{408, R"({"__type":"MessageRejected"})", kUnknown},
           Case{413, "", kRefused},
           Case{429, R"({"MessageId":"0102-1"})", kNotSent},
           Case{500, "", kUnknown},
           Case{500, R"({"MessageId":"0102-1"})", kUnknown},
           Case{500, R"({"__type":"ThrottlingException"})", kUnknown},
           Case{502, "<html>", kUnknown},
           Case{503, R"({"message":"Maximum sending rate exceeded."})", kUnknown},
           Case{503, R"({"__type":"ExpiredTokenException"})", kUnknown},
           Case{599, "", kUnknown},
       }) {
    CAPTURE(status);
    CAPTURE(body);
    const SesAnswer answer = judge_ses(answered(status, body));
    CHECK(answer.outcome == outcome);
    CHECK(answer.error.empty() == (outcome == kAccepted));
    CHECK(answer.message_id == (outcome == kAccepted ? "0102-1" : ""));
    CHECK(answer.retry_after.has_value() == (outcome == kNotSent));
    CHECK_FALSE(answer.token_expired);
  }
  CHECK(judge_ses(answered(404)).error == "ses: HTTP 404 (check ses.api_url and ses.region)");
  CHECK(judge_ses(answered(200, std::string(3000, '['))).outcome == kUnknown);
  CHECK(judge_ses(answered(200, R"({"MessageId":")" + std::string(300, 'a') + "\"}")).outcome ==
        kUnknown);
}

TEST_CASE("ses errors: a name that is none, and remarks of strangers, are never shown") {
  for (const HttpResult& result : {
           named(400, "PAY ME <b>", R"({"__type":"\u202Ex","message":"PAY ME"})"),
           named(400, std::string(300, 'a'), R"({"code":17,"message":["PAY ME"]})"),
           answered(400, R"({"__type":"a b","Message":"PAY ME"})"),
           answered(400, R"({"message":")" + std::string(100'000, 'x') + "\"}"),
       }) {
    const SesAnswer answer = judge_ses(result);
    CHECK(answer.outcome == kRefused);
    CHECK(answer.code.empty());
    CHECK(answer.error == "ses: HTTP 400 (check ses.api_url and ses.region)");
  }
}

TEST_CASE("ses errors: no answer at all") {
  struct Case {
    HttpFailure failure;
    AttemptOutcome outcome;
  };
  for (const auto& [failure, outcome] : {
           Case{HttpFailure::not_sent, kNotSent},
           Case{HttpFailure::refused, kRefused},
           Case{HttpFailure::timed_out, kUnknown},
           Case{HttpFailure::broken, kUnknown},
           Case{HttpFailure::too_large, kUnknown},
       }) {
    const SesAnswer answer = judge_ses(failed(failure, "it\nbroke"));
    CHECK(answer.outcome == outcome);
    CHECK(answer.error == "ses: it broke");
    CHECK_FALSE(answer.retry_after);
    CHECK_FALSE(answer.gone);
  }
  HttpResult resting = failed(HttpFailure::not_sent, "");
  resting.resting = true;
  CHECK(judge_ses(resting).gone);
  CHECK(judge_ses(resting).error == "ses: no answer");
}

}  // namespace execassist::channels
