#include "wire/slack_inbound.hpp"

#include "wire/json.hpp"
#include "wire/slack_words.hpp"
#include "wire/url.hpp"

#include <execassist/base/identifier.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <initializer_list>
#include <optional>

namespace execassist::wire {
namespace {

constexpr std::size_t kLongestId = 64;
constexpr std::size_t kLongestTime = 32;
constexpr std::size_t kLongestName = 255;  // of actions: Slack's own limit
constexpr std::size_t kLongestValue = 2000;
constexpr std::size_t kLongestUrl = 1000;
constexpr std::size_t kLongestText = 20'000;  // bytes; what is over is cut off
constexpr std::size_t kLongestDeliveryId = 200;
constexpr std::size_t kLongestChallenge = 500;

SlackRequest ignored(std::string why) { return {SlackRequestKind::ignored, std::move(why)}; }
SlackRequest malformed(std::string why) { return {SlackRequestKind::malformed, std::move(why)}; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_id_character(char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); }
bool is_visible(char c) { return c > 0x20 && c < 0x7F; }

bool fits(std::string_view text, std::size_t longest, bool (*allowed)(char)) {
  return !text.empty() && text.size() <= longest && std::all_of(text.begin(), text.end(), allowed);
}

bool is_user(std::string_view text) {
  return fits(text, kLongestId, is_id_character) && (text.front() == 'U' || text.front() == 'W');
}
bool is_conversation(std::string_view text) { return fits(text, kLongestId, is_id_character); }
bool is_timestamp(std::string_view text) {  // "1732183200.000100": Slack's name for a message
  return fits(text, kLongestTime, [](char c) { return is_digit(c) || c == '.'; });
}

// The string at the end of a path of keys; empty where anything else stands.
std::string text_at(const Json& json, std::initializer_list<std::string_view> path) {
  const Json* at = &json;
  for (const std::string_view key : path) {
    at = at->find(key);
    if (at == nullptr) return {};
  }
  const std::string* text = at->as_string();
  return text == nullptr ? std::string() : *text;
}

bool is_set(const Json& json, std::string_view key) {
  const Json* found = json.find(key);
  return found != nullptr && !found->is_null();
}

// A credential goes to nobody else: by TLS, or not off this machine.
std::string usable_response_url(const std::string& url) {
  if (!fits(url, kLongestUrl, is_visible)) return {};
  for (const std::string_view start :
       {"https://", "http://127.0.0.1:", "http://localhost:", "http://[::1]:"}) {
    if (url.starts_with(start) && url.find('@') == std::string::npos) return url;
  }
  return {};
}

std::string cut(std::string text) {
  if (text.size() <= kLongestText) return text;
  text.resize(kLongestText);
  // Not in the middle of a character.
  while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0) == 0x80) text.pop_back();
  if (!text.empty() && (static_cast<unsigned char>(text.back()) & 0x80) != 0) text.pop_back();
  return text;
}

std::string delivery_id(const std::string& kind, const std::string& id) {
  const std::string whole = kind + ":" + id;
  if (whole.size() <= kLongestDeliveryId) return whole;
  return kind + ":" + sha256_hex(id);
}

SlackRequest read_command(const Fields& form) {
  const auto value = [&form](std::string_view name) { return field(form, name).value_or(""); };
  Inbound inbound;
  inbound.kind = InboundKind::command;
  inbound.action = value("command");
  inbound.slack_user = value("user_id");
  inbound.conversation = value("channel_id");
  inbound.response_url = usable_response_url(value("response_url"));
  inbound.text = cut(words_from_slack(value("text")));
  const std::string trigger = value("trigger_id");
  if (!inbound.action.starts_with('/') || !fits(inbound.action, kLongestName, is_visible)) {
    return malformed("a command without its name");
  }
  if (!is_user(inbound.slack_user)) return malformed("a command without its user");
  if (!fits(trigger, kLongestValue, is_visible)) return malformed("a command without trigger_id");
  if (!is_conversation(inbound.conversation)) inbound.conversation.clear();
  inbound.delivery_id = delivery_id("command", trigger);
  return {SlackRequestKind::inbound, {}, std::move(inbound)};
}

SlackRequest read_click(const Json& payload) {
  const Json* actions = payload.find("actions");
  const Json::Array* list = actions == nullptr ? nullptr : actions->as_array();
  if (list == nullptr || list->empty()) return malformed("a click without actions");
  const Json& action = list->front();
  Inbound inbound;
  inbound.kind = InboundKind::action;
  inbound.slack_user = text_at(payload, {"user", "id"});
  inbound.action = text_at(action, {"action_id"});
  inbound.value = text_at(action, {"value"});
  inbound.message_ts = text_at(payload, {"container", "message_ts"});
  if (inbound.message_ts.empty()) inbound.message_ts = text_at(payload, {"message", "ts"});
  inbound.conversation = text_at(payload, {"container", "channel_id"});
  if (inbound.conversation.empty()) inbound.conversation = text_at(payload, {"channel", "id"});
  inbound.response_url = usable_response_url(text_at(payload, {"response_url"}));
  const Json* container = payload.find("container");
  const Json* ephemeral = container == nullptr ? nullptr : container->find("is_ephemeral");
  inbound.ephemeral = ephemeral != nullptr && ephemeral->as_bool().value_or(false);
  const std::string clicked_at = text_at(action, {"action_ts"});
  if (!is_user(inbound.slack_user)) return malformed("a click without its user");
  if (!fits(inbound.action, kLongestName, is_visible))
    return malformed("a click without action_id");
  if (!is_timestamp(clicked_at)) return malformed("a click without action_ts");
  if (!is_timestamp(inbound.message_ts)) return malformed("a click without its message");
  if (inbound.value.size() > kLongestValue) return malformed("a click with too long a value");
  if (!is_conversation(inbound.conversation)) inbound.conversation.clear();
  inbound.value = one_line(inbound.value);
  inbound.delivery_id = delivery_id("action", inbound.message_ts + ":" + clicked_at + ":" +
                                                  inbound.slack_user + ":" + inbound.action);
  return {SlackRequestKind::inbound, {}, std::move(inbound)};
}

// "an event of type x"; what is no name is not shown.
std::string of_type(const std::string& what, const std::string& type) {
  const std::string shown = fit_width(one_line(type), 40);
  return what + (shown.empty() ? " without a type" : " of type " + shown);
}

SlackRequest read_interaction(const std::string& text) {
  std::string why;
  const auto payload = parse_json(text, &why);
  if (!payload) return malformed("payload: " + why);
  const std::string type = text_at(*payload, {"type"});
  if (type == "block_actions") return read_click(*payload);
  if (type.empty()) return malformed("payload: no type");
  return ignored(of_type("an interaction", type));
}

SlackRequest read_form(std::string_view body) {
  const Fields form = decode_fields(body);
  if (field(form, "ssl_check").value_or("") == "1") return {SlackRequestKind::probe};
  if (const auto payload = field(form, "payload")) return read_interaction(*payload);
  if (field(form, "command")) return read_command(form);
  return malformed("a form with neither command nor payload");
}

// The bot hears its own messages too; the authorizations name its user.
bool is_own(const Json& callback, const std::string& user) {
  const Json* authorizations = callback.find("authorizations");
  const Json::Array* list = authorizations == nullptr ? nullptr : authorizations->as_array();
  if (list == nullptr) return false;
  return std::any_of(list->begin(), list->end(), [&user](const Json& each) {
    const Json* bot = each.find("is_bot");
    return bot != nullptr && bot->as_bool().value_or(false) && text_at(each, {"user_id"}) == user;
  });
}

SlackRequest read_message(const Json& callback, const Json& event) {
  if (text_at(event, {"channel_type"}) != "im") return ignored("a message outside of the DM");
  if (is_set(event, "bot_id") || is_set(event, "bot_profile")) return ignored("a bot's message");
  // Edits, deletions, joins ...; but words beside a file are words.
  if (is_set(event, "subtype") && text_at(event, {"subtype"}) != "file_share") {
    return ignored("a message with a subtype");
  }
  Inbound inbound;
  inbound.kind = InboundKind::message;
  inbound.slack_user = text_at(event, {"user"});
  inbound.conversation = text_at(event, {"channel"});
  inbound.message_ts = text_at(event, {"ts"});
  inbound.text = cut(words_from_slack(text_at(event, {"text"})));
  const std::string event_id = text_at(callback, {"event_id"});
  if (!is_user(inbound.slack_user)) return malformed("a message without its user");
  if (is_own(callback, inbound.slack_user)) return ignored("our own message");
  if (!is_conversation(inbound.conversation)) return malformed("a message without its channel");
  if (!fits(event_id, kLongestValue, is_visible)) return malformed("an event without event_id");
  if (trim(inbound.text).empty()) return ignored("a message without text");
  if (!is_timestamp(inbound.message_ts)) inbound.message_ts.clear();
  inbound.delivery_id = delivery_id("event", event_id);
  return {SlackRequestKind::inbound, {}, std::move(inbound)};
}

SlackRequest read_events(std::string_view body) {
  std::string why;
  const auto json = parse_json(body, &why);
  if (!json) return malformed("JSON: " + why);
  const std::string type = text_at(*json, {"type"});
  if (type == "url_verification") {
    std::string challenge = text_at(*json, {"challenge"});
    if (!fits(challenge, kLongestChallenge, is_visible)) return malformed("no challenge");
    return {SlackRequestKind::challenge, std::move(challenge)};
  }
  if (type != "event_callback") {
    return type.empty() ? malformed("JSON: no type") : ignored(of_type("a callback", type));
  }
  const Json* event = json->find("event");
  if (event == nullptr || !event->is_object()) return malformed("a callback without its event");
  const std::string event_type = text_at(*event, {"type"});
  if (event_type == "message") return read_message(*json, *event);
  return ignored(of_type("an event", event_type));
}

}  // namespace

SlackRequest read_slack_request(std::string_view content_type, std::string_view body) {
  const std::string type = fold_case(
      trim(content_type.substr(0, std::min(content_type.find(';'), content_type.size()))));
  if (type == "application/json") return read_events(body);
  if (type == "application/x-www-form-urlencoded") return read_form(body);
  return malformed("neither a form nor JSON");
}

}  // namespace execassist::wire
