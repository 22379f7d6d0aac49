#include "wire/aws_signature.hpp"

#include "wire/json.hpp"

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::wire {
namespace {

constexpr const char* kSuiteToken =
    "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267";

AwsCredentials credentials(const std::string& token = {}) {
  return {"AKIDEXAMPLE", Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"), Secret(token)};
}

Instant suite_time() { return *parse_rfc3339("2015-08-30T12:36:00Z"); }

std::string value_of(const Fields& headers, const std::string& name) {
  return field(headers, name).value_or("-");
}

std::string signature_in(const std::string& text, const std::string& before) {
  const auto at = text.find(before);
  return at == std::string::npos ? "-" : text.substr(at + before.size(), 64);
}

// The cases of AWS's own suite (awslabs/aws-c-auth, tests/aws-signing-test-suite/v4) that differ in
// what they ask of a signer; the paths there are not encoded. Folded headers, which no client
// sends, are signed one way in its older releases and another in its newer ones.
TEST_CASE("sigv4: the suite of AWS, headers") {
  struct Case {
    std::string name;
    AwsRequest request;
    std::string signed_names;
    std::string signature;
  };
  const std::vector<Case> cases{
      {"vanilla",
       {"GET", "https://example.amazonaws.com", {}, {}},
       "host;x-amz-date",
       "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
      {"get-header-key-duplicate",
       {"GET",
        "https://example.amazonaws.com/",
        {{"My-Header1", "value2"}, {"My-Header1", "value2"}, {"My-Header1", "value1"}},
        {}},
       "host;my-header1;x-amz-date",
       "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"},
      {"get-header-value-order",
       {"GET",
        "https://example.amazonaws.com/",
        {{"My-Header1", "value4"},
         {"My-Header1", "value1"},
         {"My-Header1", "value3"},
         {"My-Header1", "value2"}},
        {}},
       "host;my-header1;x-amz-date",
       "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01"},
      {"get-header-value-trim",
       {"GET",
        "https://example.amazonaws.com/",
        {{"My-Header1", " value1"}, {"My-Header2", " \"a   b   c\""}},
        {}},
       "host;my-header1;my-header2;x-amz-date",
       "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"},
      {"get-relative-relative-normalized",
       {"GET", "https://example.amazonaws.com/example1/example2/../..", {}, {}},
       "host;x-amz-date",
       "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
      {"get-slash-pointless-dot-normalized",
       {"GET", "https://example.amazonaws.com/./example", {}, {}},
       "host;x-amz-date",
       "ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5"},
      {"get-slashes-normalized",
       {"GET", "https://example.amazonaws.com//example//", {}, {}},
       "host;x-amz-date",
       "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84"},
      {"get-space-normalized",
       {"GET", "https://example.amazonaws.com/example space/", {}, {}},
       "host;x-amz-date",
       "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741"},
      {"get-unreserved",
       {"GET",
        "https://example.amazonaws.com/"
        "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
        {},
        {}},
       "host;x-amz-date",
       "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"},
      {"get-utf8",
       {"GET", "https://example.amazonaws.com/\u1234", {}, {}},
       "host;x-amz-date",
       "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"},
      {"get-vanilla-query-order-encoded",
       {"GET",
        "https://example.amazonaws.com/?Param-3=Value3&Param=Value2&%E1%88%B4=Value1",
        {},
        {}},
       "host;x-amz-date",
       "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac"},
      {"get-vanilla-query-order-key-case",
       {"GET", "https://example.amazonaws.com/?Param2=value2&Param1=value1", {}, {}},
       "host;x-amz-date",
       "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"},
      {"get-vanilla-empty-query-key",
       {"GET", "https://example.amazonaws.com/?Param1=value1", {}, {}},
       "host;x-amz-date",
       "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb"},
      {"post-header-key-sort",
       {"POST", "https://example.amazonaws.com/", {{"My-Header1", "value1"}}, {}},
       "host;my-header1;x-amz-date",
       "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c"},
      {"post-x-www-form-urlencoded-parameters",
       {"POST",
        "https://example.amazonaws.com/",
        {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"},
         {"Content-Length", "13"},
         {"x-amz-content-sha256",
          "9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e"}},
        "Param1=value1"},
       "content-length;content-type;host;x-amz-content-sha256;x-amz-date",
       "328d1b9eaadca9f5818ef05e8392801e091653bafec24fcab71e7344e7f51422"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.name);
    const AwsSigner signer(credentials(), "us-east-1", {"service"});
    const std::string authorization =
        value_of(signer.headers_for(each.request, suite_time()), "Authorization");
    const std::string expected =
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
        "SignedHeaders=" +
        each.signed_names + ", Signature=" + each.signature;
    CHECK(authorization == expected);
  }
}

TEST_CASE("sigv4: the suite of AWS, session tokens and links") {
  const AwsSigner temporary(credentials(kSuiteToken), "us-east-1", {"service"});
  const Fields headers =
      temporary.headers_for({"GET", "https://example.amazonaws.com/", {}, {}}, suite_time());
  CHECK(value_of(headers, "X-Amz-Security-Token") == kSuiteToken);
  CHECK(signature_in(value_of(headers, "Authorization"), "Signature=") ==
        "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8");
  CHECK(signature_in(
            temporary.signed_url("GET", "https://example.amazonaws.com", suite_time(), hours{1}),
            "X-Amz-Signature=") ==
        "7ff2b50b376cb4d151970630573d6291dc128cc5c2a12ffb237f73cc53f67b6c");
  const AwsSigner signer(credentials(), "us-east-1", {"service"});
  const std::string url =
      signer.signed_url("GET", "https://example.amazonaws.com/?\u1234=bar", suite_time(), hours{1});
  CHECK(signature_in(url, "X-Amz-Signature=") ==
        "0bdd809b1519ac4f0c1dc3540e2cc46bd0c7f778eda408b2ebf3b913d21ff600");
  CHECK(url.starts_with("https://example.amazonaws.com/?%E1%88%B4=bar&X-Amz-Algorithm="));
}

AwsService service_named(const std::string& name) {
  for (const AwsService& each : {kSes, kBedrock, kS3}) {
    if (each.name == name) return each;
  }
  FAIL("no such service: " << name);
  return {};
}

std::string text(const Json& vector, const char* key) {
  const Json* value = vector.find(key);
  const std::string* found = value != nullptr ? value->as_string() : nullptr;
  return found != nullptr ? *found : std::string();
}

// Two other signers agree on these: paths that are encoded twice, S3, links, temporary credentials.
TEST_CASE("sigv4: vectors of SES, Bedrock and S3") {
  std::ifstream in(EXECASSIST_SOURCE_DIR "/tests/data/aws/sigv4_vectors.json");
  const auto vectors = parse_json(std::string(std::istreambuf_iterator<char>(in), {}));
  REQUIRE(vectors);
  REQUIRE(vectors->as_array() != nullptr);
  CHECK(vectors->as_array()->size() == 9);
  for (const Json& vector : *vectors->as_array()) {
    CAPTURE(text(vector, "name"));
    const AwsSigner signer(
        {text(vector, "access_key_id"), Secret(text(vector, "secret_access_key")),
         Secret(text(vector, "session_token"))},
        text(vector, "region"), service_named(text(vector, "service")));
    const Instant at = *parse_rfc3339("2026-01-15T09:30:00Z");
    const std::string method = text(vector, "method");
    const std::string url = text(vector, "url");
    std::string signature;
    if (text(vector, "kind") == "query") {
      const Seconds valid_for{*vector.find("expires")->as_int()};
      signature = signature_in(signer.signed_url(method, url, at, valid_for), "X-Amz-Signature=");
    } else {
      AwsRequest request{method, url, {}, {}};
      for (const auto& [name, value] : *vector.find("headers")->as_object()) {
        request.headers.emplace_back(name, *value.as_string());
      }
      const std::string body = text(vector, "body");
      request.body = body;
      signature =
          signature_in(value_of(signer.headers_for(request, at), "Authorization"), "Signature=");
    }
    CHECK(signature == text(vector, "signature"));
  }
}

TEST_CASE("sigv4: what others may change on the way is not signed") {
  const AwsSigner signer(credentials(), "us-east-1", kSes);
  const AwsRequest bare{
      "POST", "https://ses.example/v2", {{"Content-Type", "application/json"}}, "{}"};
  AwsRequest more = bare;
  for (const char* name : {"User-Agent", "Expect", "Connection", "Transfer-Encoding"}) {
    more.headers.emplace_back(name, "x");
  }
  CHECK(signer.headers_for(more, suite_time()) == signer.headers_for(bare, suite_time()));
  more.headers[0].second = "text/plain";
  CHECK(signer.headers_for(more, suite_time()) != signer.headers_for(bare, suite_time()));
}

TEST_CASE("the port that goes without saying is not signed, as clients do not send it") {
  const AwsSigner signer(credentials(), "us-east-1", kSes);
  const Instant at = *parse_rfc3339("2026-01-15T09:30:00Z");
  const auto authorization = [&](const std::string& url) {
    for (const auto& [name, value] : signer.headers_for({"POST", url, {}, "{}"}, at)) {
      if (name == "Authorization") return value;
    }
    return std::string{};
  };
  CHECK(authorization("https://a.example/x") == authorization("https://a.example:443/x"));
  CHECK(authorization("http://a.example/x") == authorization("http://a.example:80/x"));
  CHECK(authorization("https://a.example/x") != authorization("https://a.example:80/x"));
  CHECK(authorization("http://a.example/x") != authorization("http://a.example:443/x"));
}

}  // namespace
}  // namespace execassist::wire
