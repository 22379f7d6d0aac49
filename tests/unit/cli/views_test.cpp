#include "cli/views.hpp"

#include <doctest/doctest.h>

namespace execassist::cli {
namespace {

using wire::Json;

const Instant kNow = *parse_rfc3339("2026-11-21T09:30:00Z");

std::vector<std::string> keys_of(const Json& json) {
  std::vector<std::string> keys;
  REQUIRE(json.as_object() != nullptr);
  for (const auto& [key, value] : *json.as_object()) keys.push_back(key);
  return keys;
}

const Json& at(const Json& json, std::string_view key) {
  const Json* value = json.find(key);
  INFO(key);
  REQUIRE(value != nullptr);
  return *value;
}

Meeting full_meeting() {
  Meeting meeting;
  meeting.meeting_id = "0123456789abcdef";
  meeting.user_id = "ada";
  meeting.calendar_id = "work";
  meeting.facts.external_id = "one";
  meeting.facts.source = "ics";
  meeting.facts.title = "Title \xff";
  meeting.facts.start = kNow + hours{1};
  meeting.facts.end = kNow + hours{2};
  meeting.facts.attendees = {{"ada@example.com", "", Response::accepted, false},
                             {"", "No Address", Response::accepted, false},
                             {"alan@example.com", "", Response::declined, false}};
  meeting.state.status = MeetingStatus::prep_completed;
  meeting.state.prep_lead = minutes{90};
  meeting.state.prep_outcome = PrepOutcome::no_reaction;
  meeting.last_synced_at = kNow - minutes{2};
  return meeting;
}

TEST_CASE("a meeting has every key of the contract, in its order, absent values as null") {
  const std::vector<std::string> contract = {
      "meeting_id",     "external_id",       "user_id",
      "source",         "calendar_id",       "title",
      "description",    "start_time",        "end_time",
      "time_zone",      "location",          "join_url",
      "organizer",      "attendees",         "attendee_count",
      "meeting_type",   "prep_hours_before", "prep_trigger_time",
      "status",         "notification_id",   "notification_sent_at",
      "materials_url",  "created_at",        "updated_at",
      "last_synced_at", "all_day",           "prep_outcome",
      "duplicate_of",   "data_age_seconds"};
  const auto keys = keys_of(meeting_json(Meeting{}, kNow));
  REQUIRE(keys.size() >= contract.size());
  CHECK(std::vector<std::string>(keys.begin(), keys.begin() + static_cast<long>(contract.size())) ==
        contract);
  CHECK(keys == keys_of(meeting_json(full_meeting(), kNow)));

  const Json empty = meeting_json(Meeting{}, kNow);
  for (const char* key :
       {"description", "time_zone", "location", "join_url", "organizer", "meeting_type",
        "prep_hours_before", "prep_trigger_time", "notification_id", "notification_sent_at",
        "materials_url", "prep_outcome", "duplicate_of", "data_age_seconds"}) {
    CAPTURE(key);
    CHECK(at(empty, key).is_null());
  }
  CHECK(at(empty, "attendees") == Json::array());
  CHECK(at(empty, "all_day") == Json(false));
}

TEST_CASE("a meeting's values have the types of the contract") {
  const Json json = meeting_json(full_meeting(), kNow);
  CHECK(at(json, "start_time") == Json("2026-11-21T10:30:00Z"));
  CHECK(at(json, "attendees").dump(-1) == R"(["ada@example.com","alan@example.com"])");
  CHECK(at(json, "attendee_count") == Json(2));  // the declined one is not counted
  CHECK(at(json, "prep_hours_before") == Json(1.5));
  CHECK(at(json, "status") == Json("prep_completed"));
  CHECK(at(json, "prep_outcome") == Json("no_reaction"));
  CHECK(at(json, "data_age_seconds") == Json(120));
  CHECK(at(json, "title").dump(-1) == "\"Title \xef\xbf\xbd\"");
}

TEST_CASE("an unknown number of people is null; what was entered by hand has no age") {
  Meeting meeting = full_meeting();
  meeting.facts.attendees_omitted = true;
  CHECK(at(meeting_json(meeting, kNow), "attendee_count").is_null());
  meeting.facts.source = "manual";
  CHECK(at(meeting_json(meeting, kNow), "data_age_seconds").is_null());
  CHECK(at(meeting_json(meeting, kNow), "last_synced_at").is_null());
}

TEST_CASE("hours are whole where they can be") {
  const std::vector<std::pair<std::optional<Seconds>, std::string>> table = {
      {std::nullopt, "null"}, {Seconds{0}, "0"},      {hours{72}, "72"},
      {minutes{30}, "0.5"},   {minutes{-90}, "-1.5"},
  };
  for (const auto& [length, expected] : table) CHECK(hours_json(length).dump(-1) == expected);
}

Notification with_attempts() {
  Notification notification;
  notification.notification_id = "n1";
  notification.user_id = "ada";
  notification.text = "say this";
  notification.due_at = notification.next_attempt_at = notification.created_at = kNow;
  DeliveryAttempt in_flight;
  in_flight.channel = "slack";
  in_flight.at = in_flight.wall_at = kNow;
  DeliveryAttempt refused = in_flight;
  refused.outcome = AttemptOutcome::refused;
  refused.error = "no such person";
  notification.attempts = {refused, in_flight};
  return notification;
}

TEST_CASE("a notification has every key of the contract") {
  const std::vector<std::string> contract = {
      "notification_id", "meeting_id", "user_id", "kind",   "state",   "channel",
      "message_id",      "attempts",   "text",    "due_at", "sent_at", "created_at"};
  const Json json = notification_json(with_attempts());
  for (const std::string& key : contract) at(json, key);
  CHECK(at(json, "meeting_id").is_null());
  CHECK(at(json, "channel").is_null());
  CHECK(at(json, "sent_at").is_null());
  CHECK(at(json, "text") == Json("say this"));
  CHECK(at(json, "state") == Json("pending"));
  CHECK(at(json, "next_attempt_at") == Json("2026-11-21T09:30:00Z"));

  const auto& attempts = *at(json, "attempts").as_array();
  REQUIRE(attempts.size() == 2);
  for (const char* key : {"channel", "at", "outcome", "error"}) at(attempts[0], key);
  CHECK(at(attempts[0], "outcome") == Json("refused"));
  CHECK(at(attempts[0], "error") == Json("no such person"));
  CHECK(at(attempts[1], "outcome").is_null());  // in flight
  CHECK(at(attempts[1], "error").is_null());
}

TEST_CASE("only what still waits has a next attempt") {
  Notification notification = with_attempts();
  notification.attempts.clear();
  for (const auto state : {NotificationState::sending, NotificationState::sent,
                           NotificationState::dead, NotificationState::suppressed}) {
    notification.state = state;
    CHECK(at(notification_json(notification), "next_attempt_at").is_null());
    CHECK(at(notification_json(notification), "attempts") == Json::array());
  }
}

TEST_CASE("sync: one entry a user, errors joined for people and listed for programs") {
  app::SyncReport report;
  report.users.resize(2);
  report.users[0].user_id = "ada";
  report.users[0].added = 3;
  report.users[1].user_id = "grace";
  report.users[1].errors = {{"work", ErrorKind::failed, "no file", "look"},
                            {"home", ErrorKind::sign_in_needed, "sign in", ""}};
  const Json json = sync_json(report);
  CHECK(keys_of(json) ==
        std::vector<std::string>{"users", "total_users", "successful_syncs", "failed_syncs"});
  CHECK(at(json, "total_users") == Json(2));
  CHECK(at(json, "successful_syncs") == Json(1));
  CHECK(at(json, "failed_syncs") == Json(1));
  const auto& users = *at(json, "users").as_array();
  CHECK(at(users[0], "status") == Json("success"));
  CHECK(at(users[0], "new") == Json(3));
  CHECK(at(users[0], "error").is_null());
  CHECK(at(users[0], "errors") == Json::array());
  CHECK(at(users[1], "status") == Json("error"));
  CHECK(at(users[1], "error") == Json("work: no file; home: sign in"));
  const auto& errors = *at(users[1], "errors").as_array();
  CHECK(at(errors[1], "kind") == Json("sign_in_needed"));
  CHECK(at(errors[1], "hint").is_null());
}

TEST_CASE("the other jobs: lists and maps are never missing") {
  CHECK(classify_json({}).dump(-1) == R"({"classified":0,"unchanged":0,"by_type":{}})");
  CHECK(classify_json({1, 2, {{"qbr", 3}}}).dump(-1) ==
        R"({"classified":1,"unchanged":2,"by_type":{"qbr":3}})");
  CHECK(
      prep_json({}).dump(-1) ==
      R"({"triggered":[],"skipped":[],"completed":0,"unanswered":0,"materials":[],"failed_steps":[]})");
  CHECK(prep_json({{"m1"}, {{"m2", "declined"}}, 4, 5}).dump(-1) ==
        R"({"triggered":["m1"],"skipped":[{"meeting_id":"m2","reason":"declined"}],)"
        R"("completed":4,"unanswered":5,"materials":[],"failed_steps":[]})");
  CHECK(delivery_json({}).dump(-1) ==
        R"({"sent":0,"failed":0,"dead":0,"deferred":0,"suppressed":0,"notifications":[]})");
  CHECK(remind_json({}).dump(-1) ==
        R"({"due":0,"sent":0,"failed":0,"deferred":0,"notifications":[]})");
  app::RemindReport report;
  report.due = 3;
  report.delivery.sent = 1;
  report.delivery.failed = 1;
  report.delivery.dead = 1;
  report.delivery.notifications = {with_attempts()};
  const Json json = remind_json(report);
  CHECK(at(json, "failed") == Json(2));  // given up is failed, too
  CHECK(at(json, "notifications").as_array()->size() == 1);
}

TEST_CASE("a reminder") {
  Reminder reminder;
  reminder.reminder_id = "r1";
  reminder.meeting_id = "m1";
  reminder.user_id = "ada";
  reminder.remind_at = reminder.created_at = kNow;
  reminder.origin = "snoozed";
  CHECK(reminder_json(reminder).dump(-1) ==
        R"({"reminder_id":"r1","meeting_id":"m1","user_id":"ada",)"
        R"("remind_at":"2026-11-21T09:30:00Z","state":"pending","origin":"snoozed",)"
        R"("created_at":"2026-11-21T09:30:00Z"})");
}

}  // namespace
}  // namespace execassist::cli
