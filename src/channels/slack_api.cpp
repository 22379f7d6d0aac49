#include "channels/slack_api.hpp"

#include <execassist/base/identifier.hpp>

#include <algorithm>
#include <utility>

namespace execassist::channels {
namespace {

using wire::Json;

constexpr const char* kJsonType = "application/json; charset=utf-8";
constexpr std::size_t kLongestId = 64;
constexpr std::size_t kMarkLength = 16;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool in_id(char c) { return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool in_ts(char c) { return is_digit(c) || c == '.'; }

template <class Allowed>
std::string checked(const Json* value, Allowed allowed) {
  const std::string* text = value == nullptr ? nullptr : value->as_string();
  if (text == nullptr || text->size() > kLongestId) return {};
  return std::all_of(text->begin(), text->end(), allowed) ? *text : std::string{};
}

// The id of what stands in the answer as `what`.
SlackAnswer with_id(SlackAnswer answer, const char* what) {
  if (answer.outcome != AttemptOutcome::accepted) return answer;
  const Json* object = answer.body.find(what);
  answer.value = object == nullptr ? std::string{} : checked(object->find("id"), in_id);
  if (answer.value.empty()) return incomplete_answer(SlackCall::reading, "an id");
  return answer;
}

}  // namespace

SlackApi::SlackApi(std::string url, std::function<Secret()> bot_token, HttpClient& reading,
                   HttpClient& sending, HttpClient& drawing)
    : url_(std::move(url)),
      bot_token_(std::move(bot_token)),
      reading_(reading),
      sending_(sending),
      drawing_(drawing) {}

std::string SlackApi::token_mark() { return sha256_hex(token().reveal()).substr(0, kMarkLength); }

SlackAnswer SlackApi::look_up(const std::string& email, Before before) {
  return with_id(get("users.lookupByEmail", {{"email", email}}, before), "user");
}

SlackAnswer SlackApi::open_conversation(const std::string& user, Before before) {
  HttpRequest call = json_request("conversations.open", Json::object({{"users", user}}));
  return with_id(read(std::move(call), before), "channel");
}

SlackAnswer SlackApi::post(const std::string& conversation, const Json& body, Before before) {
  HttpRequest call = json_request("chat.postMessage", body);
  call.at_most_once = true;
  call.first_byte_before = before;
  call.quota = "slack/" + conversation;
  SlackAnswer answer = judge_slack(sending_.call(call), SlackCall::posting);
  if (answer.outcome != AttemptOutcome::accepted) return answer;
  answer.value = message_ts(answer.body);
  if (answer.value.empty()) return incomplete_answer(SlackCall::posting, "the message's ts");
  return answer;
}

SlackAnswer SlackApi::update(const Json& body, Before before) {
  HttpRequest call = json_request("chat.update", body);
  call.first_byte_before = before;
  return judge_slack(drawing_.call(call), SlackCall::reading);
}

SlackAnswer SlackApi::history(const std::string& conversation, Instant oldest,
                              const std::string& cursor) {
  wire::Fields query{{"channel", conversation},
                     {"oldest", std::to_string(oldest.time_since_epoch().count())},
                     {"include_all_metadata", "true"},
                     {"limit", "200"}};
  if (!cursor.empty()) query.emplace_back("cursor", cursor);
  return get("conversations.history", query, std::nullopt);
}

std::string SlackApi::bot_id() {
  {
    const std::scoped_lock lock(guard_);
    if (!bot_id_.empty()) return bot_id_;
  }
  const SlackAnswer answer = read(json_request("auth.test", Json::object({})), std::nullopt);
  if (answer.outcome != AttemptOutcome::accepted) return {};
  const std::scoped_lock lock(guard_);
  bot_id_ = checked(answer.body.find("bot_id"), in_id);
  return bot_id_;
}

HttpRequest SlackApi::request(const std::string& method) {
  HttpRequest call;
  call.url = url_ + "/" + method;
  call.bearer = token();
  call.quota = "slack/" + method;  // Slack counts each method by itself
  return call;
}

HttpRequest SlackApi::json_request(const std::string& method, const Json& body) {
  HttpRequest call = request(method);
  call.method = HttpMethod::post;
  call.body = body.dump(-1);
  call.content_type = kJsonType;
  return call;
}

SlackAnswer SlackApi::get(const std::string& method, const wire::Fields& query, Before before) {
  HttpRequest call = request(method);
  call.url += "?" + wire::encode_fields(query);
  return read(std::move(call), before);
}

SlackAnswer SlackApi::read(HttpRequest call, Before before) {
  call.first_byte_before = before;
  return judge_slack(reading_.call(call), SlackCall::reading);
}

Secret SlackApi::token() {
  const std::scoped_lock lock(guard_);
  if (!token_) token_ = bot_token_();
  return *token_;
}

std::string message_ts(const Json& message) { return checked(message.find("ts"), in_ts); }

}  // namespace execassist::channels
