// What `/meetings` and `help` show.
#include "app/interaction.hpp"
#include "app/preparation.hpp"
#include "app/wording.hpp"
#include "notify/meeting_words.hpp"
#include "prep/transitions.hpp"
#include "render/when.hpp"
#include "store/calendar_repository.hpp"
#include "store/meeting_repository.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <utility>

namespace execassist::app {
namespace {

constexpr std::size_t kMostMeetings = 20;  // so many fit into one message of Slack
constexpr Seconds kAhead = days{7};
constexpr int kWidestTitle = 70;
constexpr int kWidestType = 40;
constexpr int kWidestState = 60;

std::vector<Meeting> coming_meetings(const Scope& scope, const User& user) {
  store::MeetingFilter filter;
  filter.user_id = user.id;
  filter.ends_after = scope.now();
  filter.starts_before = scope.now() + kAhead;
  filter.without_duplicates = true;
  filter.statuses = {MeetingStatus::discovered, MeetingStatus::classified,
                     MeetingStatus::prep_scheduled, MeetingStatus::prep_in_progress,
                     MeetingStatus::prep_completed};
  auto meetings = store::MeetingRepository(scope.database).list(filter);
  std::erase_if(meetings, [&](const Meeting& meeting) {
    return !scope.settings.has_calendar(meeting.user_id, meeting.calendar_id);
  });
  return meetings;
}

std::string hours_of(const MeetingFacts& facts, const Zone& zone) {
  if (facts.all_day) return "all day";
  return render::clock_time(facts.start, zone) + "-" + render::clock_time(facts.end, zone);
}

template <class Decide>
bool allowed(const Meeting& meeting, Instant now, Decide decide) {
  return std::holds_alternative<prep::Step>(decide(meeting, now));
}

std::vector<MessageButton> buttons_for(const Meeting& meeting, bool snoozed, Instant now) {
  const std::string& id = meeting.meeting_id;
  const bool under_way = meeting.state.status == MeetingStatus::prep_in_progress;
  std::vector<MessageButton> buttons;
  if (!meeting.state.unprepared_reason.empty()) return buttons;
  if (under_way) {
    buttons.push_back({"start_prep", "Continue", id, true});
  } else if (allowed(meeting, now, prep::started)) {
    buttons.push_back({"start_prep", "Start Prep Session", id, true});
  }
  const bool in_time = now < meeting.facts.start - minutes{15};
  if (!under_way && !snoozed && in_time && allowed(meeting, now, prep::snoozed)) {
    buttons.push_back({"remind_later", "Remind Me in 2 Hours", id});
  }
  if (allowed(meeting, now, prep::skipped)) buttons.push_back({"skip_prep", "Skip", id});
  return buttons;
}

MessageSection entry_of(const Scope& scope, const User& user, const Meeting& meeting) {
  const Instant now = scope.now();
  const Zone& zone = user.time_zone;
  const auto snoozed = snoozes_of(scope, meeting).pending;
  std::string state = notify::state_in_words(meeting, zone, now);
  if (snoozed) state += ", reminder at " + render::short_stamp(*snoozed, zone);
  MessageSection section;
  section.lines.push_back({{hours_of(meeting.facts, zone) + " "},
                           {fit_width(notify::title_of(meeting.facts), kWidestTitle), true}});
  section.lines.push_back(
      {{fit_width(one_line(type_label(scope.rules, meeting.state)), kWidestType) + ", " +
        fit_width(state, kWidestState)}});
  section.buttons = buttons_for(meeting, snoozed.has_value(), now);
  return section;
}

// The calendar that was read longest ago decides.
std::string age_of_data(const Scope& scope, const UserSettings& user) {
  std::optional<Instant> oldest;
  for (const CalendarSettings& calendar : user.calendars) {
    const auto record = store::CalendarRepository(scope.database).load(user.user.id, calendar.id);
    if (!record || !record->last_success_at) return "Not every calendar has been read yet.";
    oldest = std::min(oldest.value_or(*record->last_success_at), *record->last_success_at);
  }
  if (!oldest) return "There is no calendar in the configuration.";
  return "Calendar read at " + render::stamp(*oldest, user.user.time_zone) + " (" +
         render::relative(*oldest, scope.now()) + ").";
}

}  // namespace

MessageContent meetings_overview(const Scope& scope, const UserSettings& user) {
  const auto meetings = coming_meetings(scope, user.user);
  const Zone& zone = user.user.time_zone;
  MessageContent content;
  content.headline = "Your Next 7 Days";
  const auto today = std::chrono::sys_days{zone.date_of(scope.now())};
  std::optional<std::chrono::sys_days> day;
  for (std::size_t i = 0; i < std::min(meetings.size(), kMostMeetings); ++i) {
    const auto date = std::max(today, std::chrono::sys_days{zone.date_of(meetings[i].facts.start)});
    if (date != day) {
      day = date;
      const std::string name = render::spoken_date(Date{date}, zone, scope.now());
      content.sections.push_back({{{{date == today ? "Today, " + name : name, true}}}});
    }
    content.sections.push_back(entry_of(scope, user.user, meetings[i]));
  }
  if (meetings.empty()) {
    content.sections.push_back({{{{"No meetings in the next 7 days."}}}});
  } else if (meetings.size() > kMostMeetings) {
    content.footer.push_back("and " + std::to_string(meetings.size() - kMostMeetings) +
                             " more: execassist agenda");
  }
  content.footer.push_back(age_of_data(scope, user));
  return content;
}

MessageContent slack_help() {
  const auto command = [](const char* word, const char* does) {
    return TextLine{{word, false, true}, {std::string(" ") + does}};
  };
  MessageContent content;
  content.headline = "What You Can Say";
  content.sections = {{{command("meetings", "what is coming in the next 7 days, with buttons"),
                        command("start", "prepare the meeting that was announced last"),
                        command("status", "what waits for you"), command("help", "this list")}},
                      {{{{"While a question waits, whatever else you write is its answer. Or:"}},
                        command("back", "the question before"),
                        command("skip", "pass this question over"),
                        command("finish", "end the session and have the materials written"),
                        command("stop", "leave it for now; any answer goes on with it")}}};
  content.footer = {"/meetings shows the list anywhere in Slack, to you alone."};
  return content;
}

}  // namespace execassist::app
