#include "notify/standing.hpp"

#include "notify/content_text.hpp"
#include "notify/message_contents.hpp"
#include "render/when.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <utility>

namespace execassist::notify {
namespace {

constexpr int kLongestLabel = 100;

struct Status {
  TextLine line;  // begins with a strong run
  std::vector<MessageButton> buttons{};
};

TextLine strong(std::string text) { return {{std::move(text), true}}; }

std::string time_of(Instant at, const MeetingInWords& about) {
  return render::spoken_time(at, about.user.time_zone);
}

TextLine with_materials(std::string line, const MeetingInWords& about) {
  return {{std::move(line), true},
          {" Materials: "},
          {"execassist prep materials " + about.meeting.meeting_id, false, true}};
}

bool is_over(const MeetingInWords& about) {
  return about.meeting.state.status == MeetingStatus::completed ||
         about.meeting.facts.end <= about.now;
}

std::string moved_words(const MeetingInWords& about) {
  return "Moved to " + time_of(about.meeting.facts.start, about) + ".";
}

// The preparation that is under way, or the one that is done; not one of an earlier round.
const PrepSession* session_of(const MeetingInWords& about, const Standing& standing) {
  const PrepSession* session = standing.session;
  return session && session->round == about.meeting.state.round ? session : nullptr;
}

Status under_way(const MeetingInWords& about, const Standing& standing) {
  const PrepSession* session = session_of(about, standing);
  std::string line = "Preparation under way";
  if (session && session->open()) {
    if (session->state == SessionState::paused) line = "Preparation paused";
    const auto answers =
        std::count_if(session->questions.begin(), session->questions.end(),
                      [](const SessionQuestion& question) { return question.answer.has_value(); });
    line += ": " + std::to_string(answers) + " of " +
            count_of(static_cast<long long>(session->questions.size()), "question") + " answered";
  }
  return {strong(line + "."), {start_button(about, "Continue")}};
}

Status done(const MeetingInWords& about, const Standing& standing) {
  switch (about.meeting.state.prep_outcome.value_or(PrepOutcome::prepared)) {
    case PrepOutcome::skipped:
      return {strong("Skipped.")};
    case PrepOutcome::no_reaction: {
      const std::string by =
          standing.deadline ? "by " + time_of(*standing.deadline, about) : "in time";
      return {with_materials("No reaction " + by + ": materials were written anyway.", about),
              {start_button(about, "Start Prep Session")}};
    }
    case PrepOutcome::prepared:
      break;
  }
  const PrepSession* session = session_of(about, standing);
  const bool known = session && session->ended_at;
  return {with_materials(
      known ? "Prepared on " + time_of(*session->ended_at, about) + "." : "Prepared.", about)};
}

// It was re-armed after the message went out: another one is to come, or has come.
Status announced_anew(const MeetingInWords& about, const Standing& standing) {
  const MeetingState& state = about.meeting.state;
  std::string line = standing.moved ? moved_words(about) + " " : "";
  if (state.status == MeetingStatus::prep_scheduled) {
    line += "There is a newer message about it.";
  } else if (state.prep_trigger_time) {
    line += "It will be announced again in time.";
  } else if (line.empty()) {
    line = "It is not prepared any more.";
  }
  return {strong(std::string(trim(line)))};
}

// Nothing: the offer is open.
std::optional<Status> status_of(const MeetingInWords& about, const Standing& standing) {
  const MeetingState& state = about.meeting.state;
  if (state.status == MeetingStatus::cancelled) {
    return Status{strong("Cancelled: there is nothing more to prepare.")};
  }
  if (is_over(about)) return Status{strong("Over.")};
  switch (state.status) {
    case MeetingStatus::prep_in_progress:
      return under_way(about, standing);
    case MeetingStatus::prep_completed:
      return done(about, standing);
    case MeetingStatus::prep_scheduled:
      break;
    default:
      return announced_anew(about, standing);
  }
  if (state.round != standing.round) return announced_anew(about, standing);
  if (!standing.snoozed_until) return std::nullopt;
  return Status{
      strong("You snoozed this: reminder at " + time_of(*standing.snoozed_until, about) + "."),
      {start_button(about, "Start Prep Session"), skip_button(about)}};
}

Message with_plain_text(Message message) {
  message.text = plain_text_of(message.content);
  return message;
}

}  // namespace

Message standing_offer(Message today, const MeetingInWords& about, const Standing& standing) {
  const auto status = status_of(about, standing);
  const bool says_moved = standing.moved && about.meeting.state.round == standing.round &&
                          about.meeting.state.status != MeetingStatus::cancelled && !is_over(about);
  MessageContent& content = today.content;
  if (!status) {
    if (!says_moved) return today;
    content.sections.push_back({{strong(moved_words(about))}});
    today.text += "\n" + moved_words(about) + "\n";
    return today;
  }
  MessageSection meeting{{{{fit_width(one_line(about.type_label), kLongestLabel) + ":"}}}};
  add_meeting(meeting, about);
  MessageSection stands{{status->line}};
  if (says_moved) stands.lines.push_back(strong(moved_words(about)));
  content.sections = {std::move(meeting), std::move(stands)};
  content.buttons = status->buttons;
  content.footer = {data_age(about)};
  return with_plain_text(std::move(today));
}

Message standing_news(Message today, const MeetingInWords& about, const Standing& standing) {
  const bool cancelled = about.meeting.state.status == MeetingStatus::cancelled;
  const bool ended = cancelled || is_over(about);
  if (!ended && !standing.moved) return today;
  const std::string line = cancelled ? "Cancelled: there is nothing more to prepare."
                           : ended   ? "Over."
                                     : moved_words(about);
  if (ended) today.content.buttons.clear();
  today.content.sections.push_back({{strong(line)}});
  today.text += "\n" + line + "\n";
  return today;
}

}  // namespace execassist::notify
