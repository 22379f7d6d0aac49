#include "context/url_source.hpp"

#include "support/fake_http.hpp"

#include <execassist/base/error.hpp>

#include <doctest/doctest.h>

namespace execassist::context {
namespace {

using testing::answered;
using testing::failed;
using testing::FakeHttp;

ContextSettings crm() {
  ContextSettings settings;
  settings.name = "crm";
  settings.label = "Customers";
  settings.kind = ContextKind::url;
  settings.url =
      "https://crm.example:8443/v1/{meeting_type}?by={user_id}&from={start_time}&key=hunter2";
  settings.header = "X-Api-Key";
  settings.timeout = Seconds{7};
  settings.largest = 2048;
  return settings;
}

ContextRequest request() {
  ContextRequest request;
  request.meeting_id = "m1";
  request.meeting_type = "board_meeting";
  request.user_id = "a&b/../c d";  // no such id can be; were there one, it would do no harm
  request.start = *parse_rfc3339("2026-11-21T09:30:00Z");
  request.end = request.start + hours{1};
  request.now = *parse_rfc3339("2026-11-20T12:00:00Z");
  return request;
}

ContextItem fetched(const ContextSettings& settings, const HttpResult& result) {
  FakeHttp http;
  http.script(HttpMethod::get, "crm.example", result);
  return UrlSource(settings, http, [] { return Secret("hunter2"); }).fetch(request());
}

TEST_CASE("one GET with encoded values, a secret header and the limits") {
  FakeHttp http;
  http.script(HttpMethod::get, "crm.example", answered(200, "{\"open\": 3}"));
  int asked = 0;
  UrlSource source(crm(), http, [&] {
    ++asked;
    return Secret("hunter2");
  });
  CHECK(source.depends_on_meeting());
  CHECK(asked == 0);
  const ContextItem item = source.fetch(request());
  CHECK(asked == 1);
  const HttpRequest sent = http.requests().at(0);
  CHECK(sent.url ==
        "https://crm.example:8443/v1/"
        "board_meeting?by=a%26b%2F..%2Fc%20d&from=2026-11-21T09%3A30%3A00Z"
        "&key=hunter2");
  REQUIRE(sent.secret_headers.size() == 1);
  CHECK(sent.secret_headers[0].first == "X-Api-Key");
  CHECK(sent.secret_headers[0].second.reveal() == "hunter2");
  CHECK(sent.authorization.empty());
  CHECK(sent.timeout == std::chrono::seconds{7});
  CHECK(sent.largest_answer == 2048);
  for (const auto& [name, value] : sent.headers) CHECK(value.find("hunter2") == std::string::npos);
  CHECK(item.origin == "https://crm.example:8443");
  CHECK(item.as_of == request().now);
  CHECK(item.lines == std::vector<ContextLine>{{"open: 3", 0}});
}

TEST_CASE("Authorization is the whole credentials; without a header no secret is asked for") {
  FakeHttp http;
  http.always(HttpMethod::get, "", answered(200, "x", {}, "text/plain"));
  ContextSettings settings = crm();
  settings.header = "authorization";
  UrlSource(settings, http, [] { return Secret("Bearer t"); }).fetch(request());
  CHECK(http.requests().back().authorization.reveal() == "Bearer t");
  CHECK(http.requests().back().secret_headers.empty());
  settings.header.clear();
  settings.url = "https://crm.example/all";
  UrlSource open(settings, http, []() -> Secret { throw Error(ErrorKind::failed, "asked"); });
  CHECK_FALSE(open.depends_on_meeting());
  CHECK(open.fetch(request()).problem.empty());
}

TEST_CASE("a secret that cannot be had is a problem, and nothing is sent") {
  FakeHttp http;
  UrlSource source(crm(), http, []() -> Secret {
    throw Error(ErrorKind::configuration, "context.crm.header.value: env:KEY is not set");
  });
  CHECK(source.fetch(request()).problem == "context.crm.header.value: env:KEY is not set");
  CHECK(http.requests().empty());
}

TEST_CASE("what fails is a problem without secret, query or answer") {
  HttpResult resting = failed(HttpFailure::not_sent, "crm.example: x");
  resting.resting = true;
  const std::string page = "text/html";
  const struct {
    HttpResult result;
    std::string problem;
  } cases[] = {
      {answered(500, "hunter2"), "failed (status 500)"},
      {answered(503, "hunter2"), "failed (status 503)"},
      {answered(400, "hunter2"), "answered with status 400"},
      {answered(401, "hunter2"), "does not let us in (status 401)"},
      {answered(403, "hunter2"), "does not let us in (status 403)"},
      {answered(404, "hunter2"), "has nothing at this address (status 404)"},
      {answered(429, "hunter2"), "asks to be left alone for a while (status 429)"},
      {answered(302, "hunter2"), "points elsewhere (status 302), and redirects are not followed"},
      {answered(304, ""), "points elsewhere (status 304), and redirects are not followed"},
      {answered(101, ""), "answered with status 101"},
      {answered(204, ""), "answered with nothing"},
      {answered(200, "{}"), "answered with nothing"},
      {answered(200, "hunter2 {"), "is not valid JSON"},
      {answered(200, "hunter2\xff", {}, "text/plain"), "is not UTF-8 text"},
      {answered(200, "<p>hunter2", {}, "text/html"), "answered with a web page"},
      {answered(200, "x", {}, "application/xhtml+xml"), "answered with a web page"},
      {answered(200, " \n<!DOCTYPE HTML><p>hunter2", {}, "text/plain"), "answered with a web page"},
      {answered(200, "<HTML>hunter2", {}, ""), "answered with a web page"},
      {answered(200, "hunter2", {}, "image/png"),
       "answered with image/png, which is no text that can be read"},
      {answered(200, "a: [", {}, "application/yaml"), "line 1: not valid YAML"},
      {failed(HttpFailure::timed_out, "hunter2"), "gave no answer within 7 s"},
      {failed(HttpFailure::too_large, "hunter2"), "answered with more than 2 KiB"},
      {failed(HttpFailure::not_sent, "crm.example: connection refused"),
       "cannot be reached: crm.example: connection refused"},
      {resting, "did not answer lately, and is left alone for a while"},
      {failed(HttpFailure::broken, "crm.example: the answer was cut off"),
       "gave no whole answer: crm.example: the answer was cut off"},
      {failed(HttpFailure::refused, "crm.example: plain http"),
       "was not asked: crm.example: plain http"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.problem);
    const ContextItem item = fetched(crm(), one.result);
    CHECK(item.problem.find("hunter2") == std::string::npos);
    // YAML ends a line later than people do.
    if (one.problem.ends_with("YAML")) {
      CHECK(item.problem.ends_with("not valid YAML"));
    } else {
      CHECK(item.problem == one.problem);
    }
    CHECK(item.lines.empty());
    CHECK(item.origin == "https://crm.example:8443");
  }
}

TEST_CASE("the answer is read as its type says, unless the settings know better") {
  const struct {
    std::string type;
    std::string format;
    std::string body;
    std::string first;
  } cases[] = {
      {"application/json", "", "{\"a\":1}", "a: 1"},
      {"text/plain", "", "{\"a\":1}", "a: 1"},
      {"", "", "plain", "plain"},
      {"text/plain", "text", "{\"a\":1}", "{\"a\":1}"},
      {"image/png", "text", "said to be a picture", "said to be a picture"},
      {"application/json", "yaml", "a: 1", "a: 1"},
  };
  for (const auto& one : cases) {
    ContextSettings settings = crm();
    settings.format = one.format;
    const ContextItem item = fetched(settings, answered(200, one.body, {}, one.type));
    CAPTURE(one.type);
    REQUIRE(item.lines.size() == 1);
    CHECK(item.lines[0].text == one.first);
  }
  CHECK(fetched(crm(), answered(200, "a,b\n1,2", {}, "text/csv")).table.rows.size() == 1);
}

TEST_CASE("a server that says what it was sent does not give the secret away") {
  const std::string value = "Bearer aB/12\"z=";
  FakeHttp http;
  const auto told = [&](const std::string& header, const std::string& body,
                        const std::string& type) {
    http.always(HttpMethod::get, "", answered(200, body, {}, type));
    ContextSettings settings = crm();
    settings.header = header;
    const ContextItem item =
        UrlSource(settings, http, [&] { return Secret(value); }).fetch(request());
    std::string all = item.problem;
    for (const ContextLine& line : item.lines) all += line.text + "|";
    for (const std::string& cell : item.table.header) all += cell + "|";
    for (const auto& row : item.table.rows) {
      for (const std::string& cell : row) all += cell + "|";
    }
    return all;
  };
  for (const std::string header : {"Authorization", "X-Key"}) {
    CAPTURE(header);
    CHECK(told(header, "you sent " + value + " and " + value, "text/plain") ==
          "you sent *** and ***|");
    CHECK(told(header, "only aB/12\"z=.", "text/plain") == "only ***.|");
    CHECK(told(header, R"({"a": "Bearer aB\/12\"z="})", "application/json") == "a: ***|");
    CHECK(told(header, R"({"a": "Bearer aB/12\"z=", "b": 1})", "application/json") ==
          "a: ***|b: 1|");
    CHECK(told(header, R"({"Bearer aB/12\u0022z\u003d": "x aB/12\u0022z\u003d"})",
               "application/json") == "***: x ***|");
    CHECK(told(header, R"([{"k": "aB/12\"z=", "n": 1}])", "application/json") == "k: ***|n: 1|");
    CHECK(told(header, "x", "image/bearer ab/12\"z=") ==
          "answered with image/***, which is no text that can be read");
  }
  CHECK(told("X-Key", "k,n\naB/12\"z=,1\n", "text/csv") == "k|n|***|1|");
  // Cut off where a line of the brief ends, nothing of it is left either.
  const std::string cut = told("X-Key", std::string(290, 'x') + " " + value, "text/plain");
  CHECK(cut.find("Bea") == std::string::npos);
}

TEST_CASE("an origin never holds a password") {
  ContextSettings settings = crm();
  settings.url = "https://joe:hunter2@crm.example/x";
  CHECK(fetched(settings, answered(200, "{}")).origin == "https://crm.example");
}

}  // namespace
}  // namespace execassist::context
