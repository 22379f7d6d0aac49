// A way to reach a person. Implementations translate everything that can happen into a SendResult;
// they throw only on programming errors. tests/contract/channel_suite is the contract that each one
// passes.
#pragma once

#include <execassist/base/instant.hpp>
#include <execassist/model/message_content.hpp>
#include <execassist/model/notification.hpp>
#include <execassist/model/user.hpp>

#include <optional>
#include <string>

namespace execassist {

struct OutgoingMessage {
  std::string notification_id;
  std::string idempotency_key;  // the same for every attempt at this notification on this channel
  NotificationKind kind = NotificationKind::prep;
  std::string subject;       // one line
  std::string text;          // plain text, lines separated by \n, no control characters
  MessageContent content{};  // the same for channels that can show more than text; may be empty
  // By the machine's clock. A channel that has to ask something first sends nothing later than
  // this: the lease may be somebody else's by then.
  std::optional<Instant> send_before{};
  BriefText brief{};                    // the same for channels with little room; may be empty
  std::optional<Seconds> useful_for{};  // later than this from now nobody needs it
};

struct SendResult {
  AttemptOutcome outcome = AttemptOutcome::unknown;  // never bounced here
  std::string message_id;                            // with accepted
  std::optional<Seconds> retry_after;                // with not_sent, when the other side said so
  std::string error;                                 // one line, unless accepted
  bool gone = false;       // with not_sent: to try it again at once is in vain
  bool opted_out = false;  // with refused: the person does not want messages on this channel
  std::string said{};      // what was really said, where it is not the message's text
};

enum class Inquiry { found, not_found, cannot_ask };

struct InquiryResult {
  Inquiry answer = Inquiry::cannot_ask;
  std::string message_id;  // with found
};

enum class Arrival { cannot_tell, under_way, arrived, failed };

struct ArrivalResult {
  Arrival arrival = Arrival::cannot_tell;
  std::string error;       // with failed: one line
  bool opted_out = false;  // with failed: the person does not want messages on this channel
};

// Used from several threads at once.
class Channel {
 public:
  virtual ~Channel() = default;
  virtual std::string name() const = 0;

  // Where the message would go, for the audit log before it is masked; empty when the user has no
  // address on this channel.
  virtual std::string address_of(const User& user) const = 0;

  // accepted: the other side has it. not_sent: it certainly did not go out. refused: trying again
  // is no use. unknown: a byte may have left.
  virtual SendResult send(const OutgoingMessage& message, const User& user) = 0;

  // Whether `inquire` can ever tell. When not, a message whose outcome is unknown is sent once
  // more.
  virtual bool answers_inquiries() const { return false; }

  // Whether a message whose outcome is unknown arrived; cannot_ask when that cannot be found out
  // (now).
  virtual InquiryResult inquire(const DeliveryAttempt& attempt, const OutgoingMessage& message,
                                const User& user) = 0;

  // Whether a message that was accepted may still fail to arrive, and that can be asked for.
  virtual bool tells_arrival() const { return false; }
  virtual ArrivalResult arrival_of(const DeliveryAttempt&, const User&) { return {}; }

  // Why a message to this person would be refused without anybody being asked; empty: it would not.
  virtual std::string objection_to(const User&) { return {}; }

  // Whether a message that was sent can be drawn anew, in its place.
  virtual bool redraws() const { return false; }

  // Draws a message that was sent anew. accepted: it shows `message` now. refused: it is gone, or
  // may not be changed any more. May be repeated.
  virtual SendResult redraw(const std::string& /*message_id*/, const OutgoingMessage& /*message*/,
                            const User& /*user*/) {
    return {AttemptOutcome::refused, {}, {}, name() + ": what was sent there cannot be changed"};
  }

  // False where what is sent passes through many hands, or shows on a locked screen.
  virtual bool may_carry_sensitive_text() const { return true; }
};

}  // namespace execassist
