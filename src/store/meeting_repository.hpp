// Meetings: facts as fetched, our state, attendees, and the history of every transition.
#pragma once

#include "store/database.hpp"

#include <execassist/model/meeting.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace execassist::store {

// Every field that is set narrows the list. Ordered by start, then meeting_id.
struct MeetingFilter {
  std::optional<std::string> user_id;
  std::optional<std::string> calendar_id;
  std::optional<std::string> meeting_type;
  std::vector<MeetingStatus> statuses;   // empty: any
  std::optional<Instant> ends_after;     // end > (or start >= for zero length)
  std::optional<Instant> starts_before;  // start <
  std::optional<Instant> starts_from;    // start >=
  std::optional<Instant> ended_by;       // end <=
  std::optional<Instant> triggers_by;    // prep_trigger_time <=
  std::optional<std::string> id_prefix;
  std::optional<std::string> occurrence;  // occurrence_key
  bool without_duplicates = false;
};

struct Transition {
  Instant at{};
  std::optional<MeetingStatus> from;  // null: first seen
  MeetingStatus to = MeetingStatus::discovered;
  std::string cause;  // "sync: new", "prep: trigger time reached", "user: prep skip"
};

// last_synced_at, as read: of a mirrored meeting it is the last success of its calendar, so that an
// unchanged meeting is not written at each sync.
class MeetingRepository {
 public:
  explicit MeetingRepository(Database& database) : database_(database) {}

  std::optional<Meeting> load(const std::string& meeting_id) const;
  std::vector<Meeting> list(const MeetingFilter& filter) const;

  // A meeting that is not there yet; `cause` opens its history. REQUIRES: the id is new.
  void insert(Transaction& transaction, const Meeting& meeting, const std::string& cause);

  // What the calendar says now, whatever the state: facts, attendees, external id, updated_at. The
  // meeting_id stays. Leaves the state alone.
  void update_facts(Transaction& transaction, const Meeting& meeting);

  // Compare-and-set: replaces the state when status, round, revision, notification_sent_at
  // and duplicate_of are still those of
  // `planned_from`; a change of these goes to the history with `cause`. False when somebody was
  // first.
  bool advance(Transaction& transaction, const Meeting& planned_from, const MeetingState& to,
               Instant at, const std::string& cause);

  std::vector<Transition> history(const std::string& meeting_id) const;

  // For each user's occurrence that stands in several calendars: the live copy of the first
  // calendar in `calendar_order` stands for all, the others (cancelled ones too) get duplicate_of.
  // Calendars that are not listed do not count; "manual" counts last where it is not listed.
  // Returns how many rows changed.
  int mark_duplicates(Transaction& transaction, const std::string& user_id,
                      const std::vector<std::string>& calendar_order);

 private:
  Database& database_;
};

}  // namespace execassist::store
