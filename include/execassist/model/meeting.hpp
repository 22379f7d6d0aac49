// A meeting: one occurrence of a calendar event. Facts are what the calendar says (mirrored: they
// can be fetched again); state is what we decided (owned: never lost).
#pragma once

#include <execassist/base/instant.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace execassist {

enum class MeetingStatus {
  discovered,
  classified,
  prep_scheduled,
  prep_in_progress,
  prep_completed,
  completed,
  cancelled,
};

enum class PrepOutcome { prepared, skipped, no_reaction };

enum class Response { needs_action, accepted, tentative, declined };

// What kind of calendar entry it is; only meetings are prepared.
enum class EntryKind { meeting, focus_time, out_of_office, working_location, birthday };

struct Attendee {
  std::string email;  // lower case, without "mailto:"; may be empty
  std::string name;
  Response response = Response::needs_action;
  bool resource = false;  // a room or a thing, not a person

  friend bool operator==(const Attendee&, const Attendee&) = default;
};

struct MeetingFacts {
  std::string external_id;  // unique in its calendar; for ICS: UID, or UID + "/" + RECURRENCE-ID
  std::string ical_uid;
  std::string recurrence_id;  // original start of an instance in UTC ("20261121T090000Z"), or its
                              // date ("20261121") or floating form for those; empty for singles
  std::string series_id;      // the calendar's own id of the series this is an instance of, where
                              // it has one besides ical_uid (Google's recurringEventId); else empty
  std::string source;         // "ics", "google_calendar", "manual"
  std::string title;
  std::string description;
  Instant start{};
  Instant end{};          // exclusive, never before start
  std::string time_zone;  // the event's own IANA zone; empty when it has none (floating, all-day)
  std::string location;
  std::string join_url;
  std::string organizer;  // e-mail
  std::vector<Attendee> attendees;
  bool attendees_omitted = false;  // the list is incomplete: the count is unknown
  bool all_day = false;            // start and end are midnights in the user's zone
  bool transparent = false;        // does not block time
  bool tentative = false;
  bool cancelled = false;  // the calendar still lists it, as cancelled
  EntryKind entry = EntryKind::meeting;
  Response own_response = Response::accepted;  // the user's; accepted when not listed
  int sequence = 0;
  std::string problem;  // one line for people when something was guessed: "unknown time zone ..."

  friend bool operator==(const MeetingFacts&, const MeetingFacts&) = default;
};

struct MeetingState {
  MeetingStatus status = MeetingStatus::discovered;
  std::optional<std::string> meeting_type;
  std::optional<Seconds> prep_lead;  // null: not prepared
  std::optional<Instant> prep_trigger_time;
  std::optional<PrepOutcome> prep_outcome;
  std::string type_reason;                     // why this type, in words
  std::string unprepared_reason;               // why it is not prepared, in words; empty when it is
  int round = 0;                               // how often it was re-armed
  int revision = 0;                            // how often it was moved, cancelled or put on again
  std::optional<std::string> notification_id;  // of the prep notification of this round
  std::optional<Instant> notification_sent_at;
  std::optional<std::string> materials_url;
  std::optional<std::string> duplicate_of;  // meeting_id of the copy that stands for all

  friend bool operator==(const MeetingState&, const MeetingState&) = default;
};

struct Meeting {
  std::string meeting_id;
  std::string user_id;
  std::string calendar_id;
  MeetingFacts facts;
  MeetingState state;
  Instant created_at{};
  Instant updated_at{};
  Instant last_synced_at{};
};

// Listed people (not rooms or resources) who have not declined; nobody is added. Nothing when the
// calendar left attendees out.
std::optional<int> attendee_count(const MeetingFacts& facts);

// The identity shared by copies of one occurrence in several calendars: iCalUID + original start,
// else calendar + external id.
std::string occurrence_key(const Meeting& meeting);

// Why the entry itself rules out preparation ("all-day entry", "you declined it"...); empty when it
// does not. The type may still rule it out.
std::string why_not_prepared(const MeetingFacts& facts);

// The id is derived, so that a store built anew from the same calendars names its meetings alike.
std::string meeting_id_of(std::string_view user_id, std::string_view calendar_id,
                          std::string_view external_id);

std::string_view name_of(MeetingStatus status);
std::string_view name_of(PrepOutcome outcome);
std::string_view name_of(Response response);
std::string_view name_of(EntryKind entry);
std::optional<MeetingStatus> meeting_status_named(std::string_view name);
std::optional<PrepOutcome> prep_outcome_named(std::string_view name);
std::optional<Response> response_named(std::string_view name);
std::optional<EntryKind> entry_kind_named(std::string_view name);

}  // namespace execassist
