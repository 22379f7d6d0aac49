#include "net/aws_keys.hpp"

#include "support/error_of.hpp"
#include "unit/net/aws_bench.hpp"

#include <vector>

#include <doctest/doctest.h>

namespace execassist::net {
namespace {

using execassist::testing::error_of;

// "id/secret/token", "-" for nothing, or the message of the error.
template <class Provider>
std::string outcome(Provider& provider) {
  std::optional<AwsCredentials> keys;
  const auto error = error_of([&] { keys = provider.load(); });
  if (error) {
    CHECK(error->kind() == ErrorKind::configuration);
    CHECK(!error->hint().empty());
    CHECK(!tells_secrets(*error));
    return error->message();
  }
  if (!keys) return "-";
  CHECK(!keys->expires_at);
  return keys->access_key_id + "/" + keys->secret_access_key.reveal() + "/" +
         keys->session_token.reveal();
}

TEST_CASE("aws: keys in the settings") {
  struct Case {
    std::string id;
    std::string secret;
    std::string token;
    std::string expected;
  };
  const std::string missing = "ses.secret_access_key: not set, though ses.access_key_id is";
  const std::string both = "ses.access_key_id, ses.secret_access_key: ";
  const std::vector<Case> cases = {
      {"", "", "", "-"},
      {"AKID", "hidden", "", "AKID/hidden/"},
      {"AKID", "hidden", "hidden-token", "AKID/hidden/hidden-token"},
      {" AKID\n", " hidden\r\n", "\thidden-token ", "AKID/hidden/hidden-token"},
      {"AKID", "", "", missing},
      {"AKID", " ", "", missing},
      {"AKID", "env:UNSET", "", missing},
      {"env:UNSET", "hidden", "", "-"},  // the sample's references: then the next place
      {" ", "hidden", "", "-"},
      {"env:SET", "env:SET", "env:UNSET", "value/value/"},
      {"AKID", "hid den", "",
       both + "the secret access key holds characters that none has, or is "
              "too long"},
      {"AK\nX-A: hidden", "hidden", "",
       both + "the access key id holds characters that none has, or is too long"},
      {"AKID", "hidden", "hidden\r\nX-A: b",
       both + "the session token holds characters that none has, or is too long"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.id);
    CAPTURE(c.secret);
    AwsBench bench;
    bench.secrets["env:SET"] = "value";
    SesSettings settings;
    settings.access_key_id.text = c.id;
    settings.secret_access_key.text = c.secret;
    settings.session_token.text = c.token;
    AwsSettingsKeys provider(settings, bench.outside);
    CHECK(outcome(provider) == c.expected);
  }
}

TEST_CASE("aws: keys in the environment") {
  struct Case {
    std::map<std::string, std::string> environment;
    std::string expected;
  };
  const std::string id = "AWS_ACCESS_KEY_ID";
  const std::string secret = "AWS_SECRET_ACCESS_KEY";
  const std::string token = "AWS_SESSION_TOKEN";
  const std::string identity = "AWS_WEB_IDENTITY_TOKEN_FILE";
  const std::vector<Case> cases = {
      {{}, "-"},
      {{{id, "AKID"}, {secret, "hidden"}}, "AKID/hidden/"},
      {{{id, "AKID"}, {secret, "hidden"}, {token, "hidden-token"}}, "AKID/hidden/hidden-token"},
      {{{id, "AKID "}, {secret, "hidden\n"}}, "AKID/hidden/"},
      {{{id, "AKID"}},
       "AWS_SECRET_ACCESS_KEY: not in the environment, though AWS_ACCESS_KEY_ID is"},
      {{{id, "AKID"}, {secret, ""}},
       "AWS_SECRET_ACCESS_KEY: not in the environment, though AWS_ACCESS_KEY_ID is"},
      {{{id, ""}, {secret, "hidden"}}, "-"},
      {{{secret, "hidden"}, {token, "hidden"}}, "-"},
      {{{identity, "/var/token"}, {"AWS_ROLE_ARN", "arn"}},
       "AWS_WEB_IDENTITY_TOKEN_FILE: not supported"},
      {{{identity, "/var/token"}, {id, "AKID"}, {secret, "hidden"}}, "AKID/hidden/"},
      {{{id, "AKID"}, {secret, "hidden\x01"}},
       "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY: the secret access key holds characters that "
       "none has, or is too long"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.expected);
    AwsBench bench;
    bench.environment = c.environment;
    AwsEnvironmentKeys provider(bench.outside);
    CHECK(outcome(provider) == c.expected);
  }
}

}  // namespace
}  // namespace execassist::net
