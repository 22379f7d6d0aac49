#include "notify/conversation_message.hpp"

#include "notify/content_text.hpp"
#include "notify/message_contents.hpp"

#include <execassist/base/text.hpp>

#include <charconv>
#include <utility>

namespace execassist::notify {
namespace {

constexpr int kLongestLabel = 100;
constexpr int kLongestQuestion = 500;
constexpr int kLongestAnswer = 600;  // of the question itself
constexpr int kLongestEarlierAnswer = 120;
constexpr std::string_view kQuestion = "Question ";
constexpr const char* kHowTo = "Reply here with your answer. Or: back, skip, finish.";

std::string bounded(const std::string& text, int columns) {
  return fit_width(one_line(text), columns);
}

std::string asked_words(const PrepSession& session, std::size_t position) {
  return std::string(kQuestion) + std::to_string(position + 1) + " of " +
         std::to_string(session.questions.size());
}

// "Which decision do you need?: the budget".
std::vector<std::string> earlier(const PrepSession& session, std::size_t position) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < position; ++i) {
    const SessionQuestion& question = session.questions[i];
    const std::string answer = question.answer
                                   ? bounded(*question.answer, kLongestEarlierAnswer)
                                   : std::string(question.skipped ? "passed over" : "no answer");
    lines.push_back(bounded(question.text, kLongestEarlierAnswer) + " " + answer);
  }
  return lines;
}

std::string why_over(const MeetingInWords& about, const PrepSession& session) {
  const MeetingState& state = about.meeting.state;
  if (state.status == MeetingStatus::cancelled) return "the meeting is cancelled";
  if (state.status == MeetingStatus::completed || about.meeting.facts.end <= about.now) {
    return "the meeting is over";
  }
  if (session.state == SessionState::finished) return "it is finished";
  return state.prep_outcome == PrepOutcome::skipped ? "the preparation was skipped"
                                                    : "it was given up";
}

std::size_t waiting_position(const PrepSession& session) {
  return session.position < 0 ? 0 : static_cast<std::size_t>(session.position);
}

// What became of the question, where its answer is not awaited any more.
std::vector<TextLine> fate_of(const MeetingInWords& about, const PrepSession& session,
                              std::size_t position) {
  const SessionQuestion& question = session.questions[position];
  std::vector<TextLine> lines;
  if (question.answer) {
    lines.push_back({{"Your answer: ", true}, {bounded(*question.answer, kLongestAnswer)}});
  } else if (question.skipped) {
    lines.push_back({{"Passed over.", true}});
  }
  if (!session.open()) {
    lines.push_back({{"The session is over: " + why_over(about, session) + ".", true}});
  } else if (waiting_position(session) == position) {
    lines.push_back({{session.place == SessionPlace::slack ? "It is asked again below."
                                                           : "It goes on in the terminal.",
                      true}});
  } else if (lines.empty()) {
    lines.push_back({{"Not answered yet.", true}});
  }
  return lines;
}

std::vector<MessageButton> buttons_for(const std::string& value) {
  return {{"question_back", "Back", value},
          {"question_skip", "Skip", value},
          {"finish_prep", "Finish", value}};
}

}  // namespace

Message question_message(const MeetingInWords& about, const PrepSession& session,
                         std::size_t position, bool latest) {
  const std::string title = title_of(about.meeting.facts);
  const std::string asked = asked_words(session, position);
  const std::string question = bounded(session.questions[position].text, kLongestQuestion);
  const bool asks = latest && session.open() && waiting_position(session) == position;
  const bool here = session.place == SessionPlace::slack;

  Message message;
  message.subject = asked + ": " + title;
  MessageContent& content = message.content;
  content.headline = title;
  content.sections.push_back(
      {{{{fit_width(one_line(about.type_label), kLongestLabel) + ". " + asked}},
        {{question, true}}}});
  if (auto before = earlier(session, position); asks && !before.empty()) {
    content.sections.push_back({{{{"So far:"}}}, std::move(before)});
  }
  if (asks && here) {
    const auto& known = session.questions[position].answer;
    if (known) {
      content.sections.push_back({{{{"Your answer so far: "}, {bounded(*known, kLongestAnswer)}}}});
    }
    content.buttons = buttons_for(about.meeting.meeting_id + ":" + std::to_string(session.version));
    if (session.state == SessionState::paused) {
      content.footer.push_back("Paused: any answer goes on with it.");
    }
    content.footer.push_back(kHowTo);
  } else {
    content.sections.push_back({fate_of(about, session, position)});
    if (asks) content.buttons = {start_button(about, "Continue here")};
  }
  // Its first words are read again by position_in.
  message.text = asked + ": " + plain_text_of(content);
  return message;
}

std::optional<std::size_t> position_in(std::string_view text) {
  if (!text.starts_with(kQuestion)) return std::nullopt;
  text.remove_prefix(kQuestion.size());
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || number == 0) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (!text.starts_with(" of ")) return std::nullopt;
  return number - 1;
}

Message reply_message(const std::string& text) {
  Message message;
  message.text = safe_block(text);
  MessageSection section;
  for (const std::string& line : split(message.text, '\n')) {
    if (!trim(line).empty()) section.lines.push_back({{one_line(line)}});
  }
  if (section.lines.empty()) return message;
  message.subject = text_of(section.lines.front());
  message.content.sections.push_back(std::move(section));
  return message;
}

}  // namespace execassist::notify
