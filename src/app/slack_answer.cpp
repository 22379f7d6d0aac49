#include "app/slack_answer.hpp"

#include "app/slack_words.hpp"
#include "notify/slack_blocks.hpp"
#include "render/slack_text.hpp"
#include "wire/json.hpp"

#include <execassist/base/text.hpp>

namespace execassist::app {
namespace {

constexpr std::chrono::seconds kTimeout{5};
constexpr std::size_t kLargestAnswer = std::size_t{64} * 1024;

HttpRequest call(const SlackAnswer& answer, std::string body) {
  HttpRequest request;
  request.method = HttpMethod::post;
  request.url = answer.response_url.reveal();
  request.body = std::move(body);
  request.content_type = "application/json; charset=utf-8";
  request.at_most_once = true;
  request.largest_answer = kLargestAnswer;
  request.timeout = kTimeout;
  return request;
}

}  // namespace

std::optional<SlackAnswer> answer_to(const Inbound& inbound, const InteractionResult& result) {
  if (inbound.response_url.empty() || inbound.kind != InboundKind::action) return std::nullopt;
  if (result.said.empty() && !inbound.ephemeral) return std::nullopt;
  SlackAnswer answer{Secret(inbound.response_url), one_line(result.said),
                     inbound.ephemeral ? inbound.slack_user : std::string()};
  // In a channel others would not see it either; only a conversation with us is the place for it.
  if (!inbound.ephemeral && inbound.conversation.starts_with('D')) {
    answer.write_to = inbound.slack_user;
    answer.delivery_id = inbound.delivery_id;
  }
  return answer;
}

void reply_instead(const Scope& scope, store::Transaction& transaction, const SlackAnswer& answer) {
  if (answer.delivery_id.empty() || answer.said.empty()) return;
  const UserSettings* user = user_in_slack(scope, answer.write_to);
  if (user == nullptr) return;
  reply_with(scope, transaction, user->user.id, answer.delivery_id, answer.said);
}

std::string ephemeral_message(const MessageContent& content, bool replaces_original) {
  OutgoingMessage message;
  message.kind = NotificationKind::reply;
  message.subject = message.text = content.headline;
  message.content = content;
  notify::SlackBody body = notify::slack_body(message);
  wire::Json json;
  json.set("response_type", "ephemeral");
  if (replaces_original) json.set("replace_original", true);
  json.set("text", std::move(body.text));
  json.set("blocks", std::move(body.blocks));
  return json.dump(-1);
}

std::string ephemeral_line(const std::string& line) {
  wire::Json json;
  json.set("response_type", "ephemeral");
  json.set("replace_original", false);
  json.set("text", render::escape_slack(one_line(line)));
  return json.dump(-1);
}

std::vector<HttpRequest> calls_of(const Scope& scope, const SlackAnswer& answer) {
  std::vector<HttpRequest> calls;
  const UserSettings* user =
      answer.list_anew_of.empty() ? nullptr : user_in_slack(scope, answer.list_anew_of);
  if (user != nullptr) {
    calls.push_back(call(answer, ephemeral_message(meetings_overview(scope, *user), true)));
  }
  if (!answer.said.empty()) calls.push_back(call(answer, ephemeral_line(answer.said)));
  return calls;
}

}  // namespace execassist::app
