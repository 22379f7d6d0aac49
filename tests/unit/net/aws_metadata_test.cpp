#include "net/aws_metadata.hpp"

#include "net/curl_client.hpp"
#include "support/error_of.hpp"
#include "support/http_server.hpp"
#include "unit/net/aws_bench.hpp"

#include <vector>

#include <doctest/doctest.h>

namespace execassist::net {
namespace {

using execassist::testing::answered;
using execassist::testing::error_of;
using execassist::testing::failed;

const std::string kRelative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
const std::string kFull = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
const std::string kTokenFile = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
const std::string kToken = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
const Instant kEnd = *parse_rfc3339("2026-11-21T15:30:00Z");

// The id of the key, "-" for nothing, or kind and message of the error.
template <class Provider>
std::string outcome(AwsBench& bench) {
  Provider provider(bench.outside);
  std::optional<AwsCredentials> keys;
  const auto error = error_of([&] { keys = provider.load(); });
  if (error) {
    CHECK(!tells_secrets(*error));
    CHECK((error->kind() == ErrorKind::try_again || error->kind() == ErrorKind::configuration));
    const bool later = error->kind() == ErrorKind::try_again;
    return (later ? "later: " : "configuration: ") + error->message();
  }
  if (!keys) return "-";
  CHECK(keys->secret_access_key.reveal() == "hidden-key");
  CHECK(keys->session_token.reveal() == "hidden-token");
  CHECK(keys->expires_at == kEnd);
  return keys->access_key_id;
}

TEST_CASE("aws container: whom it asks, and how") {
  AwsBench bench;
  bench.environment[kRelative] = "/v2/credentials/0123?id=4";
  bench.environment[kFull] = "http://example.com/";  // the path wins
  bench.environment[kToken] = "hidden-authorization";
  bench.http.script(HttpMethod::get, "http://169.254.170.2/v2/credentials/0123?id=4",
                    answered(200, temporary_keys("BOX", kEnd)));
  CHECK(outcome<AwsContainerKeys>(bench) == "BOX");
  const HttpRequest asked = bench.http.requests().at(0);
  CHECK(asked.metadata);
  CHECK(asked.timeout == std::chrono::seconds{2});
  CHECK(asked.authorization.reveal() == "hidden-authorization");
  CHECK(asked.bearer.empty());
  CHECK(asked.largest_answer == 64 * 1024);
  CHECK(asked.headers == decltype(asked.headers){{"Accept", "application/json"}});
  CHECK(bench.clock.sleeps().empty());
}

TEST_CASE("aws container: only with an address, and only to the agent") {
  struct Case {
    std::string relative;
    std::string full;
    std::string asked;      // the address; empty: nobody
    std::string objection;  // in place of that
  };
  const std::string hidden_path = "http://169.254.170.2";
  const std::vector<Case> cases = {
      {"", "", "", ""},
      {"/a/b", "", hidden_path + "/a/b", ""},
      {"//a", "", hidden_path + "//a", ""},
      {"a/b", "", "", kRelative + ": not a path"},
      {"@example.com/", "", "", kRelative + ": not a path"},
      {".example.com/", "", "", kRelative + ": not a path"},
      {":81/", "", "", kRelative + ": not a path"},
      {"/a b", "", "", kRelative + ": not a path"},
      {"/a\r\nX-A: hidden", "", "", kRelative + ": not a path"},
      {"", "http://169.254.170.2/x", "http://169.254.170.2/x", ""},
      {"", "http://169.254.170.23/v1/credentials", "http://169.254.170.23/v1/credentials", ""},
      {"", "http://[fd00:ec2::23]/v1", "http://[fd00:ec2::23]/v1", ""},
      {"", "http://127.0.0.1:1338/x", "http://127.0.0.1:1338/x", ""},
      {"", "http://127.9.9.9/x", "http://127.9.9.9/x", ""},
      {"", "http://localhost:1338/x", "http://localhost:1338/x", ""},
      {"", "http://[::1]/x", "http://[::1]/x", ""},
      {"", "https://credentials.example/x", "https://credentials.example/x", ""},
      {"", "http://169.254.169.254/x", "", kFull + ": plain http may not go to 169.254.169.254"},
      {"", "http://[fd00:ec2::254]/x", "", kFull + ": plain http may not go to [fd00:ec2::254]"},
      {"", "http://169.254.170.24/x", "", kFull + ": plain http may not go to 169.254.170.24"},
      {"", "http://credentials.example/?hidden", "",
       kFull + ": credentials.example: plain http is allowed to this machine only"},
      {"", "http://169.254.170.2@credentials.example/", "",
       kFull + ": the address holds a user name"},
      {"", "http://169.254.170.2.example/", "",
       kFull + ": 169.254.170.2.example: plain http is allowed to this machine only"},
      {"", "ftp://127.0.0.1/", "", kFull + ": the address must begin with https://"},
      {"", "/v1/hidden", "", kFull + ": the address is not a full http address"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.relative);
    CAPTURE(c.full);
    AwsBench bench;
    bench.environment = {{kRelative, c.relative}, {kFull, c.full}, {kToken, "hidden"}};
    bench.http.always(HttpMethod::get, "http", answered(200, temporary_keys("BOX", kEnd)));
    const std::string expected = !c.objection.empty() ? "configuration: " + c.objection
                                 : c.asked.empty()    ? "-"
                                                      : "BOX";
    CHECK(outcome<AwsContainerKeys>(bench) == expected);
    const auto asked = bench.http.requests();
    CHECK(asked.size() == (c.asked.empty() ? 0 : 1));
    if (asked.size() == 1) CHECK(asked[0].url == c.asked);
  }
}

TEST_CASE("aws container: its authorization") {
  struct Case {
    std::string name;
    std::optional<std::string> file;  // what is in it, when it is named
    std::string token;
    std::string sent;
    std::string objection;
  };
  const std::vector<Case> cases = {
      {"none", {}, "", "", ""},
      {"the variable", {}, "Basic hidden", "Basic hidden", ""},
      {"the file first", "from-file", "hidden", "from-file", ""},
      {"a line break", {}, "hidden\nX-A: b", "", kToken + ": the token holds a line break"},
      {"half a line break", {}, "hidden\rX-A: b", "", kToken + ": the token holds a line break"},
      {"a line break in the file", "hidden\n", "x", "",
       kTokenFile + ": the token holds a line break"},
      {"a large file", std::string(16 * 1024 + 1, 'x'), "", "",
       kTokenFile + ": /run/token: too large"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    AwsBench bench;
    bench.environment = {{kRelative, "/x"}, {kToken, c.token}};
    if (c.file) {
      bench.environment[kTokenFile] = "/run/token";
      bench.files.put("/run/token", *c.file);
    }
    bench.http.always(HttpMethod::get, "http", answered(200, temporary_keys("BOX", kEnd)));
    CHECK(outcome<AwsContainerKeys>(bench) ==
          (c.objection.empty() ? "BOX" : "configuration: " + c.objection));
    const auto asked = bench.http.requests();
    CHECK(asked.empty() == !c.objection.empty());
    if (!asked.empty()) CHECK(asked[0].authorization.reveal() == c.sent);
  }
  AwsBench bench;
  bench.environment = {{kRelative, "/x"}, {kToken, "hidden"}, {kTokenFile, "/run/token"}};
  CHECK(outcome<AwsContainerKeys>(bench) ==
        "configuration: " + kTokenFile + ": /run/token: no such file or directory");
}

TEST_CASE("aws container: what it answers, and how often it is asked") {
  struct Case {
    HttpResult answer;
    int asked;
    std::string expected;
  };
  const std::string its = "the container's credentials: ";
  const std::vector<Case> cases = {
      {answered(200, temporary_keys("BOX", kEnd)), 1, "BOX"},
      {failed(HttpFailure::timed_out, "no answer within 2 s"), 3,
       "later: " + its + "no answer within 2 s"},
      {failed(HttpFailure::not_sent, "connection\nrefused"), 3,
       "later: " + its + "connection refused"},
      {failed(HttpFailure::broken), 3, "later: " + its + "scripted failure"},
      {failed(HttpFailure::too_large), 1, "later: " + its + "scripted failure"},
      {failed(HttpFailure::refused), 1,
       "configuration: " + its +
           "cannot be asked: "
           "scripted failure"},
      {answered(500, "hidden"), 3, "later: " + its + "cannot answer now (HTTP 500)"},
      {answered(429), 3, "later: " + its + "cannot answer now (HTTP 429)"},
      {answered(401, "hidden"), 1, "configuration: " + its + "refused (HTTP 401)"},
      {answered(404), 1, "configuration: " + its + "refused (HTTP 404)"},
      {answered(302), 1, "configuration: " + its + "refused (HTTP 302)"},
      {answered(200, "<html>hidden"), 1,
       "later: " + its + "an answer that makes no sense: the answer is no JSON object"},
      {answered(200, R"({"code":"NoRole","message":"hidden"})"), 1,
       "configuration: " + its + "there are no credentials: NoRole"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.expected);
    AwsBench bench;
    bench.environment[kRelative] = "/x";
    bench.http.script(HttpMethod::get, "/x", c.answer, c.asked);
    CHECK(outcome<AwsContainerKeys>(bench) == c.expected);
    CHECK(bench.clock.sleeps() ==
          std::vector<std::chrono::milliseconds>(static_cast<std::size_t>(c.asked - 1),
                                                 std::chrono::seconds{1}));
  }
  AwsBench bench;
  bench.environment[kRelative] = "/x";
  bench.http.script(HttpMethod::get, "/x", failed(HttpFailure::not_sent), 2);
  bench.http.script(HttpMethod::get, "/x", answered(200, temporary_keys("BOX", kEnd)));
  CHECK(outcome<AwsContainerKeys>(bench) == "BOX");
}

TEST_CASE("aws container: over a wire") {
  AwsBench bench;
  testing::HttpServer server;
  CurlClient client({}, bench.clock, "test");
  server.script(testing::http_answer(200, temporary_keys("BOX", kEnd)));
  bench.environment = {{kFull, server.url("/keys?a=b")}, {kToken, "Basic hidden"}};
  const AwsOutside outside{
      bench.outside.resolve, bench.outside.environment, {}, bench.files, "", client, bench.clock};
  AwsContainerKeys provider(outside);
  CHECK(provider.load().value().access_key_id == "BOX");
  const std::string sent = server.requests().at(0);
  CHECK(sent.starts_with("GET /keys?a=b HTTP/1.1\r\n"));
  CHECK(sent.find("\r\nAuthorization: Basic hidden\r\n") != std::string::npos);
  CHECK(sent.find("\r\nAccept: application/json\r\n") != std::string::npos);
}

TEST_CASE("aws machine: a token, the role, its keys") {
  AwsBench bench;
  bench.give_machine(temporary_keys("EC2", kEnd));
  CHECK(outcome<AwsInstanceKeys>(bench) == "EC2");
  const auto asked = bench.http.requests();
  REQUIRE(asked.size() == 3);
  using Headers = decltype(asked[0].headers);
  CHECK(asked[0].url == kTokenUrl);
  CHECK(asked[0].method == HttpMethod::put);
  CHECK(asked[0].headers == Headers{{"X-aws-ec2-metadata-token-ttl-seconds", "21600"}});
  CHECK(asked[1].url == kRolesUrl);
  CHECK(asked[2].url == kRolesUrl + "mailer");
  for (const HttpRequest& request : {asked[1], asked[2]}) {
    CHECK(request.method == HttpMethod::get);
    CHECK(request.headers == Headers{{"X-aws-ec2-metadata-token", "machine-token"}});
  }
  for (const HttpRequest& request : asked) {
    CHECK(request.metadata);
    CHECK(request.timeout == std::chrono::seconds{1});
    CHECK(request.largest_answer == 64 * 1024);
  }
}

TEST_CASE("aws machine: it may be told not to ask") {
  for (const auto& [value, asked] :
       {std::pair{"true", false}, {"TRUE", false}, {"false", true}, {"1", true}, {"", true}}) {
    CAPTURE(value);
    AwsBench bench;
    bench.environment["AWS_EC2_METADATA_DISABLED"] = value;
    bench.no_machine();
    CHECK(outcome<AwsInstanceKeys>(bench) == "-");
    CHECK(bench.http.requests().size() == (asked ? 1 : 0));
  }
}

TEST_CASE("aws machine: each of its answers may fail, and is asked for once") {
  struct Case {
    std::vector<HttpResult> answers;  // to the token, the role, the keys
    std::string expected;
  };
  const std::string its = "the instance metadata service: ";
  const std::string senseless = "later: " + its + "an answer that makes no sense: ";
  const HttpResult token = answered(200, "machine-token");
  const HttpResult role = answered(200, "mailer");
  const std::vector<Case> cases = {
      // Most machines have none; other clouds have something else there.
      {{failed(HttpFailure::not_sent)}, "-"},
      {{failed(HttpFailure::timed_out)}, "-"},
      {{failed(HttpFailure::broken)}, "-"},
      {{failed(HttpFailure::too_large)}, "-"},
      {{answered(403)}, "-"},
      {{answered(404)}, "-"},
      {{answered(405)}, "-"},
      {{answered(200, "")}, "-"},
      {{answered(200, "<p>sign in here</p>")}, "-"},
      {{answered(200, "to\r\nken")}, "-"},
      {{answered(200, std::string(1025, 'x'))}, "-"},
      {{answered(503)}, "later: " + its + "cannot answer now (HTTP 503)"},
      {{answered(429)}, "later: " + its + "cannot answer now (HTTP 429)"},

      {{token, answered(404)}, "-"},
      {{token, answered(200, "\n")}, "-"},
      {{token, failed(HttpFailure::timed_out, "no answer within 1 s")},
       "later: " + its + "no answer within 1 s"},
      {{token, answered(401)}, "configuration: " + its + "refused (HTTP 401)"},
      {{token, answered(500)}, "later: " + its + "cannot answer now (HTTP 500)"},
      {{token, answered(200, "../../hidden")}, senseless + "the name of a role is none"},
      {{token, answered(200, "hidden role")}, senseless + "the name of a role is none"},
      {{token, answered(200, std::string(65, 'x'))}, senseless + "the name of a role is none"},

      {{token, role, failed(HttpFailure::broken)}, "later: " + its + "scripted failure"},
      {{token, role, answered(404)}, "configuration: " + its + "refused (HTTP 404)"},
      {{token, role, answered(200, "hidden")}, senseless + "the answer is no JSON object"},
      {{token, role, answered(200, R"({"Code":"Success"})")}, senseless + "AccessKeyId is missing"},
      {{token, role, answered(200, R"({"Code":"AssumeRoleUnauthorizedAccess","Message":"x"})")},
       "configuration: " + its + "there are no credentials: AssumeRoleUnauthorizedAccess"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.expected);
    AwsBench bench;
    for (std::size_t i = 0; i < c.answers.size(); ++i) {
      bench.http.script(i == 0 ? HttpMethod::put : HttpMethod::get,
                        i == 0   ? kTokenUrl
                        : i == 1 ? kRolesUrl
                                 : kRolesUrl + "mailer",
                        c.answers[i]);
    }
    CHECK(outcome<AwsInstanceKeys>(bench) == c.expected);
    CHECK(bench.http.requests().size() == c.answers.size());
    CHECK(bench.clock.sleeps().empty());
  }
}

TEST_CASE("aws machine: the name of a role") {
  AwsBench bench;
  bench.http.script(HttpMethod::put, kTokenUrl, answered(200, "machine-token\n"));
  bench.http.script(HttpMethod::get, kRolesUrl, answered(200, "team+mail=a,b.c@d-e_1\r\nother\n"));
  bench.http.script(HttpMethod::get, kRolesUrl + "team%2Bmail%3Da%2Cb.c%40d-e_1",
                    answered(200, temporary_keys("EC2", kEnd)));
  CHECK(outcome<AwsInstanceKeys>(bench) == "EC2");
}

}  // namespace
}  // namespace execassist::net
