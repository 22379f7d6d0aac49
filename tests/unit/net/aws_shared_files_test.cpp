#include "net/aws_shared_files.hpp"

#include "support/error_of.hpp"
#include "unit/net/aws_bench.hpp"

#include <vector>

#include <doctest/doctest.h>

namespace execassist::net {
namespace {

using execassist::testing::error_of;

const std::string kCredentialsPath = "/home/joe/.aws/credentials";
const std::string kConfigPath = "/home/joe/.aws/config";
const std::string kWorkKeys =
    "aws_access_key_id = WORK\naws_secret_access_key = hidden\naws_session_token = hidden-token\n";

std::string keys(const std::string& id) {
  return "aws_access_key_id = " + id + "\naws_secret_access_key = hidden\n";
}

std::string printed(const std::string& id) {
  return R"({"Version":1,"AccessKeyId":")" + id +
         R"(","SecretAccessKey":"hidden","Expiration":"2026-11-21T10:30:00Z"})";
}

// The id of the key, "-" for nothing, or the message of the error.
std::string outcome(AwsBench& bench, const SesSettings& settings = {}) {
  const AwsSharedFiles files(settings, bench.outside);
  AwsProfileKeys provider(files, bench.outside);
  std::optional<AwsCredentials> found;
  const auto error = error_of([&] { found = provider.load(); });
  if (error) {
    CHECK(error->kind() == ErrorKind::configuration);
    CHECK(!tells_secrets(*error));
    return error->message();
  }
  if (!found) return "-";
  CHECK(found->secret_access_key.reveal() == "hidden");
  return found->access_key_id;
}

TEST_CASE("aws files: which keys a profile has") {
  struct Case {
    std::string name;
    std::string credentials;
    std::string config;
    std::string expected;
  };
  const std::string process = "credential_process = /bin/keys --for joe\n";
  const std::string profile_of = "profile default of ~/.aws/";
  const std::string not_supported = " is not supported";
  const std::vector<Case> cases = {
      {"nothing", "", "", "-"},
      {"another profile", "[work]\n" + kWorkKeys, "", "-"},
      {"credentials", "[default]\n" + keys("A"), "", "A"},
      {"config", "", "[default]\n" + keys("B"), "B"},
      {"credentials before config", "[default]\n" + keys("A"), "[default]\n" + keys("B"), "A"},
      {"a program before config", "", "[default]\n" + process + keys("B"), "RUN"},
      {"credentials before a program", "[default]\n" + keys("A"), "[default]\n" + process, "A"},
      {"a program in credentials", "[default]\n" + process, "", "RUN"},
      {"a program that is nested", "", "[default]\ns3 =\n  " + process, "-"},
      {"no secret", "[default]\naws_access_key_id = A\n", "[default]\n" + keys("B"),
       profile_of + "credentials: aws_secret_access_key is missing, though aws_access_key_id is "
                    "there"},
      {"an empty id", "[default]\naws_access_key_id =\n", "[default]\n" + keys("B"), "B"},
      {"a comment behind the key",
       "[default]\naws_access_key_id = A\naws_secret_access_key = hidden # mine\n", "",
       profile_of +
           "credentials: the secret access key holds characters that none has, or is too long"},
      {"a role", "[default]\n" + keys("A"), "[default]\nrole_arn = arn:aws:iam::1:role/x\n",
       profile_of + "config: role_arn" + not_supported},
      {"single sign-on", "", "[default]\nsso_session = work\nsso_account_id = 1\n",
       profile_of + "config: sso_account_id" + not_supported},
      {"single sign-on with a program", "", "[default]\nsso_session = work\n" + process,
       profile_of + "config: sso_session" + not_supported},
      {"web identity", "[default]\nweb_identity_token_file = /x\n", "",
       profile_of + "credentials: web_identity_token_file" + not_supported},
      {"a console sign-in", "", "[default]\nlogin_session = arn:aws:iam::1:user/x\n",
       profile_of + "config: login_session" + not_supported},
      {"a role of another profile", "[default]\n" + keys("A"), "[profile work]\nrole_arn = x\n",
       "A"},
      {"a broken file", "[default]\nhidden\n", "",
       "~/.aws/credentials: line 2 is neither a [section] nor a key = value"},
      {"another broken file", "[default]\n" + keys("A"), "hidden",
       "~/.aws/config: line 1 is neither a [section] nor a key = value"},
      {"a large file", std::string((1U << 20U) + 1, '\n'), "", kCredentialsPath + ": too large"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    AwsBench bench;
    bench.programs["/bin/keys --for joe"] = printed("RUN");
    if (!c.credentials.empty()) bench.files.put(kCredentialsPath, c.credentials);
    if (!c.config.empty()) bench.files.put(kConfigPath, c.config);
    CHECK(outcome(bench) == c.expected);
    CHECK(bench.programs_run == (c.expected == "RUN" ? 1 : 0));
  }
}

TEST_CASE("aws files: which profile it is") {
  struct Case {
    std::string setting;
    std::string variable;
    std::string expected;
  };
  const std::string nowhere = " in ~/.aws/credentials and ~/.aws/config";
  const std::vector<Case> cases = {
      {"", "", "DEFAULT"},
      {"", "work", "WORK"},
      {"work", "", "WORK"},
      {"work", "default", "WORK"},
      {"default", "work", "DEFAULT"},
      {"my own", "", "OWN"},
      {"region only", "", "-"},
      {"absent", "work", "ses.profile: no profile absent" + nowhere},
      {"", "absent", "AWS_PROFILE: no profile absent" + nowhere},
      {"", "ab\x1b[31m\nsent", "AWS_PROFILE: no profile ab sent" + nowhere},
      {"preview", "", "ses.profile: no profile preview" + nowhere},
  };
  for (const Case& c : cases) {
    CAPTURE(c.setting);
    CAPTURE(c.variable);
    AwsBench bench;
    bench.files.put(kCredentialsPath, "[default]\n" + keys("DEFAULT") + "[work]\n" + kWorkKeys);
    bench.files.put(kConfigPath, "[profile \"my own\"]\n" + keys("OWN") +
                                     "[profile region only]\nregion = x\n[preview]\n" + keys("P"));
    bench.environment["AWS_PROFILE"] = c.variable;
    SesSettings settings;
    settings.profile = c.setting;
    CHECK(outcome(bench, settings) == c.expected);
  }
  AwsBench bare;
  bare.environment["AWS_PROFILE"] = "default";
  CHECK(outcome(bare) == "AWS_PROFILE: no profile default" + nowhere);
}

TEST_CASE("aws files: they may be elsewhere") {
  AwsBench bench;
  bench.files.put("/etc/aws/keys", "[default]\n" + keys("A"));
  bench.files.put("/home/joe/my/config", "[default]\nrole_arn = x\n");
  bench.environment["AWS_SHARED_CREDENTIALS_FILE"] = "/etc/aws/keys";
  CHECK(outcome(bench) == "A");
  bench.environment["AWS_CONFIG_FILE"] = "~/my/config";
  CHECK(outcome(bench) == "profile default of ~/my/config: role_arn is not supported");
  bench.environment["AWS_CONFIG_FILE"] = "/nowhere";
  CHECK(outcome(bench) == "A");
  bench.files.put("/etc/aws/keys", "[default]\naws_access_key_id = A\n");
  CHECK(outcome(bench) ==
        "profile default of /etc/aws/keys: aws_secret_access_key is missing, though "
        "aws_access_key_id is there");
}

TEST_CASE("aws files: what its program prints") {
  struct Case {
    std::optional<std::string> output;
    std::string expected;
  };
  const std::string its = "profile default of ~/.aws/config: its credential_process ";
  const std::string cannot = its + "printed what cannot be used: ";
  const std::vector<Case> cases = {
      {printed("RUN"), "RUN"},
      {std::nullopt, its + "failed"},
      {"", cannot + "the output is no JSON object"},
      {"hidden", cannot + "the output is no JSON object"},
      {R"({"Version":2})", cannot + "Version is not 1"},
      {R"({"Version":1,"AccessKeyId":"A","SecretAccessKey":"hidden hidden"})",
       cannot + "the secret access key holds characters that none has, or is too long"},
  };
  for (const Case& c : cases) {
    AwsBench bench;
    bench.files.put(kConfigPath, "[default]\ncredential_process = run me\n");
    if (c.output) bench.programs["run me"] = *c.output;
    CHECK(outcome(bench) == c.expected);
  }
}

TEST_CASE("aws files: temporary keys keep their token, programs tell their end") {
  AwsBench bench;
  bench.files.put(kCredentialsPath, "[work]\n" + kWorkKeys);
  bench.files.put(kConfigPath, "[default]\ncredential_process = run me\n");
  bench.programs["run me"] = printed("RUN");
  SesSettings settings;
  const AwsSharedFiles files(settings, bench.outside);
  AwsProfileKeys provider(files, bench.outside);
  CHECK(provider.load().value().expires_at == parse_rfc3339("2026-11-21T10:30:00Z"));
  settings.profile = "work";
  CHECK(provider.load().value().session_token.reveal() == "hidden-token");
  CHECK(!provider.load().value().expires_at);
}

}  // namespace
}  // namespace execassist::net
