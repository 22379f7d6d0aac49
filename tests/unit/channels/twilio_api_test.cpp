#include "channels/twilio_api.hpp"

#include "support/error_of.hpp"
#include "support/fake_twilio.hpp"

#include <string>

#include <doctest/doctest.h>

namespace execassist::channels {
namespace {

using testing::answered;
using testing::error_of;
using testing::FakeHttp;
using testing::FakeTwilio;
using wire::Json;

const std::string kSid = "AC0123456789abcdef0123456789abcdef";
const std::string kService = "MG0123456789abcdef0123456789abcdef";
const std::string kFolder = "/2010-04-01/Accounts/" + kSid + "/";

TwilioAccount account_of(const std::string& from = "+15005550006") {
  return {kSid, Secret("fake-token"), from};
}

struct ApiBench {
  FakeTwilio twilio;
  TwilioAccount account = account_of();
  TwilioApi api{twilio.url, [this] { return account; }, twilio, twilio};
};

// What a page that is written like this gives.
TwilioPage page_written(const std::string& body) {
  FakeHttp http;
  http.script(HttpMethod::get, "Messages.json", answered(200, body));
  TwilioApi api(
      "https://twilio.test", [] { return account_of(); }, http, http);
  return api.list("+15550100", {});
}

TEST_CASE("twilio: what is sent, and how") {
  ApiBench bench;
  const Instant before{Seconds{1'795'253'405}};
  const TwilioAnswer answer =
      bench.api.send({"+15550100", "A & B=ü\nRef K7QW3X", Seconds{900}, before});
  CHECK(answer.outcome == AttemptOutcome::accepted);
  CHECK(answer.value == bench.twilio.messages.at(0).sid);
  const auto requests = bench.twilio.requests(FakeTwilio::Call::send);
  REQUIRE(requests.size() == 1);
  const HttpRequest& request = requests[0];
  CHECK(request.method == HttpMethod::post);
  CHECK(request.url == "https://twilio.test" + kFolder + "Messages.json");
  CHECK(request.content_type == "application/x-www-form-urlencoded");
  CHECK(request.body ==
        "To=%2B15550100&From=%2B15005550006&Body=A%20%26%20B%3D%C3%BC%0ARef%20K7QW3X"
        "&ValidityPeriod=900");
  CHECK(request.authorization.reveal() ==
        "Basic QUMwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZjpmYWtlLXRva2Vu");
  CHECK(request.bearer.empty());
  CHECK(request.headers.empty());
  CHECK(request.at_most_once);
  CHECK(request.first_byte_before == before);
  CHECK(request.quota == "twilio/+15005550006");
  CHECK(bench.twilio.messages.at(0).body == "A & B=ü\nRef K7QW3X");
}

TEST_CASE("twilio: a Messaging Service takes the place of the number") {
  ApiBench bench;
  bench.account = account_of(kService);
  CHECK(bench.api.send({"+15550100", "text", {}, {}}).outcome == AttemptOutcome::accepted);
  const HttpRequest request = bench.twilio.requests(FakeTwilio::Call::send).at(0);
  CHECK(request.body == "To=%2B15550100&MessagingServiceSid=" + kService + "&Body=text");
  CHECK(request.quota == "twilio/" + kService);
  CHECK_FALSE(request.first_byte_before);
}

TEST_CASE("twilio: how long a message may wait is kept within what Twilio takes") {
  struct Case {
    std::optional<Seconds> useful_for;
    std::string validity;
  };
  for (const auto& [useful_for, validity] : {
           Case{std::nullopt, ""},
           Case{Seconds{-5}, "60"},
           Case{Seconds{0}, "60"},
           Case{Seconds{60}, "60"},
           Case{Seconds{61}, "61"},
           Case{Seconds{36000}, "36000"},
           Case{hours{24}, "36000"},
       }) {
    ApiBench bench;
    bench.api.send({"+15550100", "text", useful_for, {}});
    CHECK(bench.twilio.messages.at(0).validity == validity);
  }
}

TEST_CASE("twilio: a send that does not say which message it made is in doubt") {
  for (const char* const body :
       {R"({})", R"({"sid":null})", R"({"sid":7})", R"({"sid":""})", R"({"sid":"S"})",
        R"({"sid":"SM1/../x"})", R"({"sid":"SM 1"})", R"({"sid":"<b>"})"}) {
    CAPTURE(body);
    ApiBench bench;
    bench.twilio.fail(FakeTwilio::Call::send, answered(201, body));
    const TwilioAnswer answer = bench.api.send({"+15550100", "text", {}, {}});
    CHECK(answer.outcome == AttemptOutcome::unknown);
    CHECK(answer.error == "twilio: the answer lacks the message's sid");
    CHECK(answer.value.empty());
  }
  ApiBench bench;
  bench.twilio.fail(FakeTwilio::Call::send,
                    answered(201, Json::object({{"sid", std::string(65, 'a')}}).dump(-1)));
  CHECK(bench.api.send({"+15550100", "text", {}, {}}).outcome == AttemptOutcome::unknown);
}

TEST_CASE("twilio: the list, page by page, and one message") {
  ApiBench bench;
  for (int i = 0; i < 5; ++i) {
    bench.twilio.add_message(
        {.sid = {}, .to = "+15550100", .from = {}, .body = "m" + std::to_string(i)});
    bench.twilio.add_message({.sid = {}, .to = "+15550199", .from = {}, .body = "other"});
  }
  bench.twilio.page_size = 3;
  const TwilioPage first = bench.api.list("+15550100", {});
  REQUIRE(first.messages.size() == 3);
  CHECK(first.messages[0].body == "m4");
  CHECK(first.messages[0].created == Instant{Seconds{bench.twilio.time}});
  CHECK(first.messages[0].status == "queued");
  CHECK(first.messages[0].error_code == 0);
  const TwilioPage second = bench.api.list("+15550100", first.next);
  REQUIRE(second.messages.size() == 2);
  CHECK(second.messages[1].body == "m0");
  CHECK(second.next.empty());

  const auto requests = bench.twilio.requests(FakeTwilio::Call::list);
  CHECK(requests.at(0).url ==
        "https://twilio.test" + kFolder + "Messages.json?To=%2B15550100&PageSize=50");
  CHECK(requests.at(1).url == "https://twilio.test" + first.next);
  for (const HttpRequest& request : requests) {
    CHECK(request.method == HttpMethod::get);
    CHECK_FALSE(request.at_most_once);
    CHECK(request.authorization.reveal().starts_with("Basic "));
    CHECK(request.quota == "twilio/reading");
    CHECK(request.body.empty());
  }

  const std::string sid = first.messages[0].sid;
  bench.twilio.settle(sid, "undelivered", 30003);
  const TwilioAnswer answer = bench.api.fetch(sid);
  CHECK(answer.outcome == AttemptOutcome::accepted);
  CHECK(twilio_message(answer.body).status == "undelivered");
  CHECK(twilio_message(answer.body).error_code == 30003);
  CHECK(bench.twilio.requests(FakeTwilio::Call::fetch).at(0).url ==
        "https://twilio.test" + kFolder + "Messages/" + sid + ".json");
}

TEST_CASE("twilio: reading and sending go their own ways") {
  FakeHttp reading;
  FakeHttp sending;
  sending.script(HttpMethod::post, "/Messages.json", answered(201, R"({"sid":"SM1"})"));
  reading.script(HttpMethod::get, "/Messages.json",
                 answered(200, R"({"messages":[],"next_page_uri":null})"));
  reading.script(HttpMethod::get, "/Messages/SM1.json", answered(200, R"({"sid":"SM1"})"));
  TwilioApi api(
      "https://twilio.test", [] { return account_of(); }, reading, sending);
  CHECK(api.send({"+15550100", "text", {}, {}}).value == "SM1");
  CHECK(api.list("+15550100", {}).answer.outcome == AttemptOutcome::accepted);
  CHECK(api.fetch("SM1").outcome == AttemptOutcome::accepted);
}

TEST_CASE("twilio: no answer leads out of the account's own folder") {
  for (const std::string& uri : {
           kFolder + "Messages.json?Page=1",
           kFolder + "Messages.json?To=%2B15550100&PageSize=50&Page=1&PageToken=PASM1",
           kFolder + "Messages.json",
       }) {
    CAPTURE(uri);
    const TwilioPage page =
        page_written(Json::object({{"messages", Json::array()}, {"next_page_uri", uri}}).dump(-1));
    CHECK(page.answer.outcome == AttemptOutcome::accepted);
    CHECK(page.next == uri);
  }
  for (const std::string& uri : {
           std::string(),
           std::string("Messages.json?Page=1"),
           std::string("/2010-04-01/Accounts/ACffffffffffffffffffffffffffffffff/Messages.json"),
           std::string("/2010-04-01/Accounts/") + kSid,
           std::string("https://evil.example") + kFolder + "Messages.json",
           "//evil.example" + kFolder + "Messages.json",
           ".evil.example" + kFolder + "Messages.json",
           "@evil.example" + kFolder + "Messages.json",
           kFolder + "../../../evil",
           kFolder + "x/..%2f..%2fevil",
           kFolder + "%2e%2e/evil",
           kFolder + "./Messages.json",
           kFolder + "/Messages.json",
           kFolder + "Messages.json#x",
           kFolder + "Messages.json?a b",
           kFolder + "Messages.json?a#b",
           kFolder + "Messages.json?a\\b",
           kFolder + "Messages.json?a\r\nHost: evil.example",
           kFolder + "Messages.json?ü",
           kFolder + "Messages.json?" + std::string(5000, 'a'),
       }) {
    CAPTURE(uri);
    const TwilioPage page =
        page_written(Json::object({{"messages", Json::array()}, {"next_page_uri", uri}}).dump(-1));
    CHECK(page.answer.outcome == AttemptOutcome::not_sent);
    CHECK(page.next.empty());
  }
}

TEST_CASE("twilio: a list that is not whole is none") {
  for (const char* const body : {
           R"({})",
           R"({"messages":[]})",
           R"({"messages":{},"next_page_uri":null})",
           R"({"messages":null,"next_page_uri":null})",
           R"({"next_page_uri":null})",
           R"({"messages":[],"next_page_uri":7})",
           R"({"messages":[],"next_page_uri":["/x"]})",
       }) {
    CAPTURE(body);
    CHECK(page_written(body).answer.outcome == AttemptOutcome::not_sent);
  }
}

TEST_CASE("twilio: of a message only what has the right shape is taken") {
  const auto message = [](const std::string& text) {
    return twilio_message(wire::parse_json(text).value_or(Json{}));
  };
  for (const char* const nothing :
       {"null", "7", "[]", "\"x\"", "{}",
        R"({"sid":7,"body":[],"date_created":7,"status":{},"error_code":"30003"})",
        R"({"sid":"<b>","status":"Del <b>","date_created":"soon","error_code":3})"}) {
    const TwilioMessage read = message(nothing);
    CHECK(read.sid.empty());
    CHECK(read.body.empty());
    CHECK_FALSE(read.created);
    CHECK(read.status.empty());
    CHECK(read.error_code == 0);
  }
  CHECK(is_twilio_id("SM0123456789abcdef0123456789abcdef"));
  CHECK(is_twilio_id("SM"));
  CHECK_FALSE(is_twilio_id("S"));
  CHECK_FALSE(is_twilio_id("SM1.json"));
  CHECK_FALSE(is_twilio_id(std::string(65, 'a')));
}

TEST_CASE("twilio: a wrong account is named by its key, never by its value") {
  struct Case {
    TwilioAccount account;
    std::string key;
  };
  const std::string hex = "0123456789abcdef0123456789abcdef";
  for (const auto& [account, key] : {
           Case{{"", Secret("t"), "+15005550006"}, "twilio.account_sid"},
           Case{{"AC" + hex + "0", Secret("t"), "+15005550006"}, "twilio.account_sid"},
           Case{{"AC" + hex.substr(1), Secret("t"), "+15005550006"}, "twilio.account_sid"},
           Case{{"SK" + hex, Secret("t"), "+15005550006"}, "twilio.account_sid"},
           Case{{"AC" + hex.substr(1) + "/", Secret("t"), "+15005550006"}, "twilio.account_sid"},
           Case{{kSid, Secret(), "+15005550006"}, "twilio.auth_token"},
           Case{{kSid, Secret("t"), ""}, "twilio.from_number"},
           Case{{kSid, Secret("t"), "15005550006"}, "twilio.from_number"},
           Case{{kSid, Secret("t"), "+1 500 555 0006"}, "twilio.from_number"},
           Case{{kSid, Secret("t"), "MG" + hex.substr(1)}, "twilio.from_number"},
           Case{{kSid, Secret("t"), "AC" + hex}, "twilio.from_number"},
           Case{{kSid, Secret("t"), "+15005550006\n"}, "twilio.from_number"},
       }) {
    CAPTURE(key);
    const auto error = error_of([&] { check_account(account); });
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::configuration);
    CHECK(error->message().starts_with(key + ": "));
    CHECK_FALSE(error->hint().empty());
    for (const std::string& value : {account.account_sid, account.from}) {
      if (value.size() > 3) CHECK(error->message().find(value) == std::string::npos);
    }
  }
  for (const std::string& from :
       {std::string("+15005550006"), kService, "MG" + std::string(32, 'F')}) {
    CHECK_FALSE(error_of([&] { check_account(account_of(from)); }));
  }
}

}  // namespace
}  // namespace execassist::channels
