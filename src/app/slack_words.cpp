#include "app/slack_words.hpp"

#include "app/conversation_wording.hpp"
#include "app/prep_sessions.hpp"
#include "notify/meeting_words.hpp"
#include "prep/session_flow.hpp"
#include "render/when.hpp"
#include "store/meeting_repository.hpp"
#include "store/outbox_repository.hpp"
#include "store/prep_session_repository.hpp"

#include <execassist/base/identifier.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <array>

namespace execassist::app {
namespace {

constexpr Seconds kReplyUseful = hours{1};  // later nobody knows what it replies to
constexpr std::size_t kLongestWord = 24;
constexpr const char* kTryHelp = "Write help to see what I understand.";

struct Word {
  std::string_view text;
  SlackWord means;
};

constexpr std::array kWords{
    Word{"help", SlackWord::help},        Word{"meetings", SlackWord::list},
    Word{"list", SlackWord::list},        Word{"status", SlackWord::status},
    Word{"start", SlackWord::start},      Word{"back", SlackWord::back},
    Word{"skip", SlackWord::skip},        Word{"finish", SlackWord::finish},
    Word{"done", SlackWord::finish},      Word{"stop", SlackWord::stop},
    Word{"quit", SlackWord::stop},        Word{"exit", SlackWord::stop},
    Word{"unsubscribe", SlackWord::stop}, Word{"pause", SlackWord::stop},
};

struct Reply {
  std::string user_id;
  std::string delivery_id;
  std::string form;
  std::string text;
};

void queue_reply(const Scope& scope, store::Transaction& transaction, const Reply& reply) {
  Notification notification;
  notification.notification_id = random_id();
  notification.user_id = reply.user_id;
  notification.kind = NotificationKind::reply;
  notification.occurrence = reply.delivery_id;
  notification.variant = reply.form + ":" + reply.delivery_id;
  notification.text = safe_block(reply.text);
  notification.due_at = notification.next_attempt_at = notification.created_at = scope.now();
  notification.expires_at = scope.now() + kReplyUseful;
  store::OutboxRepository(scope.database).insert(transaction, notification);
}

class Conversation {
 public:
  Conversation(const Scope& scope, store::Transaction& transaction, const Inbound& inbound,
               const UserSettings& actor)
      : scope_(scope), transaction_(transaction), inbound_(inbound), actor_(actor) {}

  InteractionResult act() {
    switch (slack_word(inbound_.text)) {
      case SlackWord::help:
        return reply(kReplyHelp, {}, "help");
      case SlackWord::list:
        return reply(kReplyMeetings, {}, "the list of meetings");
      case SlackWord::status:
        return say("status", status());
      case SlackWord::start:
        return start();
      case SlackWord::back:
        return of_session(
            "back", "There is no question to go back from.",
            [&](const std::string& id) { return step_back(scope_, transaction_, id, kActor); });
      case SlackWord::skip:
        return of_question(
            "skip", "There is no question to skip. To leave a meeting out, press Skip below it.",
            [&](const std::string& id) {
              return pass_over_question(scope_, transaction_, id, kActor);
            });
      case SlackWord::finish:
        return of_session("finish", "There is no preparation to finish.",
                          [&](const std::string& id) {
                            return finish_session(scope_, transaction_, id, kActor);
                          });
      case SlackWord::stop:
        return stop();
      case SlackWord::none:
        break;
    }
    return answer();
  }

 private:
  inline static const SessionActor kActor{SessionPlace::slack, "a message in Slack"};

  // With the session that waits for this person, if any. What follows goes out as the next
  // question; only an end, or that nothing happened, needs words.
  template <class Act>
  InteractionResult of_session(const std::string& what, const std::string& without,
                               const Act& act) {
    const auto session = session_waiting_in_slack(scope_, actor_.user.id);
    if (!session) return say(what, without);
    const SessionResult result = act(session->meeting_id);
    const bool goes_on = result.changed && result.session && result.session->open();
    if (goes_on && !result.cut) return {what + ": " + one_line(result.said), {}};
    return say(what, result.said);
  }

  // The same for words about the question that waits: nobody answers or skips what they could not
  // read when they wrote.
  template <class Act>
  InteractionResult of_question(const std::string& what, const std::string& without,
                                const Act& act) {
    const auto session = session_waiting_in_slack(scope_, actor_.user.id);
    const bool unseen = session && question_in_slack(scope_, *session, inbound_.message_ts) !=
                                       QuestionInSlack::asked;
    return unseen ? ask_first(what, *session) : of_session(what, without, act);
  }

  InteractionResult answer() {
    if (!session_waiting_in_slack(scope_, actor_.user.id)) {
      // Nobody sits at a terminal any more.
      const auto open = store::PrepSessionRepository(scope_.database).open_of_user(actor_.user.id);
      const bool left = !open.empty() && open.front().state == SessionState::paused;
      return left ? ask_first("answer", open.front()) : say("answer", not_understood());
    }
    return of_question("answer", {}, [&](const std::string& id) {
      return answer_session(scope_, transaction_, id, safe_block(inbound_.text), kActor);
    });
  }

  InteractionResult ask_first(const std::string& what, const PrepSession& session) {
    const QuestionInSlack where = question_in_slack(scope_, session, inbound_.message_ts);
    if (where == QuestionInSlack::missing) {
      const SessionResult result = open_session(scope_, transaction_, session.meeting_id, kActor);
      if (!result.changed) return say(what, result.said);
    }
    const std::string done = what == "skip" ? "I have skipped nothing"
                                            : "I have not taken what you "
                                              "just wrote as an answer";
    return say(what, done + ": question " + prep::progress_of(session) + " about " +
                         title_of(session) + " " + why_unseen(session, where));
  }

  static std::string why_unseen(const PrepSession& session, QuestionInSlack where) {
    if (where == QuestionInSlack::came_later) {
      return "came after you wrote that. Please reply to it.";
    }
    const std::string comes = " It comes as a message of its own; please reply to that.";
    if (session.place == SessionPlace::terminal) return "was left in the terminal." + comes;
    return "had not reached you here yet." + comes;
  }

  InteractionResult stop() {
    const auto session = session_waiting_in_slack(scope_, actor_.user.id);
    return say("stop",
               session ? "All right. The preparation of " + title_of(*session) +
                             " waits: write an answer at any time to go on, or finish to end it."
                       : std::string("Nothing is going on. I write only about what is to be "
                                     "prepared; press Skip below what you do not want."));
  }

  InteractionResult start() {
    const auto waiting = session_waiting_in_slack(scope_, actor_.user.id);
    const bool goes_on = waiting && waiting->state == SessionState::active;
    if (goes_on && question_in_slack(scope_, *waiting) != QuestionInSlack::missing) {
      return say("start", where_it_is(*waiting));
    }
    const auto open = store::PrepSessionRepository(scope_.database).open_of_user(actor_.user.id);
    std::optional<std::string> meeting_id;
    if (waiting) {
      meeting_id = waiting->meeting_id;
    } else if (!open.empty()) {
      meeting_id = open.front().meeting_id;
    } else {
      meeting_id = latest_announced();
    }
    if (!meeting_id) {
      return say("start", "Nothing waits to be prepared. Write meetings to see what is coming.");
    }
    const SessionResult result = open_session(scope_, transaction_, *meeting_id, kActor);
    const bool asks = result.changed && result.session && result.session->open();
    if (asks) return {"start: " + one_line(result.said), {}};
    return say("start", result.said);
  }

  // Whoever comes late is not turned away.
  std::optional<std::string> latest_announced() const {
    store::MeetingFilter filter;
    filter.user_id = actor_.user.id;
    filter.ends_after = scope_.now();
    filter.without_duplicates = true;
    filter.statuses = {MeetingStatus::prep_scheduled, MeetingStatus::prep_in_progress,
                       MeetingStatus::prep_completed};
    auto meetings = store::MeetingRepository(scope_.database).list(filter);
    std::erase_if(meetings, [](const Meeting& meeting) {
      const MeetingState& state = meeting.state;
      return !state.notification_sent_at || (state.status == MeetingStatus::prep_completed &&
                                             state.prep_outcome != PrepOutcome::no_reaction);
    });
    const auto rank = [](const Meeting& meeting) {
      return std::pair{meeting.state.status != MeetingStatus::prep_completed,
                       *meeting.state.notification_sent_at};
    };
    const auto latest =
        std::max_element(meetings.begin(), meetings.end(),
                         [&](const Meeting& a, const Meeting& b) { return rank(a) < rank(b); });
    if (latest == meetings.end()) return std::nullopt;
    return latest->meeting_id;
  }

  std::string status() const {
    if (const auto session = session_waiting_in_slack(scope_, actor_.user.id)) {
      return where_it_is(*session);
    }
    const auto open = store::PrepSessionRepository(scope_.database).open_of_user(actor_.user.id);
    if (!open.empty()) return goes_on_elsewhere(open.front());
    const auto announced = latest_announced();
    const auto meeting =
        announced ? store::MeetingRepository(scope_.database).load(*announced) : std::nullopt;
    if (!meeting) return "Nothing waits to be prepared. Write meetings to see what is coming.";
    return "To prepare next: " + notify::title_of(meeting->facts) + ", " +
           render::spoken_time(meeting->facts.start, actor_.user.time_zone) +
           ".\nWrite start to begin.";
  }

  std::string not_understood() const {
    const auto open = store::PrepSessionRepository(scope_.database).open_of_user(actor_.user.id);
    if (!open.empty()) return goes_on_elsewhere(open.front());
    return "I have no question open that this could answer. Write start to prepare the meeting "
           "announced last, or meetings to see what is coming.\n" +
           std::string(kTryHelp);
  }

  std::string goes_on_elsewhere(const PrepSession& session) const {
    return "The preparation of " + title_of(session) +
           " goes on in the terminal. To go on with it here, write start.";
  }

  std::string where_it_is(const PrepSession& session) const {
    const auto position = static_cast<std::size_t>(std::max(session.position, 0));
    if (position >= session.questions.size()) return "All questions are asked. Write finish.";
    const std::string waits = "Preparing " + title_of(session) + ": question " +
                              std::to_string(position + 1) + " of " +
                              std::to_string(session.questions.size()) + " waits.\n";
    if (question_in_slack(scope_, session) == QuestionInSlack::missing) {
      return waits + "It has not reached you here: write start, and it comes.";
    }
    return waits + one_line(session.questions[position].text) +
           "\nReply here with your answer. Or: back, skip, finish.";
  }

  std::string title_of(const PrepSession& session) const {
    const auto meeting = store::MeetingRepository(scope_.database).load(session.meeting_id);
    return meeting ? notify::title_of(meeting->facts) : std::string("a meeting");
  }

  InteractionResult say(const std::string& what, const std::string& text) {
    return reply(kReplyText, text, what + ": " + one_line(text));
  }

  // Once for each message, however often it is acted on.
  InteractionResult reply(const std::string& form, const std::string& text,
                          const std::string& outcome) {
    queue_reply(scope_, transaction_, {actor_.user.id, inbound_.delivery_id, form, text});
    return {"replied: " + outcome, {}};
  }

  const Scope& scope_;
  store::Transaction& transaction_;
  const Inbound& inbound_;
  const UserSettings& actor_;
};

bool around_a_word(char c) {
  return std::string_view(" .,;:!?\"'`*_~()[]-/").find(c) != std::string_view::npos;
}

}  // namespace

SlackWord slack_word(std::string_view text) {
  std::string word = one_line(text.substr(0, std::min(text.size(), 4 * kLongestWord)));
  if (text.size() > 4 * kLongestWord) return SlackWord::none;
  while (!word.empty() && around_a_word(word.back())) word.pop_back();
  const auto first = std::find_if_not(word.begin(), word.end(), around_a_word);
  word.erase(word.begin(), first);
  word = fold_case(word);
  const auto found = std::find_if(kWords.begin(), kWords.end(),
                                  [&](const Word& each) { return each.text == word; });
  return found == kWords.end() ? SlackWord::none : found->means;
}

void reply_with(const Scope& scope, store::Transaction& transaction, const std::string& user_id,
                const std::string& delivery_id, const std::string& text) {
  queue_reply(scope, transaction, {user_id, delivery_id, kReplyText, text});
}

InteractionResult act_on_words(const Scope& scope, store::Transaction& transaction,
                               const Inbound& inbound, const UserSettings& actor) {
  return Conversation(scope, transaction, inbound, actor).act();
}

}  // namespace execassist::app
