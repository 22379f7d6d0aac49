#include "channels/email_channel.hpp"

#include "channels/email_address.hpp"
#include "channels/email_body.hpp"
#include "wire/aws_signature.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

namespace execassist::channels {
namespace {

using wire::Json;

constexpr const char* kPath = "/v2/email/outbound-emails";
constexpr const char* kJsonType = "application/json";
constexpr std::size_t kLongestTag = 256;

SendResult send_result(SesAnswer answer) {
  return {answer.outcome, std::move(answer.message_id), answer.retry_after, std::move(answer.error),
          answer.gone};
}

SendResult refused(const std::string& why) { return {AttemptOutcome::refused, {}, {}, why}; }

bool in_tag(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         c == '-';
}

bool is_region(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-';
  });
}

// SES takes text for 7-bit ASCII unless it is told otherwise.
Json utf8(std::string data) {
  return Json::object({{"Data", std::move(data)}, {"Charset", "UTF-8"}});
}

Json header(const char* name, const char* value) {
  return Json::object({{"Name", name}, {"Value", value}});
}

// By which SES's own events name the message.
void add_tag(Json::Array& tags, const char* name, std::string_view value) {
  std::string tag(value.substr(0, kLongestTag));
  std::replace_if(
      tag.begin(), tag.end(), [](char c) { return !in_tag(c); }, '_');
  if (tag.empty()) return;
  tags.push_back(Json::object({{"Name", name}, {"Value", std::move(tag)}}));
}

Json content_of(const OutgoingMessage& message) {
  EmailBody body = email_body(message);
  // No answers from machines: neither "out of office" nor "cannot be delivered for now".
  Json headers = Json::array(
      {header("Auto-Submitted", "auto-generated"), header("X-Auto-Response-Suppress", "All")});
  return Json::object({{"Subject", utf8(std::move(body.subject))},
                       {"Body", Json::object({{"Text", utf8(std::move(body.text))},
                                              {"Html", utf8(std::move(body.html))}})},
                       {"Headers", std::move(headers)}});
}

std::string request_body(const EmailChannel::Account& account, const OutgoingMessage& message,
                         const std::string& to) {
  Json::Array tags;
  add_tag(tags, "notification_id", message.notification_id);
  add_tag(tags, "kind", name_of(message.kind));
  Json body = Json::object({{"FromEmailAddress", mailbox(account.from_name, account.from_email)},
                            {"Destination", Json::object({{"ToAddresses", Json::array({to})}})},
                            {"Content", Json::object({{"Simple", content_of(message)}})},
                            {"EmailTags", Json::array(std::move(tags))}});
  if (!account.configuration_set.empty()) {
    body.set("ConfigurationSetName", account.configuration_set);
  }
  return body.dump(-1);
}

bool same_credentials(const AwsCredentials& one, const AwsCredentials& other) {
  return one.access_key_id == other.access_key_id &&
         same_secret(one.session_token, other.session_token);
}

}  // namespace

EmailChannel::EmailChannel(Account account, AwsCredentialsSource& credentials, HttpClient& sending,
                           const Clock& clock)
    : account_(std::move(account)), credentials_(credentials), sending_(sending), clock_(clock) {}

std::string EmailChannel::objection_to(const User& user) {
  if (account_.from_email.empty()) return "ses.from_email: not set";
  const std::string sender = address_objection(account_.from_email);
  if (!sender.empty()) return "ses.from_email: " + sender;
  const std::string recipient = address_objection(user.email);
  return recipient.empty() ? recipient : "email: the person's address " + recipient;
}

SendResult EmailChannel::send(const OutgoingMessage& message, const User& user) {
  if (const std::string objection = objection_to(user); !objection.empty()) {
    return refused(objection);
  }
  try {
    return send_result(deliver(message, user));
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::configuration) return refused(one_line(error.message()));
    // Nobody was asked to send yet, or AWS had just said that it did not.
    if (error.kind() != ErrorKind::try_again) throw;
    return {AttemptOutcome::not_sent, {}, {}, one_line(error.message())};
  }
}

SesAnswer EmailChannel::deliver(const OutgoingMessage& message, const User& user) {
  const std::string body = request_body(account_, message, user.email);
  const AwsCredentials credentials = credentials_.get();
  SesAnswer answer = post(body, credentials, message.send_before);
  if (!answer.token_expired) return answer;
  // The one answer after which the message is sent again at once: it was not even looked at.
  const auto others = others_than(credentials);
  return others ? post(body, *others, message.send_before) : answer;
}

SesAnswer EmailChannel::post(const std::string& body, const AwsCredentials& credentials,
                             const std::optional<Instant>& before) {
  const std::string region = this->region();
  HttpRequest call;
  call.method = HttpMethod::post;
  call.url =
      (account_.api_url.empty() ? "https://email." + region + ".amazonaws.com" : account_.api_url) +
      kPath;
  call.body = body;
  call.content_type = kJsonType;
  call.at_most_once = true;
  call.first_byte_before = before;
  call.quota = "ses";
  const wire::AwsSigner signer(credentials, region, wire::kSes);
  for (auto& [name, value] : signer.headers_for(
           {"POST", call.url, {{"Content-Type", call.content_type}}, call.body}, clock_.wall())) {
    if (name == "Authorization") {
      call.authorization = Secret(std::move(value));
    } else {
      call.headers.emplace_back(std::move(name), std::move(value));
    }
  }
  return judge_ses(sending_.call(call));
}

// Many threads may learn at the same time that the credentials are over: one of them renews.
std::optional<AwsCredentials> EmailChannel::others_than(const AwsCredentials& expired) {
  const std::scoped_lock lock(renewing_);
  AwsCredentials current = credentials_.get();
  if (same_credentials(current, expired)) {
    credentials_.forget();
    current = credentials_.get();
  }
  if (same_credentials(current, expired)) return std::nullopt;
  return current;
}

std::string EmailChannel::region() {
  const std::scoped_lock lock(guard_);
  if (!region_.empty()) return region_;
  std::string region = account_.region();
  if (!is_region(region)) {
    throw Error(ErrorKind::configuration, "ses.region: not the name of an AWS region");
  }
  return region_ = std::move(region);
}

}  // namespace execassist::channels
