#include "channels/twilio_api.hpp"

#include "wire/url.hpp"

#include <execassist/base/encoding.hpp>
#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <utility>

namespace execassist::channels {
namespace {

using wire::Json;

constexpr const char* kFormType = "application/x-www-form-urlencoded";
constexpr Seconds kShortestValidity{60};
constexpr Seconds kLongestValidity{36'000};
constexpr std::size_t kLongestNextPage = 2000;
constexpr std::size_t kLongestStatus = 40;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool in_id(char c) { return is_digit(c) || is_lower(c) || (c >= 'A' && c <= 'Z'); }
bool in_status(char c) { return is_lower(c) || c == '_'; }

bool is_sid(std::string_view text, std::string_view prefix) {
  return text.size() == 34 && text.starts_with(prefix) &&
         std::all_of(text.begin() + 2, text.end(), is_hex);
}

std::string text_at(const Json& object, std::string_view key) {
  const Json* value = object.find(key);
  const std::string* text = value == nullptr ? nullptr : value->as_string();
  return text == nullptr ? std::string{} : *text;
}

// Nothing of an answer leads out of the account's own folder: our credentials go with the request.
bool is_page_of(std::string_view uri, std::string_view folder) {
  if (uri.size() > kLongestNextPage || !uri.starts_with(folder)) return false;
  const std::string_view path = uri.substr(0, uri.find('?'));
  const bool plain = std::all_of(path.begin(), path.end(), [](char c) {
    return in_id(c) || c == '/' || c == '.' || c == '-' || c == '_';
  });
  if (!plain || path.find("..") != std::string_view::npos ||
      path.find("/.") != std::string_view::npos || path.find("//") != std::string_view::npos) {
    return false;
  }
  return std::all_of(uri.begin() + static_cast<std::ptrdiff_t>(path.size()), uri.end(),
                     [](char c) { return c > ' ' && c < 0x7F && c != '#' && c != '\\'; });
}

std::string folder_of(const TwilioAccount& account) {
  return "/2010-04-01/Accounts/" + account.account_sid + "/";
}

TwilioPage incomplete_page(std::string_view lacking) {
  return {incomplete_answer(TwilioCall::reading, lacking), {}, {}};
}

TwilioPage page_in(TwilioAnswer answer, const TwilioAccount& account) {
  if (answer.outcome != AttemptOutcome::accepted) return {std::move(answer), {}, {}};
  const Json* messages = answer.body.find("messages");
  if (messages == nullptr || !messages->is_array()) return incomplete_page("the messages");
  const Json* next = answer.body.find("next_page_uri");
  if (next == nullptr) return incomplete_page("the next page");
  TwilioPage page;
  if (!next->is_null()) {
    page.next = text_at(answer.body, "next_page_uri");
    if (!is_page_of(page.next, folder_of(account))) return incomplete_page("a proper next page");
  }
  for (const Json& message : *messages->as_array()) {
    page.messages.push_back(twilio_message(message));
  }
  page.answer = std::move(answer);
  return page;
}

}  // namespace

void check_account(const TwilioAccount& account) {
  if (!is_sid(account.account_sid, "AC")) {
    throw Error(ErrorKind::configuration,
                "twilio.account_sid: not an account's id: \"AC\" and 32 hexadecimal digits",
                "Twilio's console shows it on its first page");
  }
  if (account.auth_token.empty()) {
    throw Error(ErrorKind::configuration, "twilio.auth_token: is empty",
                "Twilio's console shows it on its first page");
  }
  if (!is_phone_number(account.from) && !is_sid(account.from, "MG")) {
    throw Error(ErrorKind::configuration,
                "twilio.from_number: neither a phone number like +15550100 nor a Messaging "
                "Service: \"MG\" and 32 hexadecimal digits",
                "Twilio's console shows both under Phone Numbers and Messaging");
  }
}

TwilioApi::TwilioApi(std::string url, std::function<TwilioAccount()> account, HttpClient& reading,
                     HttpClient& sending)
    : url_(std::move(url)),
      ask_account_(std::move(account)),
      reading_(reading),
      sending_(sending) {}

TwilioAnswer TwilioApi::send(const TwilioText& text) {
  const TwilioAccount sender = account();
  const bool service = sender.from.starts_with("MG");
  wire::Fields fields{{"To", text.to},
                      {service ? "MessagingServiceSid" : "From", sender.from},
                      {"Body", text.body}};
  if (text.useful_for) {
    const Seconds validity = std::clamp(*text.useful_for, kShortestValidity, kLongestValidity);
    fields.emplace_back("ValidityPeriod", std::to_string(validity.count()));
  }
  HttpRequest call = request(sender, folder_of(sender) + "Messages.json");
  call.method = HttpMethod::post;
  call.body = wire::encode_fields(fields);
  call.content_type = kFormType;
  call.at_most_once = true;
  call.first_byte_before = text.send_before;
  call.quota = "twilio/" + sender.from;  // Twilio counts each sender by itself
  TwilioAnswer answer = judge_twilio(sending_.call(call), TwilioCall::sending, sender.from);
  if (answer.outcome != AttemptOutcome::accepted) return answer;
  answer.value = twilio_message(answer.body).sid;
  if (answer.value.empty()) return incomplete_answer(TwilioCall::sending, "the message's sid");
  return answer;
}

TwilioPage TwilioApi::list(const std::string& to, const std::string& next) {
  const TwilioAccount sender = account();
  const std::string path = next.empty() ? folder_of(sender) + "Messages.json?" +
                                              wire::encode_fields({{"To", to}, {"PageSize", "50"}})
                                        : next;
  return page_in(judge_twilio(reading_.call(request(sender, path)), TwilioCall::reading), sender);
}

TwilioAnswer TwilioApi::fetch(const std::string& sid) {
  const TwilioAccount sender = account();
  const HttpRequest call = request(sender, folder_of(sender) + "Messages/" + sid + ".json");
  return judge_twilio(reading_.call(call), TwilioCall::reading);
}

HttpRequest TwilioApi::request(const TwilioAccount& account, const std::string& path) const {
  HttpRequest call;
  call.url = url_ + path;
  call.authorization =
      Secret("Basic " + base64(account.account_sid + ":" + account.auth_token.reveal()));
  call.quota = "twilio/reading";
  return call;
}

TwilioAccount TwilioApi::account() {
  const std::scoped_lock lock(guard_);
  if (!account_) {
    TwilioAccount asked = ask_account_();
    check_account(asked);
    account_ = std::move(asked);
  }
  return *account_;
}

bool is_twilio_id(std::string_view text) {
  return text.size() >= 2 && text.size() <= 64 && std::all_of(text.begin(), text.end(), in_id);
}

TwilioMessage twilio_message(const Json& message) {
  TwilioMessage result;
  result.sid = text_at(message, "sid");
  if (!is_twilio_id(result.sid)) result.sid.clear();
  result.body = text_at(message, "body");
  result.created = parse_rfc2822(text_at(message, "date_created"));
  result.status = text_at(message, "status");
  const bool shaped = result.status.size() <= kLongestStatus &&
                      std::all_of(result.status.begin(), result.status.end(), in_status);
  if (!shaped) result.status.clear();
  const Json* code = message.find("error_code");
  const auto number = code == nullptr ? std::nullopt : code->as_int();
  if (number && *number >= 10000 && *number <= 99999) result.error_code = static_cast<int>(*number);
  return result;
}

}  // namespace execassist::channels
