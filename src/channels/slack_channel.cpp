#include "channels/slack_channel.hpp"

#include "notify/slack_blocks.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/log.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <utility>

namespace execassist::channels {
namespace {

using wire::Json;

constexpr const char* kName = "slack";
constexpr const char* kEventType = "execassist_notification";
// By which Slack's clock may be behind ours, or an attempt before this one older: the key is
// unique, so looking too far back costs nothing.
constexpr Seconds kClockSlack = hours{24};
constexpr std::size_t kLongestCursor = 1000;
constexpr int kMostPages = 20;  // of 200 messages

SendResult send_result(const SlackAnswer& answer) {
  if (answer.outcome == AttemptOutcome::accepted) return {answer.outcome, answer.value, {}, {}};
  return {answer.outcome, {}, answer.retry_after, answer.error, answer.resting};
}

Json post_body(const std::string& conversation, const OutgoingMessage& message) {
  notify::SlackBody content = notify::slack_body(message);
  return Json::object(
      {{"channel", conversation},
       {"text", std::move(content.text)},
       {"blocks", std::move(content.blocks)},
       {"metadata",
        Json::object({{"event_type", kEventType},
                      {"event_payload", Json::object({{"key", message.idempotency_key}})}})},
       {"unfurl_links", false},
       {"unfurl_media", false}});
}

// The metadata stays as it is where it is left out; blocks that were left out would be dropped.
Json update_body(const std::string& conversation, const std::string& ts,
                 const OutgoingMessage& message) {
  notify::SlackBody content = notify::slack_body(message);
  return Json::object({{"channel", conversation},
                       {"ts", ts},
                       {"text", std::move(content.text)},
                       {"blocks", std::move(content.blocks)}});
}

bool is_text(const Json* value, const std::string& expected) {
  const std::string* text = value == nullptr ? nullptr : value->as_string();
  return text != nullptr && *text == expected;
}

bool carries_key(const Json& message, const std::string& key) {
  const Json* metadata = message.find("metadata");
  if (metadata == nullptr || !is_text(metadata->find("event_type"), kEventType)) return false;
  const Json* payload = metadata->find("event_payload");
  return payload != nullptr && is_text(payload->find("key"), key);
}

bool address_was_refused(const SlackAnswer& answer) {
  return answer.outcome == AttemptOutcome::refused && is_about_the_address(answer.code);
}

// The address book saves calls; no message waits for it to work.
template <class Use>
void with_book(Use use) {
  try {
    use();
  } catch (const Error& error) {
    log(LogLevel::warning, {{"channel", kName}},
        "the address book cannot be used: " + error.message());
  }
}

}  // namespace

struct SlackChannel::Target {
  SlackAnswer failure;  // when no conversation was found
  std::string conversation;
  bool remembered = false;  // nothing of it was asked for just now
};

SlackChannel::SlackChannel(Account account, HttpClient& reading, HttpClient& sending,
                           AddressBook& addresses, HttpClient* drawing)
    : api_(std::move(account.api_url), std::move(account.bot_token), reading, sending,
           drawing == nullptr ? reading : *drawing),
      addresses_(addresses) {}

std::string SlackChannel::address_of(const User& user) const {
  return user.slack_user_id.empty() ? user.email : user.slack_user_id;
}

std::string SlackChannel::objection_to(const User& user) {
  if (address_of(user).empty()) return "slack: neither slack_user_id nor an e-mail address";
  try {
    api_.token_mark();
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::configuration) throw;
    return one_line(error.message());
  }
  return {};
}

SendResult SlackChannel::send(const OutgoingMessage& message, const User& user) {
  return result_of(user, message.send_before, [&](const std::string& conversation) {
    return api_.post(conversation, post_body(conversation, message), message.send_before);
  });
}

SendResult SlackChannel::redraw(const std::string& message_id, const OutgoingMessage& message,
                                const User& user) {
  if (message_id.empty()) {
    return {AttemptOutcome::refused, {}, {}, "slack: the message has no id there"};
  }
  SendResult result = result_of(user, message.send_before, [&](const std::string& conversation) {
    return api_.update(update_body(conversation, message_id, message), message.send_before);
  });
  if (result.outcome == AttemptOutcome::accepted) result.message_id = message_id;
  return result;
}

SendResult SlackChannel::result_of(const User& user, std::optional<Instant> before,
                                   const InConversation& act) {
  if (address_of(user).empty()) {
    return {AttemptOutcome::refused, {}, {}, "slack: neither slack_user_id nor an e-mail address"};
  }
  try {
    return send_result(with_conversation(user, before, act));
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::configuration) throw;
    return {AttemptOutcome::refused, {}, {}, one_line(error.message())};
  }
}

InquiryResult SlackChannel::inquire(const DeliveryAttempt& attempt, const OutgoingMessage& message,
                                    const User& user) {
  if (address_of(user).empty()) return {};
  try {
    const Target target = target_of(user, std::nullopt);
    if (target.conversation.empty()) return {};
    const Instant oldest = std::max(attempt.wall_at - kClockSlack, Instant{});
    return search(target.conversation, oldest, message.idempotency_key);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::configuration) throw;
    return {};
  }
}

SlackAnswer SlackChannel::with_conversation(const User& user, std::optional<Instant> before,
                                            const InConversation& act) {
  const auto act_in = [&](const Target& target) {
    return target.conversation.empty() ? target.failure : act(target.conversation);
  };
  const Target target = target_of(user, before);
  SlackAnswer answer = act_in(target);
  if (!target.remembered || !address_was_refused(answer)) return answer;
  return act_in(forget_and_find(user, before));
}

SlackChannel::Target SlackChannel::target_of(const User& user, std::optional<Instant> before) {
  std::optional<KnownAddress> known;
  with_book([&] { known = addresses_.find(kName, user.id); });
  if (known && known->found_by != found_by(user)) known.reset();
  if (known && !known->conversation.empty()) return {{}, known->conversation, true};
  Target target = find_target(user, known ? known->address : std::string{}, before);
  if (known && address_was_refused(target.failure)) return forget_and_find(user, before);
  return target;
}

SlackChannel::Target SlackChannel::forget_and_find(const User& user,
                                                   std::optional<Instant> before) {
  with_book([&] { addresses_.forget(kName, user.id); });
  return find_target(user, {}, before);
}

SlackChannel::Target SlackChannel::find_target(const User& user, const std::string& known_address,
                                               std::optional<Instant> before) {
  KnownAddress found{found_by(user), user.slack_user_id, {}};
  if (found.address.empty()) found.address = known_address;
  if (found.address.empty()) {
    SlackAnswer answer = api_.look_up(user.email, before);
    if (answer.outcome != AttemptOutcome::accepted) return {std::move(answer), {}, false};
    found.address = answer.value;
    with_book([&] { addresses_.remember(kName, user.id, found); });
  }
  SlackAnswer answer = api_.open_conversation(found.address, before);
  if (answer.outcome != AttemptOutcome::accepted) return {std::move(answer), {}, false};
  found.conversation = answer.value;
  with_book([&] { addresses_.remember(kName, user.id, found); });
  return {{}, found.conversation, false};
}

// What was found for another address or in another workspace is void.
std::string SlackChannel::found_by(const User& user) {
  return address_of(user) + "#" + api_.token_mark();
}

InquiryResult SlackChannel::search(const std::string& conversation, Instant oldest,
                                   const std::string& key) {
  std::string cursor;
  for (int page = 0; page < kMostPages; ++page) {
    const SlackAnswer answer = api_.history(conversation, oldest, cursor);
    if (answer.outcome != AttemptOutcome::accepted) return {};
    const Json* messages = answer.body.find("messages");
    if (messages == nullptr || !messages->is_array()) return {};
    for (const Json& message : *messages->as_array()) {
      if (!carries_key(message, key) || is_another_bot(message)) continue;
      return {Inquiry::found, message_ts(message)};
    }
    const Json* metadata = answer.body.find("response_metadata");
    const Json* next = metadata == nullptr ? nullptr : metadata->find("next_cursor");
    const std::string* text = next == nullptr ? nullptr : next->as_string();
    if (text == nullptr || text->empty()) {
      const Json* more = answer.body.find("has_more");
      const bool complete = more == nullptr || more->as_bool() == false;
      return {complete ? Inquiry::not_found : Inquiry::cannot_ask, {}};
    }
    if (text->size() > kLongestCursor) return {};
    cursor = *text;
  }
  return {};
}

// Another app may copy our metadata; it cannot post as our bot.
bool SlackChannel::is_another_bot(const Json& message) {
  const Json* from = message.find("bot_id");
  if (from == nullptr || from->is_null()) return false;
  const std::string ours = api_.bot_id();
  return !ours.empty() && !is_text(from, ours);
}

}  // namespace execassist::channels
