#include "model/names.hpp"

#include <execassist/base/identifier.hpp>
#include <execassist/model/meeting.hpp>

#include <algorithm>

namespace execassist {
namespace {

constexpr Names<MeetingStatus, 7> kStatuses{{{MeetingStatus::discovered, "discovered"},
                                             {MeetingStatus::classified, "classified"},
                                             {MeetingStatus::prep_scheduled, "prep_scheduled"},
                                             {MeetingStatus::prep_in_progress, "prep_in_progress"},
                                             {MeetingStatus::prep_completed, "prep_completed"},
                                             {MeetingStatus::completed, "completed"},
                                             {MeetingStatus::cancelled, "cancelled"}}};

constexpr Names<PrepOutcome, 3> kOutcomes{{{PrepOutcome::prepared, "prepared"},
                                           {PrepOutcome::skipped, "skipped"},
                                           {PrepOutcome::no_reaction, "no_reaction"}}};

constexpr Names<Response, 4> kResponses{{{Response::needs_action, "needs_action"},
                                         {Response::accepted, "accepted"},
                                         {Response::tentative, "tentative"},
                                         {Response::declined, "declined"}}};

constexpr Names<EntryKind, 5> kEntries{{{EntryKind::meeting, "meeting"},
                                        {EntryKind::focus_time, "focus_time"},
                                        {EntryKind::out_of_office, "out_of_office"},
                                        {EntryKind::working_location, "working_location"},
                                        {EntryKind::birthday, "birthday"}}};

}  // namespace

std::optional<int> attendee_count(const MeetingFacts& facts) {
  if (facts.attendees_omitted) return std::nullopt;
  return static_cast<int>(
      std::count_if(facts.attendees.begin(), facts.attendees.end(), [](const Attendee& attendee) {
        return !attendee.resource && attendee.response != Response::declined;
      }));
}

std::string occurrence_key(const Meeting& meeting) {
  const MeetingFacts& facts = meeting.facts;
  if (facts.ical_uid.empty()) return meeting.calendar_id + "\n" + facts.external_id;
  return facts.ical_uid + "\n" + facts.recurrence_id;
}

std::string why_not_prepared(const MeetingFacts& facts) {
  if (facts.all_day) return "an all-day entry";
  switch (facts.entry) {
    case EntryKind::meeting:
      break;
    case EntryKind::focus_time:
      return "focus time";
    case EntryKind::out_of_office:
      return "out of office";
    case EntryKind::working_location:
      return "a working location";
    case EntryKind::birthday:
      return "a birthday";
  }
  if (facts.own_response == Response::declined) return "declined";
  if (facts.transparent) return "marked as free";
  return {};
}

std::string meeting_id_of(std::string_view user_id, std::string_view calendar_id,
                          std::string_view external_id) {
  std::string input(user_id);
  input.append("\n").append(calendar_id).append("\n").append(external_id);
  return derived_id(input);
}

std::string_view name_of(MeetingStatus status) { return kStatuses.name_of(status); }
std::string_view name_of(PrepOutcome outcome) { return kOutcomes.name_of(outcome); }
std::string_view name_of(Response response) { return kResponses.name_of(response); }
std::string_view name_of(EntryKind entry) { return kEntries.name_of(entry); }

std::optional<MeetingStatus> meeting_status_named(std::string_view name) {
  return kStatuses.named(name);
}
std::optional<PrepOutcome> prep_outcome_named(std::string_view name) {
  return kOutcomes.named(name);
}
std::optional<Response> response_named(std::string_view name) { return kResponses.named(name); }
std::optional<EntryKind> entry_kind_named(std::string_view name) { return kEntries.named(name); }

}  // namespace execassist
