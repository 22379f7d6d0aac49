// The whole assistant with Slack before it: Ada is reached there first, Bob is her delegate, Eve
// nobody to her. Every type has three questions. Slack remembers what each message shows.
#pragma once

#include "app/interaction.hpp"
#include "app/prep_sessions.hpp"
#include "app/redrawing.hpp"
#include "app_fixture.hpp"
#include "store/prep_session_repository.hpp"

#include <execassist/base/text.hpp>

#include <string>
#include <utility>
#include <vector>

namespace execassist::app::testing {

class SlackApp : public App {
 public:
  SlackApp() {
    for (MeetingType& type : rules.types) {
      for (const char* key : {"outcome", "risks", "people"}) {
        type.prep_questions.push_back({key, std::string("What about ") + key + "?", false});
      }
    }
    ada().user.slack_user_id = "U0ADA";
    ada().user.channels = {"slack", "first"};
    ada().delegates = {"bob"};
    settings.users.push_back(user_named("bob", {}));
    settings.users.back().user.slack_user_id = "U0BOB";
    settings.users.push_back(user_named("eve", {}));
    settings.users.back().user.slack_user_id = "U0EVE";
    slack().can_redraw = true;
  }

  FakeChannel& slack() { return edges.fake_channel("slack"); }

  // Announced and told in Slack.
  Meeting told(const MeetingFacts& facts) {
    announced(facts);
    deliver(scope, {});
    return meeting(facts.external_id);
  }

  std::string last_delivery() const { return "delivery-" + std::to_string(deliveries_); }

  InteractionResult act(Inbound inbound) {
    ++deliveries_;
    inbound.delivery_id = last_delivery();
    inbound.received_at = now();
    auto transaction = database.begin();
    auto result = act_on(scope, transaction, inbound);
    transaction.commit();
    return result;
  }

  InteractionResult click(const std::string& action, const std::string& value,
                          const std::string& who = "U0ADA", bool ephemeral = false) {
    Inbound inbound;
    inbound.kind = InboundKind::action;
    inbound.slack_user = who;
    inbound.action = action;
    inbound.value = value;
    inbound.conversation = "D0001";
    inbound.message_ts = "slack-1";
    inbound.ephemeral = ephemeral;
    return act(std::move(inbound));
  }

  InteractionResult write(const std::string& text, const std::string& who = "U0ADA",
                          const std::string& ts = {}) {
    Inbound inbound;
    inbound.kind = InboundKind::message;
    inbound.slack_user = who;
    inbound.text = text;
    inbound.conversation = "D0001";
    inbound.message_ts = ts;
    return act(std::move(inbound));
  }

  std::optional<PrepSession> session(const Meeting& meeting) {
    return store::PrepSessionRepository(database).latest_of(meeting.meeting_id);
  }
  MeetingState state(const Meeting& meeting) {
    return store::MeetingRepository(database).load(meeting.meeting_id)->state;
  }
  std::vector<store::Transition> history(const Meeting& meeting) {
    return store::MeetingRepository(database).history(meeting.meeting_id);
  }

  // What the last message of that kind in Slack shows.
  const OutgoingMessage& shown(NotificationKind kind) {
    for (auto each = slack().received.rbegin(); each != slack().received.rend(); ++each) {
      if (each->message.kind == kind) return *slack().shown(each->message_id);
    }
    FAIL("no such message in Slack");
    return slack().received.front().message;
  }

 private:
  int deliveries_ = 0;
};

inline bool has_button(const MessageContent& content, const std::string& action) {
  const auto is_it = [&](const MessageButton& button) { return button.action == action; };
  return std::any_of(content.buttons.begin(), content.buttons.end(), is_it) ||
         std::any_of(content.sections.begin(), content.sections.end(),
                     [&](const MessageSection& section) {
                       return std::any_of(section.buttons.begin(), section.buttons.end(), is_it);
                     });
}

inline std::vector<std::string> all_lines(const MessageContent& content) {
  std::vector<std::string> lines{content.headline};
  for (const MessageSection& section : content.sections) {
    for (const TextLine& line : section.lines) {
      std::string text;
      for (const TextRun& run : line) text += run.text;
      lines.push_back(text);
    }
    lines.insert(lines.end(), section.bullets.begin(), section.bullets.end());
  }
  lines.insert(lines.end(), content.footer.begin(), content.footer.end());
  return lines;
}

inline bool says(const MessageContent& content, const std::string& part) {
  const auto lines = all_lines(content);
  return std::any_of(lines.begin(), lines.end(),
                     [&](const std::string& line) { return contains(line, part); });
}

}  // namespace execassist::app::testing
