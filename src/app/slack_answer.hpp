// What a click is answered with at its own address (response_url): tried once, and never logged,
// because the address is a credential.
#pragma once

#include "app/interaction.hpp"
#include "app/scope.hpp"
#include "store/database.hpp"

#include <execassist/base/secret.hpp>
#include <execassist/model/inbound.hpp>
#include <execassist/model/message_content.hpp>
#include <execassist/ports/http_client.hpp>

#include <optional>
#include <string>

namespace execassist::app {

struct SlackAnswer {
  Secret response_url;
  std::string said;          // one line; may be empty
  std::string list_anew_of;  // a Slack user whose list of meetings replaces the message; or empty
  // Who pressed, where the words may also be written to them, and in which delivery; or empty.
  std::string write_to{};
  std::string delivery_id{};
};

// Nothing where there is nothing to say, or nowhere to say it.
std::optional<SlackAnswer> answer_to(const Inbound& inbound, const InteractionResult& result);

// The JSON of a message that one person alone sees: text and blocks of `content`.
std::string ephemeral_message(const MessageContent& content, bool replaces_original);
std::string ephemeral_line(const std::string& line);

// What could not be said there goes out as a message, once for each delivery.
void reply_instead(const Scope& scope, store::Transaction& transaction, const SlackAnswer& answer);

// The calls to make, in order. Reads the list from the store; may be called where it belongs.
std::vector<HttpRequest> calls_of(const Scope& scope, const SlackAnswer& answer);

}  // namespace execassist::app
