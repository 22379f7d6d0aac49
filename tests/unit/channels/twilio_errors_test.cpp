#include "channels/twilio_errors.hpp"

#include "support/fake_twilio.hpp"

#include <execassist/base/text.hpp>

#include <string>

#include <doctest/doctest.h>

namespace execassist::channels {
namespace {

using testing::answered;
using testing::failed;
using testing::twilio_error;

constexpr auto kAccepted = AttemptOutcome::accepted;
constexpr auto kSignIn = AttemptOutcome::sign_in_needed;
constexpr auto kRefused = AttemptOutcome::refused;
constexpr auto kUnknown = AttemptOutcome::unknown;
constexpr auto kNotSent = AttemptOutcome::not_sent;

struct Case {
  int status;
  int code;
  AttemptOutcome sending;
  AttemptOutcome reading;
  bool resting = false;
};

}  // namespace

TEST_CASE("twilio errors: every code") {
  for (const auto& [status, code, sending, reading, resting] : {
           Case{401, 20003, kSignIn, kSignIn},         Case{403, 20003, kSignIn, kSignIn},
           Case{403, 20005, kSignIn, kSignIn},         Case{403, 20006, kSignIn, kSignIn},
           Case{403, 20008, kSignIn, kSignIn},         Case{404, 20404, kSignIn, kSignIn},
           Case{401, 20999, kSignIn, kSignIn},         Case{429, 20429, kNotSent, kNotSent},
           Case{400, 20429, kNotSent, kNotSent},       Case{429, 20003, kNotSent, kNotSent},
           Case{429, 29999, kNotSent, kNotSent},       Case{400, 21611, kNotSent, kNotSent, true},
           Case{429, 63038, kNotSent, kNotSent, true}, Case{400, 21211, kRefused, kRefused},
           Case{400, 21217, kRefused, kRefused},       Case{400, 21212, kRefused, kRefused},
           Case{400, 21265, kRefused, kRefused},       Case{400, 21266, kRefused, kRefused},
           Case{400, 21408, kRefused, kRefused},       Case{400, 21606, kRefused, kRefused},
           Case{400, 21608, kRefused, kRefused},       Case{400, 21610, kRefused, kRefused},
           Case{400, 21612, kRefused, kRefused},       Case{400, 21614, kRefused, kRefused},
           Case{400, 21617, kRefused, kRefused},       Case{400, 21602, kRefused, kRefused},
           Case{400, 21659, kRefused, kRefused},       Case{400, 21660, kRefused, kRefused},
           Case{400, 21703, kRefused, kRefused},       Case{404, 21705, kRefused, kRefused},
           Case{400, 20001, kRefused, kRefused},       Case{405, 20004, kRefused, kRefused},
           Case{400, 99999, kRefused, kRefused},       Case{500, 20500, kUnknown, kNotSent},
           Case{503, 20503, kUnknown, kNotSent},       Case{500, 21211, kUnknown, kNotSent},
           Case{503, 20429, kUnknown, kNotSent},
       }) {
    CAPTURE(status);
    CAPTURE(code);
    const HttpResult result = twilio_error(status, code, "\x1b[2J<b>PAY ME</b>");
    const TwilioAnswer answer = judge_twilio(result, TwilioCall::sending);
    CHECK(answer.outcome == sending);
    CHECK(judge_twilio(result, TwilioCall::reading).outcome == reading);
    CHECK(answer.resting == resting);
    CHECK(answer.opted_out == (code == 21610));
    CHECK(one_line(answer.error) == answer.error);
    CHECK(answer.error.size() < 160);
    CHECK(answer.error.find("PAY") == std::string::npos);
    if (status >= 500) continue;
    CHECK(answer.code == code);
    CHECK(answer.error.starts_with("twilio: error " + std::to_string(code)));
  }
}

TEST_CASE("twilio errors: what to do is said, in our words") {
  struct Words {
    int code;
    std::string words;
  };
  for (const auto& [code, words] : {
           Words{20003, "twilio: error 20003 (check twilio.account_sid and twilio.auth_token)"},
           Words{20404, "twilio: error 20404 (check twilio.account_sid)"},
           Words{21211,
                 "twilio: error 21211 (not a valid phone number: check `phone` of this person)"},
           Words{21614, "twilio: error 21614 (not a mobile number: check `phone` of this person)"},
           Words{21606,
                 "twilio: error 21606 (the sender cannot send text messages: check "
                 "twilio.from_number)"},
           Words{21610,
                 "twilio: error 21610 (the phone has opted out (STOP); it can text START to "
                 "+15005550006 to get messages again)"},
           Words{21999, "twilio: error 21999"},
       }) {
    CHECK(judge_twilio(twilio_error(400, code), TwilioCall::sending, "+15005550006").error ==
          words);
  }
  for (const char* const sender : {"", "MG0123456789abcdef0123456789abcdef", "+1\n"}) {
    CHECK(judge_twilio(twilio_error(400, 21610), TwilioCall::sending, sender).error ==
          "twilio: error 21610 (the phone has opted out (STOP); it can text START to the number "
          "that the messages came from to get messages again)");
  }
}

TEST_CASE("twilio errors: the status decides where no code does") {
  struct Status {
    int status;
    std::string body;
    AttemptOutcome sending;
    AttemptOutcome reading;
  };
  for (const auto& [status, body, sending, reading] : {
           Status{201, R"({"sid":"SM1"})", kAccepted, kNotSent},
           Status{200, R"({"sid":"SM1"})", kUnknown, kAccepted},
           Status{202, R"({"sid":"SM1"})", kUnknown, kNotSent},
           Status{204, "", kUnknown, kNotSent},
           Status{301, "", kRefused, kRefused},
           Status{302, R"({"sid":"SM1"})", kRefused, kRefused},
           Status{400, "", kRefused, kRefused},
           Status{400, "<html>", kRefused, kRefused},
           Status{400, R"({"code":null})", kRefused, kRefused},
           Status{400, R"({"code":"21610"})", kRefused, kRefused},
           Status{400, R"({"code":1})", kRefused, kRefused},
           Status{400, R"({"code":99999999999})", kRefused, kRefused},
           Status{401, "", kSignIn, kSignIn},
           Status{403, "<html>", kRefused, kRefused},
           Status{404, "", kRefused, kRefused},
           Status{408, "", kUnknown, kNotSent},
           Status{429, "", kNotSent, kNotSent},
           Status{429, "<html>", kNotSent, kNotSent},
           Status{500, "", kUnknown, kNotSent},
           Status{500, R"({"sid":"SM1"})", kUnknown, kNotSent},
           Status{502, "<html>", kUnknown, kNotSent},
           Status{504, "", kUnknown, kNotSent},
       }) {
    CAPTURE(status);
    CAPTURE(body);
    const HttpResult result = answered(status, body);
    const TwilioAnswer answer = judge_twilio(result, TwilioCall::sending);
    CHECK(answer.outcome == sending);
    CHECK(judge_twilio(result, TwilioCall::reading).outcome == reading);
    CHECK(answer.error.empty() == (sending == kAccepted));
    CHECK(answer.code == 0);
    CHECK_FALSE(answer.opted_out);
  }
  CHECK(judge_twilio(answered(404), TwilioCall::sending).error ==
        "twilio: HTTP 404 (check twilio.api_url)");
  CHECK(judge_twilio(answered(401), TwilioCall::sending).error ==
        "twilio: HTTP 401 (check twilio.account_sid and twilio.auth_token)");
  // A code counts in JSON only.
  CHECK_FALSE(judge_twilio(answered(400, R"({"code":21610})", {}, "text/html"), TwilioCall::sending)
                  .opted_out);
}

TEST_CASE("twilio errors: an answer that Twilio cannot have given") {
  struct Answer {
    std::string body;
    std::string type;
  };
  for (const auto& [body, type] : {
           Answer{"", "application/json"},
           Answer{"garbage", "application/json"},
           Answer{R"({"sid":"SM1")", "application/json"},
           Answer{"[]", "application/json"},
           Answer{"\"SM1\"", "application/json"},
           Answer{"null", "application/json"},
           Answer{R"({"sid":"SM1"})", "text/html"},
           Answer{R"({"sid":"SM1"})", ""},
           Answer{std::string(200, '['), "application/json"},
       }) {
    CAPTURE(body);
    const TwilioAnswer sent = judge_twilio(answered(201, body, {}, type), TwilioCall::sending);
    CHECK(sent.outcome == kUnknown);
    CHECK(sent.error == "twilio: the answer is not one of Twilio's (HTTP 201)");
    CHECK(judge_twilio(answered(200, body, {}, type), TwilioCall::reading).outcome == kNotSent);
  }
}

TEST_CASE("twilio errors: no answer at all") {
  struct Failure {
    HttpFailure failure;
    AttemptOutcome sending;
    AttemptOutcome reading;
  };
  for (const auto& [failure, sending, reading] : {
           Failure{HttpFailure::not_sent, kNotSent, kNotSent},
           Failure{HttpFailure::refused, kRefused, kRefused},
           Failure{HttpFailure::timed_out, kUnknown, kNotSent},
           Failure{HttpFailure::broken, kUnknown, kNotSent},
           Failure{HttpFailure::too_large, kUnknown, kNotSent},
       }) {
    const HttpResult result = failed(failure, "it\nbroke");
    const TwilioAnswer answer = judge_twilio(result, TwilioCall::sending);
    CHECK(answer.outcome == sending);
    CHECK(answer.error == "twilio: it broke");
    CHECK_FALSE(answer.retry_after);
    CHECK_FALSE(answer.resting);
    CHECK(judge_twilio(result, TwilioCall::reading).outcome == reading);
  }
  CHECK(judge_twilio(failed(HttpFailure::broken, ""), TwilioCall::sending).error ==
        "twilio: no answer");
  HttpResult dark = failed(HttpFailure::not_sent);
  dark.resting = true;
  CHECK(judge_twilio(dark, TwilioCall::sending).resting);
}

TEST_CASE("twilio errors: how long to wait is passed on, for what was not sent only") {
  const std::string body = R"({"code":20429,"status":429})";
  CHECK(judge_twilio(answered(429, body, Seconds{30}), TwilioCall::sending).retry_after ==
        Seconds{30});
  CHECK(judge_twilio(answered(429, "", Seconds{7}), TwilioCall::sending).retry_after == Seconds{7});
  CHECK_FALSE(judge_twilio(answered(429, body), TwilioCall::sending).retry_after);
  CHECK_FALSE(judge_twilio(answered(503, "", Seconds{30}), TwilioCall::sending).retry_after);
  CHECK_FALSE(judge_twilio(answered(400, R"({"code":21211})", Seconds{30}), TwilioCall::sending)
                  .retry_after);
}

TEST_CASE("twilio errors: an answer that lacks something") {
  CHECK(incomplete_answer(TwilioCall::sending, "the sid").outcome == kUnknown);
  CHECK(incomplete_answer(TwilioCall::reading, "the sid").outcome == kNotSent);
  CHECK(incomplete_answer(TwilioCall::reading, "the sid").error ==
        "twilio: the answer lacks the sid");
}

TEST_CASE("twilio errors: why a message did not arrive") {
  struct Loss {
    std::string status;
    int code;
    std::string words;
  };
  for (const auto& [status, code, words] : {
           Loss{"failed", 0, "twilio: failed"},
           Loss{"canceled", 0, "twilio: canceled"},
           Loss{"undelivered", 30003,
                "twilio: undelivered, error 30003 (the phone is switched off or out of reach)"},
           Loss{"undelivered", 30005,
                "twilio: undelivered, error 30005 (nobody has this number: check `phone`)"},
           Loss{"undelivered", 30007,
                "twilio: undelivered, error 30007 (the carrier took it for spam)"},
           Loss{"failed", 21610, "twilio: failed, error 21610 (the phone has opted out (STOP))"},
           Loss{"failed", 30999, "twilio: failed, error 30999"},
       }) {
    CHECK(words_for_loss(status, code) == words);
  }
  for (const int code : {30003, 30005, 30006, 30007, 30008, 30034, 21610}) {
    CHECK(words_for_loss("failed", code).ends_with(")"));
  }
}

}  // namespace execassist::channels
