// The methods of Slack's Web API that the channel calls, each as one HTTP request and what its
// answer means. Ids out of answers are checked for their shape. Only a post may not be repeated,
// so only a post is marked so.
#pragma once

#include "channels/slack_errors.hpp"
#include "wire/json.hpp"
#include "wire/url.hpp"

#include <execassist/base/instant.hpp>
#include <execassist/base/secret.hpp>
#include <execassist/ports/http_client.hpp>

#include <functional>
#include <mutex>
#include <optional>
#include <string>

namespace execassist::channels {

class SlackApi {
 public:
  // What must not begin later than `before` (the machine's clock) then fails as not_sent.
  using Before = std::optional<Instant>;

  SlackApi(std::string url, std::function<Secret()> bot_token, HttpClient& reading,
           HttpClient& sending, HttpClient& drawing);

  // What the bot's token leaves in the address book: tells workspaces apart, reveals nothing.
  std::string token_mark();

  SlackAnswer look_up(const std::string& email, Before before);           // a user id
  SlackAnswer open_conversation(const std::string& user, Before before);  // a conversation id
  SlackAnswer post(const std::string& conversation, const wire::Json& body, Before before);  // a ts

  // Draws a message anew; what `body` leaves out of its metadata stays. May be repeated.
  SlackAnswer update(const wire::Json& body, Before before);

  // One page, newest first, with metadata; `cursor` is empty for the first.
  SlackAnswer history(const std::string& conversation, Instant oldest, const std::string& cursor);

  std::string bot_id();  // our own; asked once, empty as long as Slack does not tell

 private:
  HttpRequest request(const std::string& method);
  HttpRequest json_request(const std::string& method, const wire::Json& body);
  SlackAnswer get(const std::string& method, const wire::Fields& query, Before before);
  SlackAnswer read(HttpRequest request, Before before);
  Secret token();

  std::string url_;
  std::function<Secret()> bot_token_;
  HttpClient& reading_;
  HttpClient& sending_;
  HttpClient& drawing_;

  std::mutex guard_;
  std::optional<Secret> token_;
  std::string bot_id_;
};

// As Slack writes it, "1355517523.000005"; empty when it is something else.
std::string message_ts(const wire::Json& message);

}  // namespace execassist::channels
