#include "wire/aws_credentials.hpp"

#include <vector>

#include <doctest/doctest.h>

namespace execassist::wire {
namespace {

TEST_CASE("aws credentials: what a program prints") {
  struct Case {
    std::string json;
    std::string problem;  // empty: none
  };
  const std::string keys = R"("AccessKeyId":"ID","SecretAccessKey":"hidden")";
  const std::vector<Case> cases = {
      {"{\"Version\":1," + keys + "}", ""},
      {"{\"Version\":1.0," + keys + "}\n", ""},
      {"{\"Version\":1," + keys + R"(,"SessionToken":null,"Expiration":null,"More":[1]})", ""},
      {"", "the output is no JSON object"},
      {"hidden", "the output is no JSON object"},
      {"[1]", "the output is no JSON object"},
      {"{\"Version\":1," + keys + "} hidden", "the output is no JSON object"},
      {"{" + keys + "}", "Version is missing"},
      {"{\"Version\":2," + keys + "}", "Version is not 1"},
      {"{\"Version\":\"1\"," + keys + "}", "Version is not 1"},
      {"{\"Version\":null," + keys + "}", "Version is not 1"},
      {R"({"Version":1,"SecretAccessKey":"hidden"})", "AccessKeyId is missing"},
      {R"({"Version":1,"AccessKeyId":"","SecretAccessKey":"hidden"})", "AccessKeyId is missing"},
      {R"({"Version":1,"AccessKeyId":"ID"})", "SecretAccessKey is missing"},
      {R"({"Version":1,"AccessKeyId":7,"SecretAccessKey":"hidden"})", "AccessKeyId is no text"},
      {"{\"Version\":1," + keys + R"(,"SessionToken":7})", "SessionToken is no text"},
      {"{\"Version\":1," + keys + R"(,"Expiration":1893456000})", "Expiration is no text"},
      {"{\"Version\":1," + keys + R"(,"Expiration":"2026-01-31"})",
       "Expiration is no time as 2026-01-31T09:30:00Z"},
      {"{\"Version\":1," + keys + R"(,"Expiration":"2026-01-31T09:30:00"})",
       "Expiration is no time as 2026-01-31T09:30:00Z"},
      {"{\"Version\":1," + keys + R"(,"SessionToken":"hidden\r\nX: y"})",
       "the session token holds characters that none has, or is too long"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.json);
    const AwsCredentialsReading reading = read_process_credentials(c.json);
    CHECK(reading.problem == c.problem);
    CHECK(reading.credentials.has_value() == c.problem.empty());
    CHECK(reading.code.empty());
  }
  const AwsCredentials all = read_process_credentials(R"({"Version":1,"AccessKeyId":"ID",
      "SecretAccessKey":"SECRET","SessionToken":"TOKEN","Expiration":"2026-01-31T10:30:00.5+01:00",
      "Token":"another"})")
                                 .credentials.value();
  CHECK(all.access_key_id == "ID");
  CHECK(all.secret_access_key.reveal() == "SECRET");
  CHECK(all.session_token.reveal() == "TOKEN");
  CHECK(all.expires_at == parse_rfc3339("2026-01-31T09:30:00Z"));
}

TEST_CASE("aws credentials: what a metadata service answers") {
  struct Case {
    std::string json;
    std::string problem;
    std::string code;
  };
  const std::string keys = R"("AccessKeyId":"ID","SecretAccessKey":"hidden")";
  const std::string token = R"("Token":"hidden")";
  const std::string end = R"("Expiration":"2026-01-31T09:30:00Z")";
  const std::vector<Case> cases = {
      {"{" + keys + "," + token + "," + end + "}", "", ""},
      {R"({"Code":"Success","Type":"AWS-HMAC",)" + keys + "," + token + "," + end + "}", "", ""},
      {"<html>hidden</html>", "the answer is no JSON object", ""},
      {"{}", "AccessKeyId is missing", ""},
      {"{" + keys + "," + end + "}", "Token is missing", ""},
      {"{" + keys + R"(,"SessionToken":"hidden",)" + end + "}", "Token is missing", ""},
      {"{" + keys + "," + token + "}", "Expiration is missing", ""},
      {R"({"Code":"AssumeRoleUnauthorizedAccess","Message":"hidden"})",
       "no credentials, but AssumeRoleUnauthorizedAccess", "AssumeRoleUnauthorizedAccess"},
      {R"({"code":"NotFound","message":"hidden"})", "no credentials, but NotFound", "NotFound"},
      {R"({"Code":"Failed",)" + keys + "," + token + "," + end + "}", "no credentials, but Failed",
       "Failed"},
      {R"({"Code":"<b>hidden</b>"})", "no credentials, but an error", "an error"},
      {"{\"Code\":\"" + std::string(65, 'x') + "\"}", "no credentials, but an error", "an error"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.json);
    const AwsCredentialsReading reading = read_metadata_credentials(c.json);
    CHECK(reading.problem == c.problem);
    CHECK(reading.code == c.code);
    CHECK(reading.credentials.has_value() == c.problem.empty());
  }
}

TEST_CASE("aws credentials: what they look like") {
  struct Case {
    std::string id;
    std::string secret;
    std::string token;
    std::string wrong;  // empty: nothing
  };
  const std::vector<Case> cases = {
      {"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "", ""},
      {"AKIDEXAMPLE", "secret", "FwoGZXIvYXdzE//token==", ""},
      {"AKID EXAMPLE", "secret", "", "the access key id"},
      {"AKID\nX-A: b", "secret", "", "the access key id"},
      {std::string(129, 'A'), "secret", "", "the access key id"},
      {"AKID", "secret # a comment", "", "the secret access key"},
      {"AKID", "s\xc3\xa4", "", "the secret access key"},
      {"AKID", "secret", "tok\ren", "the session token"},
      {"AKID", "secret", std::string("a\0b", 3), "the session token"},
      {"AKID", "secret", std::string(16 * 1024 + 1, 'a'), "the session token"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.id);
    const std::string problem =
        credentials_problem({c.id, Secret(c.secret), Secret(c.token), std::nullopt});
    CHECK(problem ==
          (c.wrong.empty() ? "" : c.wrong + " holds characters that none has, or is too long"));
  }
}

}  // namespace
}  // namespace execassist::wire
