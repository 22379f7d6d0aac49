#include "channels/twilio_errors.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace execassist::channels {
namespace {

constexpr auto kSignIn = AttemptOutcome::sign_in_needed;
constexpr auto kRefused = AttemptOutcome::refused;
constexpr auto kUnknown = AttemptOutcome::unknown;
constexpr auto kNotSent = AttemptOutcome::not_sent;

constexpr int kTooManyRequests = 20429;
constexpr int kOptedOut = 21610;

struct KnownCode {
  int code;
  AttemptOutcome outcome;
  std::string_view advice;
  bool resting = false;
};

// twilio.com/docs/api/errors. Codes that are not listed are refusals.
constexpr std::array kKnownCodes{
    KnownCode{20003, kSignIn, "check twilio.account_sid and twilio.auth_token"},
    KnownCode{20005, kSignIn, "the Twilio account is not active"},
    KnownCode{20006, kSignIn, "check twilio.account_sid and twilio.auth_token"},
    KnownCode{20008, kSignIn, "test credentials cannot do this: use those of the live account"},
    KnownCode{20404, kSignIn, "check twilio.account_sid"},

    KnownCode{kTooManyRequests, kNotSent, "too many calls at once"},
    KnownCode{21611, kNotSent, "the queue of the sender is full", true},
    KnownCode{63038, kNotSent, "the account has used up its messages of this day", true},

    KnownCode{21211, kRefused, "not a valid phone number: check `phone` of this person"},
    KnownCode{21217, kRefused, "not a valid phone number: check `phone` of this person"},
    KnownCode{21614, kRefused, "not a mobile number: check `phone` of this person"},
    KnownCode{21265, kRefused, "a short code cannot be written to: check `phone` of this person"},
    KnownCode{21266, kRefused, "`phone` of this person is the sender itself"},
    KnownCode{21408, kRefused,
              "the account may not send to this country: allow it in Twilio's console under "
              "Messaging, Geo permissions"},
    KnownCode{21608, kRefused,
              "a trial account sends to verified numbers only: verify this phone, or upgrade"},
    KnownCode{21612, kRefused, "no way leads from the sender to this phone: try another sender"},

    KnownCode{21212, kRefused, "not a valid sender: check twilio.from_number"},
    KnownCode{21606, kRefused, "the sender cannot send text messages: check twilio.from_number"},
    KnownCode{21659, kRefused, "not a number of Twilio's: check twilio.from_number"},
    KnownCode{21660, kRefused, "the sender belongs to another account: check twilio.from_number"},
    KnownCode{21703, kRefused, "the Messaging Service has no sender: add a number to it"},
    KnownCode{21705, kRefused, "no such Messaging Service: check twilio.from_number"},

    KnownCode{21602, kRefused, "please report this: the message is empty"},
    KnownCode{21617, kRefused, "please report this: the message is too long"},
};

struct KnownLoss {
  int code;
  std::string_view words;
};

// Codes that come later, with the status of a message that was taken.
constexpr std::array kKnownLosses{
    KnownLoss{kOptedOut, "the phone has opted out (STOP)"},
    KnownLoss{30001, "the queue of the sender was full"},
    KnownLoss{30002, "the Twilio account is suspended"},
    KnownLoss{30003, "the phone is switched off or out of reach"},
    KnownLoss{30004, "the phone or its carrier blocks the message"},
    KnownLoss{30005, "nobody has this number: check `phone`"},
    KnownLoss{30006, "a landline, or its carrier cannot be reached: check `phone`"},
    KnownLoss{30007, "the carrier took it for spam"},
    KnownLoss{30008, "the carrier does not say why"},
    KnownLoss{30034, "the sender is not registered for the United States (A2P 10DLC)"},
    KnownLoss{30036, "it waited longer than it was of use"},
};

template <class Table>
auto find_code(const Table& table, int code) {
  return std::find_if(table.begin(), table.end(),
                      [code](const auto& each) { return each.code == code; });
}

// What is in doubt after a send is only undone after a read.
AttemptOutcome doubt(TwilioCall call) { return call == TwilioCall::sending ? kUnknown : kNotSent; }

TwilioAnswer failure(AttemptOutcome outcome, const std::string& why) {
  TwilioAnswer answer;
  answer.outcome = outcome;
  answer.error = "twilio: " + why;
  return answer;
}

TwilioAnswer judge_failure(const HttpResult& result, TwilioCall call) {
  const std::string why = result.error.empty() ? "no answer" : one_line(result.error);
  switch (result.failure) {
    case HttpFailure::not_sent: {
      TwilioAnswer answer = failure(kNotSent, why);
      answer.resting = result.resting;
      return answer;
    }
    case HttpFailure::refused:
      return failure(kRefused, why);
    default:
      return failure(doubt(call), why);
  }
}

// Five digits; 0 when that is not what the body says.
int code_in(const wire::Json& body) {
  const wire::Json* value = body.find("code");
  const auto code = value == nullptr ? std::nullopt : value->as_int();
  return code && *code >= 10000 && *code <= 99999 ? static_cast<int>(*code) : 0;
}

std::string opted_out_advice(std::string_view sender) {
  const std::string to =
      is_phone_number(sender) ? std::string(sender) : "the number that the messages came from";
  return "the phone has opted out (STOP); it can text START to " + to + " to get messages again";
}

TwilioAnswer judge_code(int code, int status, std::string_view sender) {
  TwilioAnswer answer = failure(kRefused, "error " + std::to_string(code));
  answer.code = code;
  std::string advice;
  if (const auto* known = find_code(kKnownCodes, code); known != kKnownCodes.end()) {
    answer.outcome = known->outcome;
    answer.resting = known->resting;
    advice = known->advice;
  } else if (code == kOptedOut) {
    answer.opted_out = true;
    advice = opted_out_advice(sender);
  } else if (status == 401) {
    answer.outcome = kSignIn;
    advice = "check twilio.account_sid and twilio.auth_token";
  }
  if (!advice.empty()) answer.error += " (" + advice + ")";
  // Documented: such a request was never looked at.
  if (status == 429) answer.outcome = kNotSent;
  return answer;
}

// Without a code that decides.
TwilioAnswer judge_status(int status, TwilioCall call) {
  const std::string text = "HTTP " + std::to_string(status);
  if (status == 401) {
    return failure(kSignIn, text + " (check twilio.account_sid and twilio.auth_token)");
  }
  if (status == 429) return failure(kNotSent, text);
  // Whoever waited for the request in vain cannot say what became of it.
  if (status >= 500 || status == 408) return failure(doubt(call), text);
  return failure(kRefused, text + " (check twilio.api_url)");
}

std::optional<wire::Json> object_in(const HttpResponse& response) {
  if (response.content_type != "application/json") return std::nullopt;
  auto body = wire::parse_json(response.body);
  if (!body || !body->is_object()) return std::nullopt;
  return body;
}

TwilioAnswer judge_response(const HttpResponse& response, TwilioCall call,
                            std::string_view sender) {
  const int status = response.status;
  // Whatever stands in its body, a server that failed, or a gateway before it, vouches for nothing.
  if (status >= 500 || status == 408) return judge_status(status, call);
  auto body = object_in(response);
  if (status < 200 || status >= 300) {
    const int code = body ? code_in(*body) : 0;
    return code == 0 ? judge_status(status, call) : judge_code(code, status, sender);
  }
  const int expected = call == TwilioCall::sending ? 201 : 200;
  if (!body || status != expected) {
    return failure(doubt(call),
                   "the answer is not one of Twilio's (HTTP " + std::to_string(status) + ")");
  }
  TwilioAnswer answer;
  answer.outcome = AttemptOutcome::accepted;
  answer.body = std::move(*body);
  return answer;
}

}  // namespace

TwilioAnswer judge_twilio(const HttpResult& result, TwilioCall call, std::string_view sender) {
  if (!result.response) return judge_failure(result, call);
  TwilioAnswer answer = judge_response(*result.response, call, sender);
  if (answer.outcome == kNotSent) answer.retry_after = result.response->retry_after;
  return answer;
}

TwilioAnswer incomplete_answer(TwilioCall call, std::string_view lacking) {
  return failure(doubt(call), "the answer lacks " + std::string(lacking));
}

std::string words_for_loss(std::string_view status, int code) {
  std::string words = "twilio: " + std::string(status);
  if (code == 0) return words;
  words += ", error " + std::to_string(code);
  const auto* known = find_code(kKnownLosses, code);
  if (known != kKnownLosses.end()) words += " (" + std::string(known->words) + ")";
  return words;
}

}  // namespace execassist::channels
