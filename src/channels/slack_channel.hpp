// Direct messages by a Slack bot. The person is their slack_user_id, or whoever has their e-mail
// address in the workspace: looked up once and remembered, together with the conversation. Each
// message carries our key as metadata, by which it is found again in the conversation's history
// when its outcome is not known.
#pragma once

#include "channels/slack_api.hpp"
#include "channels/slack_errors.hpp"

#include <execassist/ports/address_book.hpp>
#include <execassist/ports/channel.hpp>
#include <execassist/ports/http_client.hpp>

#include <functional>
#include <optional>
#include <string>

namespace execassist::channels {

class SlackChannel final : public Channel {
 public:
  struct Account {
    std::string api_url;  // without a slash at the end
    // Asked at the first send; may throw Error{configuration}.
    std::function<Secret()> bot_token;
  };

  // `reading` repeats calls, `sending` never does, and `drawing` does not wait either: what is
  // drawn anew can be drawn later. Null: as `reading`. All are lent.
  SlackChannel(Account account, HttpClient& reading, HttpClient& sending, AddressBook& addresses,
               HttpClient* drawing = nullptr);

  std::string name() const override { return "slack"; }
  std::string address_of(const User& user) const override;
  SendResult send(const OutgoingMessage& message, const User& user) override;
  std::string objection_to(const User& user) override;
  bool redraws() const override { return true; }
  SendResult redraw(const std::string& message_id, const OutgoingMessage& message,
                    const User& user) override;
  bool answers_inquiries() const override { return true; }
  InquiryResult inquire(const DeliveryAttempt& attempt, const OutgoingMessage& message,
                        const User& user) override;

 private:
  struct Target;

  Target target_of(const User& user, std::optional<Instant> before);
  Target forget_and_find(const User& user, std::optional<Instant> before);
  // Looks up what is empty of `known_address` and the conversation, and remembers both.
  Target find_target(const User& user, const std::string& known_address,
                     std::optional<Instant> before);
  std::string found_by(const User& user);
  // What is done in the person's conversation; once more when the one in the book is void.
  using InConversation = std::function<SlackAnswer(const std::string& conversation)>;
  SlackAnswer with_conversation(const User& user, std::optional<Instant> before,
                                const InConversation& act);
  SendResult result_of(const User& user, std::optional<Instant> before, const InConversation& act);
  InquiryResult search(const std::string& conversation, Instant oldest, const std::string& key);
  bool is_another_bot(const wire::Json& message);

  SlackApi api_;
  AddressBook& addresses_;
};

}  // namespace execassist::channels
