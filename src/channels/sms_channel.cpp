#include "channels/sms_channel.hpp"

#include "channels/sms_text.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace execassist::channels {
namespace {

// By which Twilio's clock may be behind ours.
constexpr Seconds kClockSlack = minutes{10};
constexpr int kMostPages = 10;

SendResult send_result(const TwilioAnswer& answer) {
  if (answer.outcome == AttemptOutcome::accepted) return {answer.outcome, answer.value, {}, {}};
  return {answer.outcome, {}, answer.retry_after, answer.error, answer.resting, answer.opted_out};
}

constexpr int kOptedOut = 21610;

struct KnownStatus {
  std::string_view status;
  Arrival arrival;
};

constexpr std::array kKnownStatuses{
    KnownStatus{"accepted", Arrival::under_way}, KnownStatus{"scheduled", Arrival::under_way},
    KnownStatus{"queued", Arrival::under_way},   KnownStatus{"sending", Arrival::under_way},
    KnownStatus{"sent", Arrival::under_way},     KnownStatus{"delivered", Arrival::arrived},
    KnownStatus{"read", Arrival::arrived},       KnownStatus{"undelivered", Arrival::failed},
    KnownStatus{"failed", Arrival::failed},      KnownStatus{"canceled", Arrival::failed},
};

ArrivalResult arrival_in(const TwilioMessage& message) {
  const auto* known =
      std::find_if(kKnownStatuses.begin(), kKnownStatuses.end(),
                   [&](const KnownStatus& each) { return each.status == message.status; });
  if (known == kKnownStatuses.end()) return {};
  if (known->arrival != Arrival::failed) return {known->arrival, {}};
  return {Arrival::failed, words_for_loss(message.status, message.error_code),
          message.error_code == kOptedOut};
}

}  // namespace

SmsChannel::SmsChannel(Account account, HttpClient& reading, HttpClient& sending)
    : api_(std::move(account.api_url), std::move(account.account), reading, sending) {}

std::string SmsChannel::objection_to(const User& user) {
  if (user.phone.empty()) return "sms: no phone";
  try {
    api_.check();
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::configuration) throw;
    return one_line(error.message());
  }
  return {};
}

SendResult SmsChannel::send(const OutgoingMessage& message, const User& user) {
  if (user.phone.empty()) return {AttemptOutcome::refused, {}, {}, "sms: no phone"};
  try {
    std::string text = sms_text(brief_of(message), sms_reference(message.idempotency_key));
    SendResult result =
        send_result(api_.send({user.phone, text, message.useful_for, message.send_before}));
    result.said = std::move(text);
    return result;
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::configuration) throw;
    return {AttemptOutcome::refused, {}, {}, one_line(error.message())};
  }
}

InquiryResult SmsChannel::inquire(const DeliveryAttempt& attempt, const OutgoingMessage& message,
                                  const User& user) {
  if (user.phone.empty()) return {};
  try {
    return search(user.phone, attempt.wall_at - kClockSlack,
                  sms_reference(message.idempotency_key));
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::configuration) throw;
    return {};
  }
}

ArrivalResult SmsChannel::arrival_of(const DeliveryAttempt& attempt, const User&) {
  if (!is_twilio_id(attempt.message_id)) return {};
  try {
    const TwilioAnswer answer = api_.fetch(attempt.message_id);
    if (answer.outcome != AttemptOutcome::accepted) return {};
    return arrival_in(twilio_message(answer.body));
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::configuration) throw;
    return {};
  }
}

// Whatever became of it, a message that is in the list was taken. Twilio does not say by which date
// the list is sorted, so it is read until a page holds nothing that is young enough.
InquiryResult SmsChannel::search(const std::string& phone, Instant oldest,
                                 const std::string& reference) {
  std::string next;
  bool legible = true;
  for (int number = 0; number < kMostPages; ++number) {
    const TwilioPage page = api_.list(phone, next);
    if (page.answer.outcome != AttemptOutcome::accepted) return {};
    bool young = page.messages.empty();
    for (const TwilioMessage& message : page.messages) {
      if (message.body.find(reference) != std::string::npos) {
        return {Inquiry::found, message.sid};
      }
      if (message.created && *message.created < oldest) continue;
      young = true;
      // An account may have the texts of its messages blotted out.
      if (message.body.empty()) legible = false;
    }
    if (page.next.empty() || !young) {
      return {legible ? Inquiry::not_found : Inquiry::cannot_ask, {}};
    }
    next = page.next;
  }
  return {};
}

}  // namespace execassist::channels
