#include "yaml/cursor.hpp"

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

TEST_CASE("keys: unknown, twice, missing, of the wrong type") {
  check_refusals({
      {"", "1:1: the file is empty", "remove it and run `execassist config init`"},
      {"# nothing\n", "1:1: the file is empty", "remove it and run `execassist config init`"},
      {"hello\n", "1:1: must be a map of keys and values, but is text", ""},
      {"- a\n", "1:1: must be a map of keys and values, but is a list", ""},
      {"sync: {}\n", "1:1: users: is missing", ""},
      {"users:\n", "1:1: users: is missing", ""},
      {"users: []\n", "1:8: users: must name at least one user", "for example"},
      {"users: ada\n", "1:8: users: must be a list, but is text", ""},
      {"users: [ada]\n", "1:9: users[0]: must be a map of keys and values, but is text", ""},
      {"users: [{name: A}]\n", "1:9: users[0].id: is missing", ""},
      {"users: [{id: a}]\nsinc: {}\n", "2:1: sinc: unknown key", "did you mean \"sync\"?"},
      {"users: [{id: a}]\nzzzzzzzzz: 1\n", "2:1: zzzzzzzzz: unknown key",
       "allowed here: store, sync, rules, users"},
      {"users: [{id: a}]\nsync: {days: 3, day_ahead: 3}\n", "2:8: sync.days: unknown key",
       "allowed here: days_ahead, days_behind"},
      {user_with("timezone: UTC"), "3:5: users[0].timezone: unknown key",
       "did you mean \"time_zone\"?"},
      {user_with("name: A\n    name: B"), "4:5: users[0].name: given twice (first on line 3)",
       "keep one"},
      {"users: [{id: a}]\nusers: [{id: b}]\n", "2:1: users: given twice (first on line 1)",
       "keep one"},
      {"users: [{id: a}]\nslack: {bot_token: x, \"bot_token\": y}\n",
       "2:23: slack.bot_token: given twice (first on line 2)", "keep one"},
      {user_with("name: [A]"), "3:11: users[0].name: must be text, but is a list", ""},
      {user_with("calendars: {kind: ics}"),
       "3:16: users[0].calendars: must be a list, but is a map", ""},
      {"users: [{id: a}]\nstore: x.db\n",
       "2:8: store: must be a map of keys and values, but is text", ""},
      {"users: [{id: a}]\nstore: {path: {}}\n", "2:15: store.path: must be text, but is a map", ""},
      {"users: [{id: a}]\nrules: ''\n", "2:8: rules: must not be empty", "leave the key out"},
      {"users: [{id: a}]\nrules: \"\\u200b\"\n",
       "2:8: rules: must not be empty: nothing of it can be seen", ""},
  });
}

TEST_CASE("numbers and truth values") {
  check_refusals({
      {"users: [{id: a}]\nsync: {days_ahead: 0}\n",
       "2:20: sync.days_ahead: must be from 1 to 400, not 0", ""},
      {"users: [{id: a}]\nsync: {days_ahead: 401}\n",
       "2:20: sync.days_ahead: must be from 1 to 400, not 401", ""},
      {"users: [{id: a}]\nsync: {days_behind: -1}\n",
       "2:21: sync.days_behind: must be from 0 to 400, not -1", ""},
      {"users: [{id: a}]\nsync: {days_ahead: 99999999999999999999}\n",
       "2:20: sync.days_ahead: must be from 1 to 400, not 99999999999999999999", ""},
      {"users: [{id: a}]\nsync: {days_ahead: 1.5}\n",
       "2:20: sync.days_ahead: must be a whole number, not \"1.5\"", ""},
      {"users: [{id: a}]\nsync: {days_ahead: \"14\"}\n",
       "2:20: sync.days_ahead: must be a whole number, not the text \"14\"", ""},
      {"users: [{id: a}]\nsync: {days_ahead: two weeks}\n",
       "2:20: sync.days_ahead: must be a whole number, not \"two weeks\"", ""},
      {"users: [{id: a}]\nsync: {days_ahead: [1]}\n",
       "2:20: sync.days_ahead: must be a whole number, but is a list", ""},
      {"users: [{id: a}]\nnotify: {max_attempts: 101}\n",
       "2:24: notify.max_attempts: must be from 1 to 100, not 101", ""},
      {"users: [{id: a}]\nnotify: {per_user_hourly_limit: 0}\n",
       "2:33: notify.per_user_hourly_limit: must be from 1 to 1000, not 0", ""},
      {"users: [{id: a}]\nnotify: {enabled: yes}\n",
       "2:19: notify.enabled: must be true or false, not \"yes\"", ""},
      {"users: [{id: a}]\nnotify: {enabled: \"false\"}\n",
       "2:19: notify.enabled: must be true or false, not the text \"false\"", ""},
      {"users: [{id: a}]\nnotify: {first_run: quit}\n",
       "2:21: notify.first_run: must be one of all, quiet, not \"quit\"",
       "did you mean \"quiet\"?"},
  });
}

}  // namespace
}  // namespace execassist::yaml
