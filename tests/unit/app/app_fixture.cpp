#include "app_fixture.hpp"

#include "app/meeting_steps.hpp"

namespace execassist::app::testing {
namespace {

Meeting step_on(const Scope& scope, const Meeting& listed,
                prep::Decision (*decide)(const Meeting&, Instant)) {
  store::MeetingRepository meetings(scope.database);
  auto transaction = scope.database.begin();
  const Meeting meeting = meetings.load(listed.meeting_id).value();
  const auto decision = decide(meeting, scope.now());
  if (const auto* refusal = std::get_if<prep::Refusal>(&decision)) {
    throw Error(ErrorKind::refused, meeting.meeting_id + ": " + refusal->why, refusal->hint);
  }
  apply_step(scope, transaction, meeting, meeting.facts, std::get<prep::Step>(decision));
  transaction.commit();
  return meetings.load(listed.meeting_id).value();
}

}  // namespace

Meeting start_prep(const Scope& scope, const Meeting& meeting) {
  return step_on(scope, meeting, prep::started);
}

Meeting finish_prep(const Scope& scope, const Meeting& meeting) {
  return step_on(scope, meeting, prep::finished);
}

MeetingType type_of(const std::string& name, const std::string& keyword) {
  MeetingType type;
  type.name = name;
  type.label = label_from_name(name);
  if (!keyword.empty()) type.keywords.push_back(keyword);
  type.keyword_positions.resize(type.keywords.size());
  return type;
}

Rules plain_rules() {
  Rules rules;
  rules.fingerprint = "rules-1";
  rules.types = {type_of("leadership_meeting", "leadership"), type_of("lunch", "lunch"),
                 type_of("board", "board"), type_of("exact", "exact"), type_of("default", "")};
  rules.types[0].prep_lead = hours{72};
  rules.types[1].prep_lead.reset();
  rules.types[1].reminder_lead.reset();
  rules.types[2].reminder_lead = hours{4};
  rules.types[2].late = LatePolicy::drop;
  rules.types[3].late = LatePolicy::send;
  return rules;
}

UserSettings user_named(const std::string& id, const std::vector<std::string>& calendars) {
  UserSettings user;
  user.user.id = id;
  user.user.name = id;
  user.user.email = id + "@example.com";
  user.user.channels = {"first", "second"};
  for (const std::string& calendar : calendars) {
    CalendarSettings& settings = user.calendars.emplace_back();
    settings.id = calendar;
    settings.kind = "ics";
  }
  return user;
}

MeetingFacts facts_of(const std::string& id, Instant start, Seconds length,
                      const std::string& title) {
  MeetingFacts facts;
  facts.external_id = facts.ical_uid = id;
  facts.source = "ics";
  facts.title = title;
  facts.start = start;
  facts.end = start + length;
  return facts;
}

App::App() {
  settings.users.push_back(user_named("ada", {"work"}));
  settings.notify.operator_id = "ada";
  edges.fake_channel("first");
  edges.fake_channel("second");
}

App::~App() = default;

void App::put(const MeetingFacts& facts, const std::string& calendar) {
  take_away(facts.external_id, calendar);
  listed[calendar].push_back(facts);
}

void App::take_away(const std::string& external_id, const std::string& calendar) {
  std::erase_if(listed[calendar],
                [&](const MeetingFacts& each) { return each.external_id == external_id; });
}

SyncReport App::sync(bool full) {
  answer();
  return sync_calendars(scope, full);
}

TickReport App::tick() {
  answer();
  return run_tick(scope);
}

std::optional<Meeting> App::find(const std::string& external_id,
                                 const std::string& calendar) const {
  store::MeetingFilter filter;
  filter.calendar_id = calendar;
  for (Meeting& each : store::MeetingRepository(database_ref()).list(filter)) {
    if (each.facts.external_id == external_id) return std::move(each);
  }
  return std::nullopt;
}

Meeting App::meeting(const std::string& external_id, const std::string& calendar) const {
  auto found = find(external_id, calendar);
  REQUIRE_MESSAGE(found, "no meeting " << external_id << " in " << calendar);
  return *found;
}

Meeting App::announced(const MeetingFacts& facts) {
  put(facts);
  sync();
  trigger_preps(scope);
  Meeting found = meeting(facts.external_id);
  REQUIRE(found.state.status == MeetingStatus::prep_scheduled);
  return found;
}

std::vector<Notification> App::outbox(std::optional<NotificationKind> kind) const {
  store::OutboxFilter filter;
  filter.kind = kind;
  return store::OutboxRepository(database_ref()).list(filter);
}

Notification App::only(NotificationKind kind) const {
  const auto found = outbox(kind);
  REQUIRE(found.size() == 1);
  return found.front();
}

std::vector<Notification> App::waiting(NotificationKind kind) const {
  auto found = outbox(kind);
  std::erase_if(found,
                [](const Notification& each) { return each.state != NotificationState::pending; });
  return found;
}

std::vector<Reminder> App::reminders() const {
  return store::ReminderRepository(database_ref()).list({});
}

store::CalendarRecord App::calendar(const std::string& id) const {
  return store::CalendarRepository(database_ref()).load("ada", id).value();
}

void App::answer() {
  for (const UserSettings& user : settings.users) {
    for (const CalendarSettings& each : user.calendars) {
      if (listed.contains(each.id)) source(each.id).list(listed[each.id]);
    }
  }
}

LogCapture::LogCapture() { set_log_sink(this); }
LogCapture::~LogCapture() { set_log_sink(nullptr); }

void LogCapture::write(LogLevel level, std::span<const LogField> fields, std::string_view message) {
  const std::scoped_lock lock(guard_);
  lines.emplace_back(level, format_log_text(fields, message));
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace execassist::app::testing
