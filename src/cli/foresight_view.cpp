#include "cli/foresight_view.hpp"

#include "cli/views.hpp"
#include "render/when.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace execassist::cli {
namespace {

constexpr int kLeastTitle = 20;

const std::vector<std::string>& assumptions() {
  static const std::vector<std::string> all{"`run` comes every 5 minutes from now on",
                                            "nobody reacts", "every channel accepts",
                                            "the calendars stay as they are"};
  return all;
}

// As wide as what stands in the columns.
struct Columns {
  int user = 0;
  int channel = 0;
  int kind = 0;
};

Columns columns_for(const app::Foresight& foresight) {
  Columns columns;
  for (const app::ForeseenMessage& each : foresight.messages) {
    columns.user = std::max(columns.user, display_width(one_line(each.user_id)));
    columns.channel = std::max(columns.channel, display_width(one_line(each.channel)));
    columns.kind = std::max(columns.kind, display_width(name_of(each.kind)));
  }
  return columns;
}

// What it is about: the meeting, else what the message begins with.
std::string subject_of(const app::ForeseenMessage& message) {
  if (!message.title.empty()) return message.title;
  const std::string_view text = trim(message.text);
  return one_line(text.substr(0, text.find('\n')));
}

// "09:00 GMT  ada  slack  prep  Leadership sync", and why.
void print_message(Output& out, const app::ForeseenMessage& message, const Columns& columns,
                   const Zone& zone) {
  const std::string time =
      "  " + render::clock_time(message.at, zone) + " " + zone.abbreviation(message.at) + "  ";
  const std::string line = time + pad_width(one_line(message.user_id), columns.user) + "  " +
                           pad_width(one_line(message.channel), columns.channel) + "  " +
                           pad_width(std::string(name_of(message.kind)), columns.kind) + "  ";
  const int room = std::max(kLeastTitle, out.columns() - display_width(line));
  out.line(line + out.paint(Paint::bold, fit_width(subject_of(message), room)));
  const std::string indent(static_cast<std::size_t>(display_width(time)), ' ');
  const int below = out.columns() - display_width(indent);
  out.line(indent + out.paint(Paint::dim, out.to_terminal() ? fit_width(message.reason, below)
                                                            : message.reason));
}

void print_person(Output& out, const app::Foresight& foresight, const User& user,
                  const Columns& columns) {
  const Zone& zone = user.time_zone;
  std::optional<Date> day;
  for (const app::ForeseenMessage& each : foresight.messages) {
    if (each.user_id != user.id) continue;
    if (!day) {
      out.line();
      out.line(out.paint(Paint::dim, one_line(user.name) + ", times in " + zone.name()));
    }
    if (const Date date = zone.date_of(each.at); date != day) {
      day = date;
      out.line();
      out.line(out.paint(Paint::bold, render::spoken_date(date, zone, foresight.from)));
    }
    print_message(out, each, columns, zone);
    if (out.closed()) return;
  }
}

void print_left(Output& out, const app::Scope& scope, const app::Foresight& foresight,
                NotificationState state, const std::string& heading) {
  bool any = false;
  for (const app::UnsentMessage& each : foresight.left) {
    if (each.state != state) continue;
    if (!any) {
      out.line();
      out.line(heading);
    }
    any = true;
    std::string line = "  " + one_line(each.user_id) + "  " + std::string(name_of(each.kind));
    if (!each.title.empty()) line += "  " + each.title;
    const UserSettings* user = scope.settings.find_user(each.user_id);
    if (each.due_at && user) {
      line += ", at " + render::stamp(*each.due_at, user->user.time_zone);
    }
    out.line(line + ": " + each.reason);
  }
}

}  // namespace

void tell_foresight_problems(Invocation& call, const app::Foresight& foresight) {
  for (const app::SourceError& error : foresight.later_errors) {
    call.out.problem("sync: " + error.calendar_id + ": further ahead: " + error.message,
                     error.hint);
  }
  if (foresight.misconfigured) {
    call.out.problem("notify: " + foresight.misconfigured->message(),
                     foresight.misconfigured->hint());
  }
}

void print_foresight(Invocation& call, const app::Scope& scope, const app::Foresight& foresight) {
  Output& out = call.out;
  if (out.style().json) return;
  const auto users = scope.users();
  const Zone& zone = users.front()->user.time_zone;
  const Columns columns = columns_for(foresight);
  for (const UserSettings* user : users) print_person(out, foresight, user->user, columns);
  if (!foresight.messages.empty()) out.line();
  const std::string until = " until " + render::stamp(foresight.until, zone) + ".";
  const auto count = static_cast<long long>(foresight.messages.size());
  out.line((count == 0 ? "Nothing would be sent" : count_of(count, "message") + " would be sent") +
           until);
  print_left(out, scope, foresight, NotificationState::dead, "Given up, undelivered:");
  print_left(out, scope, foresight, NotificationState::suppressed, "Not sent, because not needed:");
  print_left(out, scope, foresight, NotificationState::pending, "Still waiting then:");
  out.line();
  out.line(out.paint(Paint::dim, "Assumed: " + join(assumptions(), ", ") + "."));
}

void add_foresight_json(wire::Json& json, const app::Foresight& foresight) {
  wire::Json messages = wire::Json::array();
  const auto text_or_null = [](const std::string& text) {
    return text.empty() ? wire::Json() : wire::Json(text);
  };
  for (const app::ForeseenMessage& each : foresight.messages) {
    wire::Json one;
    one.set("at", time_json(each.at));
    one.set("user_id", each.user_id);
    one.set("kind", name_of(each.kind));
    one.set("channel", text_or_null(each.channel));
    one.set("meeting_id", each.meeting_id ? wire::Json(*each.meeting_id) : wire::Json());
    one.set("title", text_or_null(each.title));
    one.set("reason", each.reason);
    one.set("text", each.text);
    messages.push(std::move(one));
  }
  wire::Json left = wire::Json::array();
  for (const app::UnsentMessage& each : foresight.left) {
    wire::Json one;
    one.set("user_id", each.user_id);
    one.set("kind", name_of(each.kind));
    one.set("state", name_of(each.state));
    one.set("meeting_id", each.meeting_id ? wire::Json(*each.meeting_id) : wire::Json());
    one.set("title", text_or_null(each.title));
    one.set("due_at", time_json(each.due_at));
    one.set("reason", each.reason);
    left.push(std::move(one));
  }
  wire::Json assumed = wire::Json::array();
  for (const std::string& each : assumptions()) assumed.push(each);
  json.set("foresight", std::move(messages));
  json.set("left", std::move(left));
  json.set("until", time_json(foresight.until));
  json.set("assumptions", std::move(assumed));
}

}  // namespace execassist::cli
