#include "yaml/user_loader.hpp"

#include "yaml/address_shape.hpp"

#include <execassist/base/identifier.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <map>

namespace execassist::yaml {
namespace {

// What `meetings add` makes belongs to this calendar of every user.
constexpr std::string_view kManualCalendar = "manual";

const std::vector<std::string> kChannels{"slack", "sms", "email", "terminal"};

std::string read_user_id(const Cursor& value) {
  std::string id = read_line(value);
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
  };
  if (id.size() > 64 || !std::all_of(id.begin(), id.end(), plain)) {
    value.fail("must be 1 to 64 letters (a-z), digits, \"_\", \".\" or \"-\", not " + quoted(id),
               "write the person's full name under `name:`");
  }
  // It names a folder of materials.
  if (id == "." || id == "..") value.fail("must not be " + quoted(id), "for example ada");
  return id;
}

std::string read_email(const Cursor& value) {
  std::string email = read_line(value);
  if (!is_email(email)) {
    value.fail("not an e-mail address: " + quoted(email), "for example ada@example.com");
  }
  return email;
}

std::string read_phone(const Cursor& value) {
  std::string phone = read_line(value);
  if (!is_phone_number(phone)) {
    value.fail("not a phone number: " + quoted(phone),
               "write it in the form of E.164, with \"+\" and the country: \"+15550100\"");
  }
  return phone;
}

std::string read_slack_user(const Cursor& value) {
  std::string id = read_line(value);
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  if (!std::all_of(id.begin(), id.end(), plain)) {
    value.fail("not the id of a Slack user: " + quoted(id),
               "it looks like U0001; without this key the e-mail address is looked up");
  }
  return id;
}

Zone read_zone(const Cursor& value) {
  const std::string name = read_line(value);
  if (const auto zone = Zone::find(name)) return *zone;
  const auto near = name.size() <= 64 ? nearest_name(name, zone_names()) : std::nullopt;
  value.fail("unknown time zone " + quoted(name),
             near ? "did you mean " + quoted(*near) + "?"
                  : "use a name of the IANA database, for example Europe/London");
}

std::vector<std::string> read_channels(const Cursor& value) {
  std::vector<std::string> channels;
  for (const Cursor& item : value.list()) {
    std::string name = item.choice(kChannels);
    if (std::find(channels.begin(), channels.end(), name) != channels.end()) {
      item.fail(quoted(name) + " is listed twice", "list each channel once, in order of fallback");
    }
    channels.push_back(std::move(name));
  }
  if (channels.empty()) {
    value.fail("must not be empty",
               "leave the key out to have [terminal]; `notify: {enabled: "
               "false}` sends nothing at all");
  }
  return channels;
}

// "22:00"; hours may have one digit.
minutes read_time_of_day(const Cursor& value) {
  const std::string text = read_line(value);
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto colon = text.find(':');
  const bool shaped =
      (colon == 1 || colon == 2) && text.size() == colon + 3 &&
      std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon), digit) &&
      digit(text[colon + 1]) && digit(text[colon + 2]);
  const int hour = shaped ? std::stoi(text.substr(0, colon)) : 24;
  const int minute = shaped ? std::stoi(text.substr(colon + 1)) : 60;
  if (hour > 23 || minute > 59) {
    value.fail("not a time of day: " + quoted(text), "write it as \"22:00\"");
  }
  return hours{hour} + minutes{minute};
}

QuietHours read_quiet_hours(const Cursor& value) {
  const MapCursor map = value.map({"from", "to"});
  const QuietHours quiet{read_time_of_day(map.need("from")), read_time_of_day(map.need("to"))};
  if (quiet.from == quiet.to) {
    value.fail("`from` and `to` are the same time",
               "leave the key out for no quiet hours; `notify: {enabled: false}` sends nothing");
  }
  return quiet;
}

std::string read_calendar_id(const Cursor& value) {
  std::string id = read_line(value);
  if (id.size() > 200) value.fail("must have at most 200 characters");
  if (id == kManualCalendar) {
    value.fail("\"manual\" is the calendar of meetings added by hand", "choose another id");
  }
  return id;
}

// A feed's address is as good as a password: its id says nothing about it.
std::string default_feed_id(const std::string& url) {
  return "ics:feed-" + sha256_hex(url).substr(0, 10);
}

void load_ics(const MapCursor& map, const Cursor& whole, const References& references,
              CalendarSettings& calendar) {
  const auto path = map.find("path");
  const auto url = map.find("url");
  if (path.has_value() == url.has_value()) {
    whole.fail(path ? "has both `path` and `url`" : "needs `path` (a file) or `url` (a feed)",
               "an ics calendar has exactly one of the two");
  }
  if (const auto key = map.find("calendar")) key->fail("is for kind google only");
  const auto insecure = map.find("insecure");
  calendar.insecure = insecure && insecure->boolean();
  if (path) {
    if (insecure) insecure->fail("is for a feed (`url`) only");
    calendar.path = references.path(*path);
    calendar.id = "ics:" + path->line();
  } else {
    calendar.url = references.secret(*url);
    check_feed_address(*url, calendar.url, calendar.insecure);
    calendar.id = default_feed_id(url->line());
  }
}

void load_google(const MapCursor& map, CalendarSettings& calendar) {
  for (const char* const name : {"path", "url", "insecure"}) {
    if (const auto key = map.find(name)) key->fail("is for kind ics only");
  }
  if (const auto name = map.find("calendar")) calendar.calendar = read_line(*name);
  calendar.id = "google:" + calendar.calendar;
}

CalendarSettings load_calendar(const Cursor& value, const References& references) {
  const MapCursor map = value.map({"id", "kind", "calendar", "path", "url", "insecure"});
  CalendarSettings calendar;
  calendar.position = value.position();
  calendar.kind = map.need("kind").choice({"google", "ics"});
  if (calendar.kind == "ics") {
    load_ics(map, value, references, calendar);
  } else {
    load_google(map, calendar);
  }
  if (const auto id = map.find("id")) calendar.id = read_calendar_id(*id);
  return calendar;
}

std::vector<CalendarSettings> load_calendars(const Cursor& value, const References& references) {
  std::vector<CalendarSettings> calendars;
  for (const Cursor& item : value.list()) {
    CalendarSettings calendar = load_calendar(item, references);
    const auto same = [&](const CalendarSettings& other) { return other.id == calendar.id; };
    const auto first = std::find_if(calendars.begin(), calendars.end(), same);
    if (first != calendars.end()) {
      item.fail("a second calendar with the id " + quoted(calendar.id) + " (first on line " +
                    std::to_string(first->position.line) + ")",
                "give each an `id:` of its own, or remove one");
    }
    calendars.push_back(std::move(calendar));
  }
  return calendars;
}

UserSettings load_user(const Cursor& value, const References& references,
                       const Zone& default_zone) {
  const MapCursor map = value.map({"id", "name", "email", "phone", "slack_user_id", "time_zone",
                                   "channels", "quiet_hours", "calendars", "delegates"});
  UserSettings settings;
  User& user = settings.user;
  user.id = read_user_id(map.need("id"));
  const auto name = map.find("name");
  user.name = name ? read_line(*name) : user.id;
  if (const auto email = map.find("email")) user.email = read_email(*email);
  if (const auto phone = map.find("phone")) user.phone = read_phone(*phone);
  if (const auto slack = map.find("slack_user_id")) user.slack_user_id = read_slack_user(*slack);
  const auto zone = map.find("time_zone");
  user.time_zone = zone ? read_zone(*zone) : default_zone;
  const auto channels = map.find("channels");
  user.channels = channels ? read_channels(*channels) : std::vector<std::string>{"terminal"};
  if (const auto quiet = map.find("quiet_hours")) user.quiet_hours = read_quiet_hours(*quiet);
  if (const auto calendars = map.find("calendars")) {
    settings.calendars = load_calendars(*calendars, references);
  }
  return settings;
}

// Whoever writes from Slack must be one user. Ids are compared as they are written, as they are
// there. A phone or an e-mail address may be shared: nobody is recognized by it.
void check_slack_users(const std::vector<Cursor>& items, const std::vector<UserSettings>& users) {
  std::map<std::string, std::size_t> owners;
  for (std::size_t i = 0; i < users.size(); ++i) {
    const User& user = users[i].user;
    if (user.slack_user_id.empty()) continue;
    const auto [owner, is_first] = owners.emplace(user.slack_user_id, i);
    if (is_first) continue;
    const auto id_of = [&](std::size_t at) { return items[at].map_of_any().need("slack_user_id"); };
    id_of(i).fail(quoted(user.id) + " has the same id in Slack as " +
                      quoted(users[owner->second].user.id) + " (line " +
                      std::to_string(id_of(owner->second).position().line) +
                      "): " + quoted(user.slack_user_id),
                  "give each their own; who acts for another belongs under `delegates`");
  }
}

// Who may act for a user is known only when all users are.
void load_delegates(const Cursor& value, const std::vector<UserSettings>& users,
                    UserSettings& user) {
  std::vector<std::string> ids;
  for (const UserSettings& other : users) ids.push_back(other.user.id);
  for (const Cursor& item : value.list()) {
    std::string id = read_line(item);
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) {
      item.fail("no user has the id " + quoted(id), suggestion(id, ids));
    }
    if (id == user.user.id) {
      item.fail("is this user", "everybody may act for themselves; name others here");
    }
    if (std::find(user.delegates.begin(), user.delegates.end(), id) != user.delegates.end()) {
      item.fail(quoted(id) + " is listed twice", "list each delegate once");
    }
    user.delegates.push_back(std::move(id));
  }
}

}  // namespace

std::vector<UserSettings> load_users(const Cursor& list, const References& references,
                                     const Zone& default_zone) {
  std::vector<UserSettings> users;
  const std::vector<Cursor> items = list.list();
  for (const Cursor& item : items) {
    UserSettings user = load_user(item, references, default_zone);
    const auto same = [&](const UserSettings& other) { return other.user.id == user.user.id; };
    if (std::any_of(users.begin(), users.end(), same)) {
      item.map_of_any().need("id").fail("a second user with the id " + quoted(user.user.id),
                                        "give each user an id of its own");
    }
    users.push_back(std::move(user));
  }
  if (users.empty()) list.fail("must name at least one user", "for example `- id: ada`");
  check_slack_users(items, users);
  for (std::size_t i = 0; i < users.size(); ++i) {
    const auto delegates = items[i].map_of_any().find("delegates");
    if (delegates) load_delegates(*delegates, users, users[i]);
  }
  return users;
}

}  // namespace execassist::yaml
