#include "support/fake_slack.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include <doctest/doctest.h>

namespace execassist::testing {

HttpResult slack_ok(wire::Json body) {
  body.set("ok", true);
  return answered(200, body.dump(-1));
}

HttpResult slack_error(const std::string& code) {
  return answered(200, wire::Json::object({{"ok", false}, {"error", code}}).dump(-1));
}

FakeSlack::FakeSlack() = default;

FakeSlack::~FakeSlack() {
  for (const auto& [method, faults] : faults_) {
    if (!faults.empty()) FAIL_CHECK("slack: a fault of " << method << " was never used");
  }
}

HttpResult FakeSlack::call(const HttpRequest& request) {
  requests_.push_back(request);
  const std::string method = method_of(request);
  auto& faults = faults_[method];
  if (faults.empty()) return answer(method, request);
  const Fault fault = std::move(faults.front());
  faults.pop_front();
  if (fault.taken) answer(method, request);
  return fault.result;
}

void FakeSlack::fail(const std::string& method, HttpResult result, bool taken) {
  faults_[method].push_back({std::move(result), taken});
}

void FakeSlack::fail_with_code(const std::string& method, const std::string& code) {
  fail(method, slack_error(code));
}

std::string FakeSlack::conversation_with(const std::string& user_id) {
  std::string& conversation = conversations_[user_id];
  if (conversation.empty()) {
    std::array<char, 16> name{};
    std::snprintf(name.data(), name.size(), "D%04d", next_conversation_++);
    conversation = name.data();
  }
  return conversation;
}

void FakeSlack::add_message(Message message) {
  if (message.ts.empty()) {
    std::array<char, 16> number{};
    std::snprintf(number.data(), number.size(), ".%06zu", messages.size() + 1);
    message.ts = std::to_string(time) + number.data();
  }
  messages.push_back(std::move(message));
}

void FakeSlack::move_conversations() { conversations_.clear(); }

int FakeSlack::calls(const std::string& method) const {
  return static_cast<int>(requests(method).size());
}

std::vector<HttpRequest> FakeSlack::requests(const std::string& method) const {
  std::vector<HttpRequest> found;
  std::copy_if(requests_.begin(), requests_.end(), std::back_inserter(found),
               [&](const HttpRequest& each) { return method_of(each) == method; });
  return found;
}

std::string FakeSlack::method_of(const HttpRequest& request) const {
  if (!request.url.starts_with(url + "/")) return {};
  const std::string rest = request.url.substr(url.size() + 1);
  return rest.substr(0, rest.find('?'));
}

HttpResult FakeSlack::answer(const std::string& method, const HttpRequest& request) {
  if (request.bearer.empty()) return slack_error("not_authed");
  if (request.bearer.reveal() != token) return slack_error("invalid_auth");
  // Read methods take no JSON.
  if (request.method == HttpMethod::get) {
    const Fields fields = wire::decode_fields(wire::query_of(request.url));
    if (method == "users.lookupByEmail") return look_up(fields);
    if (method == "conversations.history") return history(fields);
    return slack_error("unknown_method");
  }
  const auto body = wire::parse_json(request.body);
  if (request.content_type != "application/json; charset=utf-8" || !body) {
    return slack_error("invalid_post_type");
  }
  if (method == "conversations.open") return open(*body);
  if (method == "chat.postMessage") return post(*body);
  if (method == "chat.update") return update(*body);
  if (method == "auth.test") {
    return slack_ok(
        wire::Json::object({{"user_id", "U0000"}, {"bot_id", own_bot}, {"team_id", "T0001"}}));
  }
  return slack_error("unknown_method");
}

HttpResult FakeSlack::look_up(const Fields& fields) const {
  if (const auto lack = lacking("users:read.email")) return *lack;
  const auto email = wire::field(fields, "email");
  for (const Person& person : people) {
    if (email && person.email == *email) {
      return slack_ok(wire::Json::object({{"user", wire::Json::object({{"id", person.id}})}}));
    }
  }
  return slack_error("users_not_found");
}

HttpResult FakeSlack::open(const wire::Json& body) {
  if (const auto lack = lacking("im:write")) return *lack;
  const std::string& id = text_at(body, "users");
  const auto person =
      std::find_if(people.begin(), people.end(), [&](const Person& each) { return each.id == id; });
  if (person == people.end()) return slack_error("user_not_found");
  if (person->disabled) return slack_error("user_disabled");
  return slack_ok(
      wire::Json::object({{"channel", wire::Json::object({{"id", conversation_with(id)}})}}));
}

HttpResult FakeSlack::post(const wire::Json& body) {
  if (const auto lack = lacking("chat:write")) return *lack;
  const std::string& channel = text_at(body, "channel");
  const bool known = std::any_of(conversations_.begin(), conversations_.end(),
                                 [&](const auto& each) { return each.second == channel; });
  if (!known) return slack_error("channel_not_found");
  if (text_at(body, "text").empty()) return slack_error("no_text");
  const wire::Json* blocks = body.find("blocks");
  if (blocks != nullptr && !block_problem(*blocks).empty()) return slack_error("invalid_blocks");
  add_message({channel, {}, own_bot, body});
  wire::Json reply = wire::Json::object({{"channel", channel}, {"ts", messages.back().ts}});
  if (warns) reply.set("warning", "missing_charset");
  return slack_ok(std::move(reply));
}

HttpResult FakeSlack::update(const wire::Json& body) {
  if (const auto lack = lacking("chat:write")) return *lack;
  const std::string& channel = text_at(body, "channel");
  const std::string& ts = text_at(body, "ts");
  const bool known = channel.starts_with('D') &&
                     std::any_of(conversations_.begin(), conversations_.end(),
                                 [&](const auto& each) { return each.second == channel; });
  if (!known) return slack_error("channel_not_found");
  const auto message = std::find_if(messages.begin(), messages.end(), [&](const Message& each) {
    return each.channel == channel && each.ts == ts;
  });
  if (message == messages.end()) return slack_error("message_not_found");
  if (message->bot_id != own_bot) return slack_error("cant_update_message");
  const std::string& text = text_at(body, "text");
  if (text.empty()) return slack_error("no_text");
  if (render::slack_length(text) > 4000) return slack_error("msg_too_long");
  const wire::Json* blocks = body.find("blocks");
  if (blocks != nullptr && !block_problem(*blocks).empty()) return slack_error("invalid_blocks");
  // Text without blocks drops the old ones; metadata that is left out stays.
  message->body.set("text", text);
  message->body.set("blocks", blocks != nullptr ? *blocks : wire::Json::array());
  if (const wire::Json* metadata = body.find("metadata")) message->body.set("metadata", *metadata);
  return slack_ok(wire::Json::object({{"channel", channel}, {"ts", ts}, {"text", text}}));
}

HttpResult FakeSlack::history(const Fields& fields) const {
  if (const auto lack = lacking("im:history")) return *lack;
  const std::string channel = wire::field(fields, "channel").value_or("");
  const std::string oldest = wire::field(fields, "oldest").value_or("0");
  const bool with_metadata = wire::field(fields, "include_all_metadata") == "true";
  const std::size_t asked = std::stoul(wire::field(fields, "limit").value_or("100"));
  const std::size_t first = std::stoul(wire::field(fields, "cursor").value_or("0"));
  std::vector<const Message*> found;
  for (auto each = messages.rbegin(); each != messages.rend(); ++each) {
    if (each->channel == channel && std::stod(each->ts) > std::stod(oldest)) {
      found.push_back(&*each);
    }
  }
  const std::size_t end = std::min(found.size(), first + std::min(asked, page_size));
  wire::Json::Array page;
  for (std::size_t i = first; i < end; ++i) {
    wire::Json message = wire::Json::object({{"type", "message"}, {"ts", found[i]->ts}});
    if (!found[i]->bot_id.empty()) message.set("bot_id", found[i]->bot_id);
    const wire::Json* metadata = found[i]->body.find("metadata");
    if (with_metadata && metadata != nullptr) message.set("metadata", *metadata);
    page.push_back(std::move(message));
  }
  const bool more = end < found.size();
  return slack_ok(wire::Json::object(
      {{"messages", wire::Json::array(std::move(page))},
       {"has_more", more},
       {"response_metadata",
        wire::Json::object({{"next_cursor", more ? std::to_string(end) : std::string{}}})}}));
}

std::optional<HttpResult> FakeSlack::lacking(const std::string& scope) const {
  if (scopes.contains(scope)) return std::nullopt;
  return answered(
      200, wire::Json::object(
               {{"ok", false}, {"error", "missing_scope"}, {"needed", scope}, {"provided", "x"}})
               .dump(-1));
}

}  // namespace execassist::testing
