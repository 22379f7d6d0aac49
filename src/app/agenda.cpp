#include "app/agenda.hpp"

#include "app/wording.hpp"
#include "schedule/overlaps.hpp"
#include "store/calendar_repository.hpp"
#include "store/meeting_repository.hpp"

#include <algorithm>
#include <map>

namespace execassist::app {
namespace {

std::vector<AgendaDay> days_of(const Scope& scope, const User& user, int day_count) {
  const Zone& zone = user.time_zone;
  const auto today = std::chrono::sys_days{zone.date_of(scope.now())};
  const Instant from = zone.midnight(Date{today});
  const Instant to = zone.midnight(Date{today + days{day_count}});

  store::MeetingFilter filter;
  filter.user_id = user.id;
  filter.ends_after = from;
  filter.starts_before = to;
  filter.without_duplicates = true;
  filter.statuses = {MeetingStatus::discovered,     MeetingStatus::classified,
                     MeetingStatus::prep_scheduled, MeetingStatus::prep_in_progress,
                     MeetingStatus::prep_completed, MeetingStatus::completed};
  auto meetings = store::MeetingRepository(scope.database).list(filter);
  std::erase_if(meetings, [&](const Meeting& meeting) {
    return !scope.settings.has_calendar(meeting.user_id, meeting.calendar_id);
  });
  const auto overlaps = schedule::find_overlaps(meetings);

  std::map<std::chrono::sys_days, AgendaDay> by_date;
  for (std::size_t i = 0; i < meetings.size(); ++i) {
    AgendaEntry entry{meetings[i], type_label(scope.rules, meetings[i].state), {}};
    for (const std::size_t other : overlaps[i])
      entry.overlaps_with.push_back(meetings[other].meeting_id);
    const auto date = std::max(today, std::chrono::sys_days{zone.date_of(meetings[i].facts.start)});
    AgendaDay& day = by_date[date];
    day.date = Date{date};
    day.entries.push_back(std::move(entry));
  }
  std::vector<AgendaDay> days;
  for (auto& [date, day] : by_date) {
    std::stable_sort(day.entries.begin(), day.entries.end(),
                     [](const AgendaEntry& a, const AgendaEntry& b) {
                       return a.meeting.facts.all_day > b.meeting.facts.all_day;
                     });
    days.push_back(std::move(day));
  }
  return days;
}

}  // namespace

std::vector<Agenda> agenda(const Scope& scope, int days) {
  const auto records = store::CalendarRepository(scope.database).list();
  std::vector<Agenda> agendas;
  for (const UserSettings* user : scope.users()) {
    Agenda& agenda = agendas.emplace_back();
    agenda.user = &user->user;
    agenda.days = days_of(scope, user->user, days);
    for (const CalendarSettings& calendar : user->calendars) {
      SourceAge age{calendar.id, std::nullopt, {}};
      for (const auto& record : records) {
        if (record.user_id != user->user.id || record.calendar_id != calendar.id) continue;
        age.last_success_at = record.last_success_at;
        age.last_error = record.last_error;
      }
      agenda.sources.push_back(std::move(age));
    }
  }
  return agendas;
}

}  // namespace execassist::app
