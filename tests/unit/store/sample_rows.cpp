#include "sample_rows.hpp"

namespace execassist::store::testing {

Meeting a_meeting(const std::string& id) {
  Meeting meeting;
  meeting.meeting_id = id;
  meeting.user_id = "ada";
  meeting.calendar_id = "work";
  meeting.facts.external_id = "uid-" + id;
  meeting.facts.ical_uid = "uid-" + id;
  meeting.facts.source = "ics";
  meeting.facts.title = "Meeting " + id;
  meeting.facts.start = kNow + hours{5};
  meeting.facts.end = kNow + hours{6};
  meeting.created_at = kNow;
  meeting.updated_at = kNow;
  meeting.last_synced_at = kNow;
  return meeting;
}

Meeting a_full_meeting() {
  Meeting meeting;
  meeting.meeting_id = "0full";
  meeting.user_id = "user";
  meeting.calendar_id = "calendar";
  meeting.created_at = kNow + Seconds{1};
  meeting.updated_at = kNow + Seconds{2};
  meeting.last_synced_at = kNow + Seconds{3};
  meeting.facts = {.external_id = "external",
                   .ical_uid = "uid",
                   .recurrence_id = "20261121T090000Z",
                   .series_id = "series",
                   .source = "manual",
                   .title = "t\xc3\xadtle 'quoted'; -- %_",
                   .description = std::string("two\nlines\0and a NUL", 19),
                   .start = kNow + Seconds{4},
                   .end = kNow + Seconds{5},
                   .time_zone = "Europe/London",
                   .location = "location",
                   .join_url = "https://join",
                   .organizer = "organizer@example.com",
                   .attendees = {{"a@example.com", "A", Response::accepted, false},
                                 {"", "No address", Response::declined, false},
                                 {"room@example.com", "", Response::tentative, true}},
                   .attendees_omitted = true,
                   .all_day = true,
                   .transparent = true,
                   .tentative = true,
                   .cancelled = true,
                   .entry = EntryKind::working_location,
                   .own_response = Response::tentative,
                   .sequence = 7,
                   .problem = "problem"};
  meeting.state = {.status = MeetingStatus::prep_in_progress,
                   .meeting_type = "qbr",
                   .prep_lead = Seconds{8},
                   .prep_trigger_time = kNow + Seconds{9},
                   .prep_outcome = PrepOutcome::no_reaction,
                   .type_reason = "type reason",
                   .unprepared_reason = "unprepared reason",
                   .round = 10,
                   .revision = 11,
                   .notification_id = "notification",
                   .notification_sent_at = kNow + Seconds{12},
                   .materials_url = "file:///materials",
                   .duplicate_of = "other"};
  return meeting;
}

Notification a_notification(const std::string& id) {
  Notification notification;
  notification.notification_id = id;
  notification.user_id = "ada";
  notification.occurrence = "occurrence-" + id;
  notification.due_at = kNow;
  notification.next_attempt_at = kNow;
  notification.created_at = kNow;
  return notification;
}

Lease a_lease(const std::string& id, Instant until) {
  return {id, until, {"boot-" + id, 4711, 123456789012}};
}

bool same(const Meeting& a, const Meeting& b) {
  return a.meeting_id == b.meeting_id && a.user_id == b.user_id && a.calendar_id == b.calendar_id &&
         a.facts == b.facts && a.state == b.state && a.created_at == b.created_at &&
         a.updated_at == b.updated_at && a.last_synced_at == b.last_synced_at;
}

bool same(const DeliveryAttempt& a, const DeliveryAttempt& b) {
  return a.channel == b.channel && a.address == b.address && a.at == b.at &&
         a.wall_at == b.wall_at && a.outcome == b.outcome && a.error == b.error &&
         a.message_id == b.message_id && a.finished_at == b.finished_at;
}

bool same(const Notification& a, const Notification& b) {
  return a.notification_id == b.notification_id && a.user_id == b.user_id &&
         a.meeting_id == b.meeting_id && a.kind == b.kind && a.occurrence == b.occurrence &&
         a.round == b.round && a.variant == b.variant && a.state == b.state && a.text == b.text &&
         a.reason == b.reason && a.due_at == b.due_at && a.next_attempt_at == b.next_attempt_at &&
         a.expires_at == b.expires_at && a.rounds == b.rounds && a.channel == b.channel &&
         a.message_id == b.message_id && a.sent_at == b.sent_at && a.created_at == b.created_at;
}

void store_meeting(Database& database, const Meeting& meeting) {
  Transaction transaction = database.begin();
  MeetingRepository(database).insert(transaction, meeting, "sync: new");
  transaction.commit();
}

void set_fact(Database& database, const std::string& key, const std::string& value) {
  Transaction transaction = database.begin();
  JobRepository(database).set_fact(transaction, key, value);
  transaction.commit();
}

}  // namespace execassist::store::testing
