#include "app/delivery.hpp"
#include "app/meeting_lookup.hpp"
#include "cli/commands.hpp"
#include "cli/global_options.hpp"
#include "cli/job_report.hpp"
#include "cli/views.hpp"
#include "cli/workplace.hpp"
#include "render/when.hpp"
#include "store/outbox_repository.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>

namespace execassist::cli {
namespace {

const ArgumentDesc kNotificationArgument{
    .name = "ID", .doc = "The notification: its id, or a unique prefix of at least 4 characters."};

std::string first_line(const std::string& text) {
  // The first line that says what it is about: a title stands after the heading.
  for (const std::string& line : split(text, '\n')) {
    const std::string_view trimmed = trim(line);
    if (line.starts_with("  ") && !trimmed.empty()) return std::string(trimmed);
  }
  return one_line(text.substr(0, text.find('\n')));
}

int run_list(Invocation& call) {
  Workplace workplace(call);
  store::OutboxFilter filter;
  filter.user_id = call.global.user;
  if (const auto state = call.value("--state")) filter.states = {*notification_state_named(*state)};
  const auto notifications = store::OutboxRepository(workplace.scope().database).list(filter);
  for (const Notification& each : notifications) {
    const Zone& zone = workplace.zone_of(each.user_id);
    call.out.line(pad_width(each.notification_id, 16) + "  " +
                  render::stamp(each.sent_at.value_or(each.due_at), zone) + "  " +
                  pad_width(name_of(each.kind), 8) + "  " + pad_width(name_of(each.state), 10) +
                  "  " +
                  fit_width(one_line(each.reason.empty() ? first_line(each.text) : each.reason),
                            std::max(16, call.out.columns() - 62)));
    call.out.item(notification_json(each));
    if (call.out.closed()) break;
  }
  if (notifications.empty() && !call.global.json) call.out.talk("no notifications");
  call.out.end_items();
  return 0;
}

int run_show(Invocation& call) {
  Workplace workplace(call);
  const Notification shown = app::find_notification(workplace.scope(), *call.argument("ID"));
  const Zone& zone = workplace.zone_of(shown.user_id);
  Output& out = call.out;
  out.line("notification " + shown.notification_id + ": " + std::string(name_of(shown.kind)) +
           " for " + shown.user_id + ", " + std::string(name_of(shown.state)));
  if (shown.meeting_id) out.line("  meeting   " + *shown.meeting_id);
  out.line("  due       " + render::stamp(shown.due_at, zone));
  if (shown.state == NotificationState::pending && shown.next_attempt_at != shown.due_at) {
    out.line("  next try  " + render::stamp(shown.next_attempt_at, zone));
  }
  if (shown.sent_at) {
    out.line("  sent      " + render::stamp(*shown.sent_at, zone) + " by " +
             shown.channel.value_or("?"));
  }
  if (!shown.reason.empty()) out.line("  because   " + one_line(shown.reason));
  for (const DeliveryAttempt& attempt : shown.attempts) {
    out.line("  attempt   " + render::stamp(attempt.at, zone) + "  " + attempt.channel + "  " +
             std::string(attempt.outcome ? name_of(*attempt.outcome) : "in flight") +
             (attempt.error.empty() ? "" : ": " + one_line(attempt.error)));
  }
  out.line();
  out.text(safe_block(shown.text));
  out.line();
  out.json(notification_json(shown));
  return 0;
}

int run_retry(Invocation& call) {
  const auto id = call.argument("ID");
  if (id.has_value() == call.flag("--dead")) call.usage_error("give either an ID or --dead");
  Workplace workplace(call);
  const app::Scope& scope = workplace.scope();
  std::vector<Notification> chosen;
  if (id) {
    chosen.push_back(app::find_notification(scope, *id));
    app::retry_dead(scope, chosen.front());
  } else {
    store::OutboxFilter dead;
    dead.user_id = call.global.user;
    dead.states = {NotificationState::dead};
    for (const Notification& each : store::OutboxRepository(scope.database).list(dead)) {
      try {
        app::retry_dead(scope, each);
        chosen.push_back(each);
      } catch (const Error& error) {
        if (error.kind() != ErrorKind::refused) throw;
        call.out.talk(error.message());
      }
    }
  }
  wire::Json json = wire::Json::array();
  for (const Notification& each : chosen) {
    call.out.line((call.global.dry_run ? "would be queued again: " : "queued again: ") +
                  each.notification_id);
    json.push(
        notification_json(*store::OutboxRepository(scope.database).load(each.notification_id)));
  }
  if (chosen.empty() && !call.global.json) call.out.talk("nothing to retry");
  call.out.json(json);
  return 0;
}

int run_test(Invocation& call) {
  Workplace workplace(call);
  const app::DeliveryReport report = app::deliver_test(workplace.scope(), call.value("--channel"));
  for (const Notification& each : report.notifications) {
    for (const DeliveryAttempt& attempt : each.attempts) {
      call.out.talk(each.user_id + ": " + attempt.channel + ": " +
                    std::string(attempt.outcome ? name_of(*attempt.outcome) : "in flight") +
                    (attempt.error.empty() ? "" : ": " + one_line(attempt.error)));
    }
  }
  tell_delivery(call, report);
  call.out.json(delivery_json(report));
  if (report.misconfigured) return code_of(ErrorKind::configuration);
  const bool all = report.sent == static_cast<int>(report.notifications.size());
  return code_of(all ? std::nullopt : std::optional(ErrorKind::partial));
}

struct LogLine {
  const Notification* notification;
  const DeliveryAttempt* attempt;
};

wire::Json log_json(const LogLine& line) {
  wire::Json json;
  json.set("notification_id", line.notification->notification_id);
  json.set("meeting_id", line.notification->meeting_id);
  json.set("user_id", line.notification->user_id);
  json.set("kind", name_of(line.notification->kind));
  const wire::Json attempt = attempt_json(*line.attempt);
  for (const auto& [key, value] : *attempt.as_object()) json.set(key, value);
  json.set("finished_at", time_json(line.attempt->finished_at));
  wire::Json latency;
  if (line.attempt->finished_at) {
    latency = std::int64_t{(*line.attempt->finished_at - line.notification->due_at).count()};
  }
  json.set("latency_seconds", latency);
  return json;
}

int run_log(Invocation& call) {
  Workplace workplace(call);
  store::OutboxFilter filter;
  filter.user_id = call.global.user;
  const auto notifications = store::OutboxRepository(workplace.scope().database).list(filter);
  std::vector<LogLine> lines;
  for (const Notification& each : notifications) {
    for (const DeliveryAttempt& attempt : each.attempts) lines.push_back({&each, &attempt});
  }
  std::stable_sort(lines.begin(), lines.end(), [](const LogLine& a, const LogLine& b) {
    return a.attempt->at < b.attempt->at;
  });
  for (const LogLine& line : lines) {
    const DeliveryAttempt& attempt = *line.attempt;
    call.out.line(render::stamp(attempt.at, workplace.zone_of(line.notification->user_id)) + "  " +
                  line.notification->notification_id + "  " + line.notification->user_id + "  " +
                  std::string(name_of(line.notification->kind)) + "  " + attempt.channel + "  " +
                  std::string(attempt.outcome ? name_of(*attempt.outcome) : "in flight") +
                  (attempt.message_id.empty() ? "" : "  " + one_line(attempt.message_id)) +
                  (attempt.error.empty() ? "" : "  " + one_line(attempt.error)));
    call.out.item(log_json(line));
    if (call.out.closed()) break;
  }
  if (lines.empty() && !call.global.json) call.out.talk("no delivery attempts yet");
  call.out.end_items();
  return 0;
}

}  // namespace

const CommandDesc kNotifyList{
    .path = {"notify", "list"},
    .summary = "list notifications: owed, sent, suppressed, given up",
    .options = {{.name = "--state",
                 .value_name = "STATE",
                 .doc = "Only those in this state.",
                 .kind = OptionKind::value,
                 .choices = {"pending", "sending", "sent", "dead", "suppressed"}},
                json_lines_option()},
    .examples = {{"execassist notify list --state dead", "what could not be delivered"}},
    .needs = Needs::store,
    .run = run_list,
};

const CommandDesc kNotifyShow{
    .path = {"notify", "show"},
    .summary = "show one notification with its attempts and its text",
    .arguments = {kNotificationArgument},
    .examples = {{"execassist notify show 9x7q", "why, when, by which channel"}},
    .exit_codes = {6},
    .needs = Needs::store,
    .run = run_show,
};

const CommandDesc kNotifyRetry{
    .path = {"notify", "retry"},
    .summary = "queue a notification again that was given up",
    .arguments = {{.name = "ID", .doc = kNotificationArgument.doc, .required = false}},
    .options = {{.name = "--dead", .doc = "All that were given up and still make sense."}},
    .examples = {{"execassist notify retry --dead", "after the cause is mended"}},
    .exit_codes = {5, 6},
    .needs = Needs::store,
    .run = run_retry,
};

const CommandDesc kNotifyTest{
    .path = {"notify", "test"},
    .summary = "send test messages to prove the channels",
    .doc =
        "To each user, or to -u, one message over each of their channels, or over one channel "
        "alone. Quiet hours and shadow mode do not hold it back. A channel whose key was refused, "
        "or "
        "that a person had opted out of, counts as working again when its test is taken.\n\n"
        "An SMS that was taken may still fail to arrive; `notify show ID` tells after two minutes, "
        "when `notify` or `run` has asked for it.",
    .options = {{.name = "--channel",
                 .value_name = "CHANNEL",
                 .doc = "Only this channel.",
                 .kind = OptionKind::value,
                 .choices = {"slack", "sms", "email", "terminal"}}},
    .examples = {{"execassist notify test -u ada --channel terminal", "prove one channel"}},
    .exit_codes = {3},
    .needs = Needs::store,
    .run = run_test,
};

const CommandDesc kNotifyLog{
    .path = {"notify", "log"},
    .summary = "the audit log: every delivery attempt",
    .doc =
        "Who, what, on which channel, with which outcome and message id, and how long after it was "
        "due.",
    .options = {json_lines_option()},
    .examples = {{"execassist notify log --json-lines", "for another program"}},
    .needs = Needs::store,
    .run = run_log,
};

}  // namespace execassist::cli
