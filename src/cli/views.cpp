#include "cli/views.hpp"

#include "cli/exit_codes.hpp"

#include <cmath>

namespace execassist::cli {
namespace {

wire::Json text_or_null(const std::string& text) {
  return text.empty() ? wire::Json() : wire::Json(text);
}

wire::Json people_json(const MeetingFacts& facts) {
  wire::Json people = wire::Json::array();
  for (const Attendee& attendee : facts.attendees) {
    if (!attendee.email.empty()) people.push(attendee.email);
  }
  return people;
}

wire::Json age_json(const Meeting& meeting, Instant now) {
  if (meeting.facts.source == "manual" || meeting.last_synced_at == Instant{}) return {};
  return std::int64_t{(now - meeting.last_synced_at).count()};
}

}  // namespace

wire::Json time_json(std::optional<Instant> at) {
  return at ? wire::Json(format_rfc3339(*at)) : wire::Json();
}

wire::Json hours_json(std::optional<Seconds> length) {
  if (!length) return {};
  if (*length % hours{1} == Seconds{0}) return std::int64_t{*length / hours{1}};
  return static_cast<double>(length->count()) / 3600.0;
}

wire::Json meeting_json(const Meeting& meeting, Instant now) {
  const MeetingFacts& facts = meeting.facts;
  const MeetingState& state = meeting.state;
  wire::Json json;
  json.set("meeting_id", meeting.meeting_id);
  json.set("external_id", facts.external_id);
  json.set("user_id", meeting.user_id);
  json.set("source", facts.source);
  json.set("calendar_id", meeting.calendar_id);
  json.set("title", facts.title);
  json.set("description", text_or_null(facts.description));
  json.set("start_time", time_json(facts.start));
  json.set("end_time", time_json(facts.end));
  json.set("time_zone", text_or_null(facts.time_zone));
  json.set("location", text_or_null(facts.location));
  json.set("join_url", text_or_null(facts.join_url));
  json.set("organizer", text_or_null(facts.organizer));
  json.set("attendees", people_json(facts));
  json.set("attendee_count", attendee_count(facts));
  json.set("meeting_type", state.meeting_type);
  json.set("prep_hours_before", hours_json(state.prep_lead));
  json.set("prep_trigger_time", time_json(state.prep_trigger_time));
  json.set("status", name_of(state.status));
  json.set("notification_id", state.notification_id);
  json.set("notification_sent_at", time_json(state.notification_sent_at));
  json.set("materials_url", state.materials_url);
  json.set("created_at", time_json(meeting.created_at));
  json.set("updated_at", time_json(meeting.updated_at));
  json.set("last_synced_at",
           facts.source == "manual" ? wire::Json() : time_json(meeting.last_synced_at));
  json.set("all_day", facts.all_day);
  json.set("prep_outcome",
           state.prep_outcome ? wire::Json(name_of(*state.prep_outcome)) : wire::Json());
  json.set("duplicate_of", state.duplicate_of);
  json.set("data_age_seconds", age_json(meeting, now));
  json.set("type_reason", text_or_null(state.type_reason));
  json.set("unprepared_reason", text_or_null(state.unprepared_reason));
  json.set("problem", text_or_null(facts.problem));
  return json;
}

wire::Json attempt_json(const DeliveryAttempt& attempt) {
  wire::Json json;
  json.set("channel", attempt.channel);
  json.set("address", text_or_null(attempt.address));
  json.set("at", time_json(attempt.at));
  json.set("wall_at", time_json(attempt.wall_at));
  json.set("outcome", attempt.outcome ? wire::Json(name_of(*attempt.outcome)) : wire::Json());
  json.set("error", text_or_null(attempt.error));
  json.set("message_id", text_or_null(attempt.message_id));
  return json;
}

wire::Json notification_json(const Notification& notification) {
  wire::Json json;
  json.set("notification_id", notification.notification_id);
  json.set("meeting_id", notification.meeting_id);
  json.set("user_id", notification.user_id);
  json.set("kind", name_of(notification.kind));
  json.set("state", name_of(notification.state));
  json.set("channel", notification.channel);
  json.set("message_id", notification.message_id);
  wire::Json attempts = wire::Json::array();
  for (const DeliveryAttempt& attempt : notification.attempts) attempts.push(attempt_json(attempt));
  json.set("attempts", std::move(attempts));
  json.set("text", notification.text);
  json.set("reason", text_or_null(notification.reason));
  json.set("due_at", time_json(notification.due_at));
  json.set("next_attempt_at", notification.state == NotificationState::pending
                                  ? time_json(notification.next_attempt_at)
                                  : wire::Json());
  json.set("sent_at", time_json(notification.sent_at));
  json.set("created_at", time_json(notification.created_at));
  return json;
}

wire::Json reminder_json(const Reminder& reminder) {
  wire::Json json;
  json.set("reminder_id", reminder.reminder_id);
  json.set("meeting_id", reminder.meeting_id);
  json.set("user_id", reminder.user_id);
  json.set("remind_at", time_json(reminder.remind_at));
  json.set("state", name_of(reminder.state));
  json.set("origin", reminder.origin);
  json.set("created_at", time_json(reminder.created_at));
  return json;
}

wire::Json sync_json(const app::SyncReport& report) {
  wire::Json users = wire::Json::array();
  for (const app::UserSync& user : report.users) {
    wire::Json errors = wire::Json::array();
    std::string all;
    for (const app::SourceError& error : user.errors) {
      if (!all.empty()) all += "; ";
      all += error.calendar_id + ": " + error.message;
      wire::Json one;
      one.set("calendar_id", error.calendar_id);
      one.set("kind", kind_name(error.kind));
      one.set("message", error.message);
      one.set("hint", text_or_null(error.hint));
      errors.push(std::move(one));
    }
    wire::Json warnings = wire::Json::array();
    for (const std::string& warning : user.warnings) warnings.push(warning);
    wire::Json json;
    json.set("user_id", user.user_id);
    json.set("status", user.failed() ? "error" : "success");
    json.set("new", user.added);
    json.set("updated", user.updated);
    json.set("moved", user.moved);
    json.set("unchanged", user.unchanged);
    json.set("cancelled", user.cancelled);
    json.set("error", text_or_null(all));
    json.set("errors", std::move(errors));
    json.set("warnings", std::move(warnings));
    users.push(std::move(json));
  }
  wire::Json json;
  json.set("users", std::move(users));
  json.set("total_users", report.users.size());
  json.set("successful_syncs", static_cast<int>(report.users.size()) - report.failed_syncs());
  json.set("failed_syncs", report.failed_syncs());
  return json;
}

wire::Json classify_json(const app::ClassifyReport& report) {
  wire::Json by_type = wire::Json::object();
  for (const auto& [type, count] : report.by_type) by_type.set(type, count);
  wire::Json json;
  json.set("classified", report.classified);
  json.set("unchanged", report.unchanged);
  json.set("by_type", std::move(by_type));
  return json;
}

wire::Json prep_json(const app::PrepReport& report, const app::BuildReport& builds) {
  wire::Json triggered = wire::Json::array();
  for (const std::string& id : report.triggered) triggered.push(id);
  wire::Json skipped = wire::Json::array();
  for (const app::SkippedPrep& each : report.skipped) {
    skipped.push(wire::Json::object({{"meeting_id", each.meeting_id}, {"reason", each.reason}}));
  }
  wire::Json materials = wire::Json::array();
  for (const app::BuiltMaterials& each : builds.built) {
    materials.push(wire::Json::object(
        {{"meeting_id", each.meeting_id},
         {"location", each.location.empty() ? wire::Json() : wire::Json(each.location)}}));
  }
  wire::Json failed = wire::Json::array();
  for (const app::FailedStep& each : builds.failed) {
    failed.push(wire::Json::object({{"meeting_id", each.meeting_id},
                                    {"step", name_of(each.step)},
                                    {"problem", each.problem},
                                    {"given_up", each.given_up}}));
  }
  wire::Json json;
  json.set("triggered", std::move(triggered));
  json.set("skipped", std::move(skipped));
  json.set("completed", report.completed);
  json.set("unanswered", report.unanswered);
  json.set("materials", std::move(materials));
  json.set("failed_steps", std::move(failed));
  return json;
}

wire::Json delivery_json(const app::DeliveryReport& report) {
  wire::Json notifications = wire::Json::array();
  for (const Notification& each : report.notifications) notifications.push(notification_json(each));
  wire::Json json;
  json.set("sent", report.sent);
  json.set("failed", report.failed);
  json.set("dead", report.dead);
  json.set("deferred", report.deferred);
  json.set("suppressed", report.suppressed);
  json.set("notifications", std::move(notifications));
  return json;
}

wire::Json remind_json(const app::RemindReport& report) {
  wire::Json notifications = wire::Json::array();
  for (const Notification& each : report.delivery.notifications) {
    notifications.push(notification_json(each));
  }
  wire::Json json;
  json.set("due", report.due);
  json.set("sent", report.delivery.sent);
  json.set("failed", report.delivery.failed + report.delivery.dead);
  json.set("deferred", report.delivery.deferred);
  json.set("notifications", std::move(notifications));
  return json;
}

}  // namespace execassist::cli
