#include "app/slack_clicks.hpp"

#include "app/prep_sessions.hpp"
#include "app/preparation.hpp"
#include "notify/meeting_words.hpp"
#include "render/when.hpp"
#include "store/meeting_repository.hpp"
#include "store/prep_session_repository.hpp"
#include "store/redraw_repository.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace execassist::app {
namespace {

constexpr Seconds kLater = hours{2};
constexpr std::size_t kLongestId = 64;
constexpr int kLongestAction = 60;

struct Click {
  const Scope& scope;
  store::Transaction& transaction;
  const Meeting& meeting;
  std::optional<int> version;
  std::string by;
  const Zone& zone;  // of the one who pressed

  SessionActor as_actor() const { return {SessionPlace::slack, by}; }
};

struct Done {
  bool changed = false;
  std::string said;
  bool plain = false;  // no message that is drawn anew, and no new one, says it by itself
};

// A session that is over asks nothing more.
Done of(const SessionResult& result) {
  return {result.changed, result.said, !result.session || !result.session->open()};
}

// "the meeting is over" → "The meeting is over."
std::string sentence(std::string words) {
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') {
    words[0] = static_cast<char>(words[0] - 'a' + 'A');
  }
  return words + ".";
}

std::string clock_on_day(Instant at, const Click& click) {
  const bool today = click.zone.date_of(at) == click.zone.date_of(click.scope.now());
  return today ? render::clock_time(at, click.zone) : render::stamp(at, click.zone);
}

// Already going on where the click wants it: pressing again asks nothing anew.
std::optional<Done> already_started(const Click& click) {
  if (click.meeting.state.status != MeetingStatus::prep_in_progress ||
      click.meeting.facts.end <= click.scope.now()) {
    return std::nullopt;
  }
  const auto session =
      store::PrepSessionRepository(click.scope.database).open_of(click.meeting.meeting_id);
  if (!session || session->state != SessionState::active || session->place != SessionPlace::slack ||
      session->position < 0 ||
      static_cast<std::size_t>(session->position) >= session->questions.size() ||
      question_in_slack(click.scope, *session) == QuestionInSlack::missing) {
    return std::nullopt;
  }
  const auto position = static_cast<std::size_t>(session->position);
  return Done{false, "Already started at " + clock_on_day(session->started_at, click) +
                         ". Question " + std::to_string(position + 1) + " of " +
                         std::to_string(session->questions.size()) +
                         " waits: " + one_line(session->questions[position].text)};
}

Done start(const Click& click) {
  if (auto started = already_started(click)) return *started;
  return of(
      open_session(click.scope, click.transaction, click.meeting.meeting_id, click.as_actor()));
}

Done remind_later(const Click& click) {
  const auto waiting = snoozes_of(click.scope, click.meeting).pending;
  if (waiting && *waiting > click.scope.now()) {
    return {false, "You snoozed this already: the reminder comes at " +
                       clock_on_day(*waiting, click) + "."};
  }
  const PrepAct act =
      snooze_prep(click.scope, click.transaction, click.meeting.meeting_id, kLater, click.by);
  if (act.refusal) return {false, sentence(act.refusal->why)};
  const Instant asked = act.reminder->remind_at;
  const Instant comes = snooze_delivery(click.scope, act.meeting, asked);
  return {true, "I shall remind you at " + clock_on_day(comes, click) +
                    (comes == asked ? "." : ", when quiet hours end.")};
}

Done skip(const Click& click) {
  const PrepAct act = skip_prep(click.scope, click.transaction, click.meeting.meeting_id, click.by);
  if (act.refusal) return {false, sentence(act.refusal->why)};
  return {true, "Skipped: " + notify::title_of(click.meeting.facts) + "."};
}

// A button of a session before this one: what it asked about is over.
std::optional<Done> of_another_session(const Click& click) {
  const auto sessions =
      store::PrepSessionRepository(click.scope.database).all_of(click.meeting.meeting_id);
  if (!click.version || sessions.empty()) return std::nullopt;
  // Versions go on from session to session.
  const auto asked = std::find_if(sessions.begin(), sessions.end(), [&](const PrepSession& each) {
    return each.version >= *click.version;
  });
  if (asked != sessions.end() && asked->session_id == sessions.back().session_id) {
    const bool over = asked->state == SessionState::abandoned;
    return over ? std::optional(Done{false, "The preparation that asked this is over."})
                : std::nullopt;
  }
  return Done{false, "That belongs to an earlier preparation of this meeting."};
}

Done back(const Click& click) {
  if (auto other = of_another_session(click)) return *other;
  return of(step_back(click.scope, click.transaction, click.meeting.meeting_id, click.as_actor(),
                      click.version));
}

Done pass_over(const Click& click) {
  if (auto other = of_another_session(click)) return *other;
  return of(pass_over_question(click.scope, click.transaction, click.meeting.meeting_id,
                               click.as_actor(), click.version));
}

Done finish(const Click& click) {
  if (auto other = of_another_session(click)) return *other;
  return of(
      finish_session(click.scope, click.transaction, click.meeting.meeting_id, click.as_actor()));
}

struct Action {
  std::string_view name;
  Done (*act)(const Click&);
};

constexpr std::array kActions{
    Action{"start_prep", start},   Action{"remind_later", remind_later},
    Action{"skip_prep", skip},     Action{"question_back", back},
    Action{"finish_prep", finish}, Action{"question_skip", pass_over},
};

bool in_id(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
         c == '_';
}

InteractionResult refused(const std::string& action, const std::string& why, std::string said) {
  return {action + ": " + why, std::move(said)};
}

}  // namespace

std::optional<ClickValue> parse_click_value(std::string_view value) {
  const auto colon = value.find(':');
  const std::string_view id = value.substr(0, colon);
  if (id.empty() || id.size() > kLongestId || !std::all_of(id.begin(), id.end(), in_id)) {
    return std::nullopt;
  }
  ClickValue parsed{std::string(id), std::nullopt};
  if (colon == value.npos) return parsed;
  const std::string_view digits = value.substr(colon + 1);
  int version = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), version);
  if (error != std::errc{} || end != digits.data() + digits.size() || digits[0] == '-') {
    return std::nullopt;
  }
  parsed.version = version;
  return parsed;
}

InteractionResult act_on_click(const Scope& scope, store::Transaction& transaction,
                               const Inbound& inbound, const UserSettings& actor) {
  // A second button of one name in a message carries a number: "start_prep.2".
  const std::string name = inbound.action.substr(0, inbound.action.find('.'));
  const std::string shown = fit_width(one_line(name), kLongestAction);
  const auto action = std::find_if(kActions.begin(), kActions.end(),
                                   [&](const Action& each) { return each.name == name; });
  if (action == kActions.end()) return {one_line("unknown action: " + shown), {}};
  const auto value = parse_click_value(inbound.value);
  if (!value) return refused(shown, "its value names no meeting", "That button does not work.");
  const auto meeting = store::MeetingRepository(scope.database).load(value->meeting_id);
  if (!meeting) {
    return refused(shown, "no such meeting", "I do not know that meeting (any more).");
  }
  if (!scope.settings.may_act_for(actor.user.id, meeting->user_id)) {
    return refused(shown, "not by " + actor.user.id + ": the meeting is " + meeting->user_id + "'s",
                   "That is somebody else's meeting: only they and their delegates can act on it.");
  }
  std::string by = "the button in Slack";
  if (actor.user.id != meeting->user_id) by += ", by " + actor.user.id;
  const Click click{scope,          transaction,   *meeting,
                    value->version, std::move(by), actor.user.time_zone};
  const Done done = action->act(click);
  // Also where nothing changed: whoever pressed it saw what is not so any more.
  want_redraws(scope, transaction, meeting->meeting_id);
  if (!inbound.ephemeral && !inbound.message_ts.empty()) {
    store::RedrawRepository(scope.database)
        .want_list(transaction, actor.user.id, inbound.message_ts, scope.now());
  }
  const std::string said = one_line(done.said);
  return {shown + ": " + (done.changed ? "done: " : "nothing done: ") + said,
          done.changed && !done.plain && !inbound.ephemeral ? std::string{} : said};
}

}  // namespace execassist::app
