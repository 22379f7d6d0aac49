#include "yaml/reference.hpp"

#include "unit/yaml/refusals.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::yaml {
namespace {

std::string calendar_with(const std::string& calendar) {
  return "users:\n  - id: ada\n    calendars:\n      - " + calendar + "\n";
}

TEST_CASE("providers") {
  const std::string user = "users: [{id: a}]\n";
  check_refusals({
      {user + "slack: {api_url: slack.com/api}", "2:18: slack.api_url: not an address",
       "write https://HOST/..."},
      {user + "slack: {api_url: 'http://slack.com/api'}",
       "2:18: slack.api_url: plain http is only for this machine (localhost)", "use https://"},
      {user + "google: {token_url: 'file:///etc/passwd'}",
       "2:21: google.token_url: cannot be a reference", "only secrets"},
      {user + "slack: {bot_token: 'env:'}",
       "2:20: slack.bot_token: \"env:\" needs the name of an environment variable", "for example"},
      {user + "slack: {bot_token: 'env:A-B'}",
       "2:20: slack.bot_token: \"env:\" needs the name of an environment variable", "for example"},
      {user + "slack: {bot_token: 'file: '}", "2:20: slack.bot_token: \"file:\" needs a path",
       "for example"},
      {user + "slack: {bot_token: 'command:'}",
       "2:20: slack.bot_token: \"command:\" needs a command", "for example"},
      {user + "slack: {bot_token: ''}", "2:20: slack.bot_token: must not be empty", "leave"},
      {user + "ses: {from_email: assistant}",
       "2:19: ses.from_email: not an e-mail address: \"assistant\"", "for example"},
      {user + "ses: {region: us-east-1.evil.example/}",
       "2:15: ses.region: not a region: \"us-east-1.evil.example/\"", "for example us-east-1"},
      {user + "twilio: {acount_sid: AC1}", "2:10: twilio.acount_sid: unknown key",
       "did you mean \"account_sid\"?"},
  });
  const Settings settings = load(user + "slack: {api_url: 'http://localhost:4010/api/'}");
  CHECK(settings.slack.api_url == "http://localhost:4010/api");
}

TEST_CASE("no error shows a secret or a secret address") {
  for (const char* const text :
       {"slack: {bot_token: [xoxb-1234]}", "slack: {bot_token: {xoxb-1234: 1}, x: 1}",
        "slack: {bot_token: \"xoxb-1234\\n\"}", "google: {client_secret: \"\\0xoxb-1234\"}"}) {
    CAPTURE(text);
    const auto error = testing::error_of([&] { load(std::string("users: [{id: a}]\n") + text); });
    REQUIRE(error);
    CHECK((error->message() + error->hint()).find("xoxb-1234") == std::string::npos);
  }
  for (const char* const url : {"ftp://x.example/secret", "http://x.example/secret", "secret"}) {
    const auto error = testing::error_of(
        [&] { load(calendar_with("{kind: ics, url: '" + std::string(url) + "'}")); });
    REQUIRE(error);
    CHECK((error->message() + error->hint()).find("secret") == std::string::npos);
  }
}

}  // namespace
}  // namespace execassist::yaml
