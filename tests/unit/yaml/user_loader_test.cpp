#include "yaml/user_loader.hpp"

#include "unit/yaml/refusals.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::yaml {
namespace {

// `lines` under a user whose keys begin in column 5.
std::string user_with(const std::string& lines) {
  return "users:\n  - id: ada\n    " + lines + "\n";
}

std::string calendar_with(const std::string& calendar) {
  return "users:\n  - id: ada\n    calendars:\n      - " + calendar + "\n";
}

TEST_CASE("people") {
  check_refusals({
      {"users: [{id: a b}]\n",
       "1:14: users[0].id: must be 1 to 64 letters (a-z), digits, \"_\", \".\" or \"-\", not \"a "
       "b\"",
       "write the person's full name"},
      {"users: [{id: a}, {id: b}, {id: a}]\n", "1:32: users[2].id: a second user with the id \"a\"",
       "give each"},
      {user_with("email: Ada <ada@example.com>"),
       "3:12: users[0].email: not an e-mail address: \"Ada <ada@example.com>\"", "for example"},
      {user_with("email: env:MY_MAIL"), "3:12: users[0].email: cannot be a reference",
       "only secrets may be written as env:"},
      {user_with("phone: 555-0100"), "3:12: users[0].phone: not a phone number: \"555-0100\"",
       "write it in the form of E.164"},
      {user_with("phone: \"+0555010000\""),
       "3:12: users[0].phone: not a phone number: \"+0555010000\"",
       "write it in the form of E.164"},
      {user_with("phone: \"+1234567890123456\""),
       "3:12: users[0].phone: not a phone number: \"+1234567890123456\"",
       "write it in the form of E.164"},
      {user_with("slack_user_id: \"@ada\""),
       "3:20: users[0].slack_user_id: not the id of a Slack user: \"@ada\"", "it looks like U0001"},
      {user_with("time_zone: Europe/Lodnon"),
       "3:16: users[0].time_zone: unknown time zone \"Europe/Lodnon\"",
       "did you mean \"Europe/London\"?"},
      {user_with("time_zone: Xyzzyplugh/Qwertzuiopasdf"),
       "3:16: users[0].time_zone: unknown time zone \"Xyzzyplugh/Qwertzuiopasdf\"",
       "use a name of the IANA database"},
      {user_with("time_zone: ../../etc/passwd"),
       "3:16: users[0].time_zone: unknown time zone \"../../etc/passwd\"", "use a name"},
      {user_with("channels: []"), "3:15: users[0].channels: must not be empty",
       "leave the key out"},
      {user_with("channels: terminal"), "3:15: users[0].channels: must be a list, but is text", ""},
      {user_with("channels: [slack, emal]"),
       "3:23: users[0].channels[1]: must be one of slack, sms, email, terminal, not \"emal\"",
       "did you mean \"email\"?"},
      {user_with("channels: [pigeon-post]"),
       "3:16: users[0].channels[0]: must be one of slack, sms, email, terminal, not "
       "\"pigeon-post\"",
       "allowed here: slack, sms, email, terminal"},
      {user_with("channels: [sms, sms]"), "3:21: users[0].channels[1]: \"sms\" is listed twice",
       "list each channel once"},
      {user_with("quiet_hours: {from: \"22:00\"}"), "3:18: users[0].quiet_hours.to: is missing",
       ""},
      {user_with("quiet_hours: {from: 22:00, to: 22:00}"),
       "3:18: users[0].quiet_hours: `from` and `to` are the same time", "leave the key out"},
      {user_with("quiet_hours: {from: 24:00, to: 7:00}"),
       "3:25: users[0].quiet_hours.from: not a time of day: \"24:00\"", "write it as"},
      {user_with("quiet_hours: {from: 10pm, to: 7:00}"),
       "3:25: users[0].quiet_hours.from: not a time of day: \"10pm\"", "write it as"},
      {user_with("name: \"a\\nb\""),
       "3:11: users[0].name: must be one line without control characters", ""},
      {user_with("email: ada@example.com\nnotify: {operator: bob}"),
       "4:20: notify.operator: no user has the id \"bob\"", "allowed here: ada"},
  });
}

TEST_CASE("calendars") {
  check_refusals({
      {calendar_with("{path: c.ics}"), "4:9: users[0].calendars[0].kind: is missing", ""},
      {calendar_with("{kind: caldav}"),
       "4:16: users[0].calendars[0].kind: must be one of google, ics, not \"caldav\"",
       "allowed here: google, ics"},
      {calendar_with("{kind: gogle}"),
       "4:16: users[0].calendars[0].kind: must be one of google, ics, not \"gogle\"",
       "did you mean \"google\"?"},
      {calendar_with("{kind: ics}"),
       "4:9: users[0].calendars[0]: needs `path` (a file) or `url` (a feed)",
       "an ics calendar has"},
      {calendar_with("{kind: ics, path: a, url: https://b.example}"),
       "4:9: users[0].calendars[0]: has both `path` and `url`", "an ics calendar has"},
      {calendar_with("{kind: ics, path: a, calendar: b}"),
       "4:40: users[0].calendars[0].calendar: is for kind google only", ""},
      {calendar_with("{kind: ics, path: a, insecure: true}"),
       "4:40: users[0].calendars[0].insecure: is for a feed (`url`) only", ""},
      {calendar_with("{kind: google, path: a}"),
       "4:30: users[0].calendars[0].path: is for kind ics only", ""},
      {calendar_with("{kind: ics, url: ftp://x.example/secret}"),
       "4:26: users[0].calendars[0].url: must begin with https:// or webcal://",
       "a file goes under"},
      {calendar_with("{kind: ics, url: 'http://x.example/secret'}"),
       "4:26: users[0].calendars[0].url: plain http can be read and changed on its way",
       "use https://"},
      {calendar_with("{kind: ics, url: 'http://localhost@x.example/secret'}"),
       "4:26: users[0].calendars[0].url: plain http can be read and changed on its way",
       "use https://"},
      {calendar_with("{kind: google}\n      - {kind: google, calendar: primary}"),
       "5:9: users[0].calendars[1]: a second calendar with the id \"google:primary\" (first on "
       "line "
       "4)",
       "give each an `id:`"},
      {calendar_with("{kind: google, id: manual}"),
       "4:28: users[0].calendars[0].id: \"manual\" is the calendar of meetings added by hand",
       "choose another id"},
      {calendar_with("{kind: ics, path: ~bob/c.ics}"),
       "4:27: users[0].calendars[0].path: only your own \"~\" is known", "write the whole path"},
  });
}

TEST_CASE("an id in Slack belongs to one user; a phone and an address may be shared") {
  check_refusals({
      {"users:\n  - {id: ada, slack_user_id: U0001}\n  - {id: eve}\n"
       "  - {id: bob, slack_user_id: U0001}\n",
       "4:30: users[2].slack_user_id: \"bob\" has the same id in Slack as \"ada\" (line 2): "
       "\"U0001\"",
       "give each their own"},
  });
  const Settings settings = load(
      "users:\n"
      "  - {id: ada, slack_user_id: U0001, phone: '+15550100', email: office@example.com}\n"
      "  - {id: bob, slack_user_id: u0001, phone: '+15550100', email: office@example.com}\n"
      "  - {id: eve}\n  - {id: dan}\n");
  CHECK(settings.users.size() == 4);
}

TEST_CASE("delegates are other users that there are") {
  const Settings settings =
      load("users: [{id: ada, delegates: [bob, eve]}, {id: bob, delegates: []}, {id: eve}]\n");
  CHECK(settings.users[0].delegates == std::vector<std::string>{"bob", "eve"});
  CHECK(settings.users[1].delegates.empty());
  CHECK(settings.may_act_for("bob", "ada"));
  CHECK_FALSE(settings.may_act_for("ada", "bob"));
  check_refusals({
      {"users: [{id: ada, delegates: [bb]}, {id: bob}]\n",
       "1:31: users[0].delegates[0]: no user has the id \"bb\"", "did you mean \"bob\"?"},
      {"users: [{id: bob}, {id: ada, delegates: [bob, ada]}]\n",
       "1:47: users[1].delegates[1]: is this user", "everybody may act"},
      {"users: [{id: ada, delegates: [bob, bob]}, {id: bob}]\n",
       "1:36: users[0].delegates[1]: \"bob\" is listed twice", "list each"},
      {"users: [{id: ada, delegates: bob}, {id: bob}]\n",
       "1:30: users[0].delegates: must be a list, but is text", ""},
      {"users: [{id: ada, delegates: ['env:X']}]\n",
       "1:31: users[0].delegates[0]: cannot be a reference", "only secrets"},
  });
}

TEST_CASE("a feed's id says nothing about its address") {
  const Settings settings = load(
      "users: [{id: a, calendars: [{kind: ics, url: 'https://x.example/secret.ics'}, {kind: ics, "
      "url: 'webcal://x.example/2.ics'}, {kind: ics, url: 'http://127.0.0.1:8/x'}, {kind: ics, "
      "url: "
      "'http://x.example/3.ics', insecure: true}, {kind: ics, url: 'env:FEED'}]}]");
  const auto& calendars = settings.users[0].calendars;
  REQUIRE(calendars.size() == 5);
  CHECK(calendars[0].id.starts_with("ics:feed-"));
  CHECK(calendars[0].id.find("secret") == std::string::npos);
  CHECK(calendars[0].id != calendars[1].id);
  CHECK(calendars[0].url.text == "https://x.example/secret.ics");
  CHECK(calendars[3].insecure);
  CHECK_FALSE(calendars[4].url.literal());
}

}  // namespace
}  // namespace execassist::yaml
