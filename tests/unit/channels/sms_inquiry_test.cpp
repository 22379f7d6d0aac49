#include "channels/sms_text.hpp"
#include "support/fake_twilio.hpp"
#include "unit/channels/sms_bench.hpp"

#include <string>

#include <doctest/doctest.h>

namespace execassist::channels {
namespace {

using testing::answered;
using testing::failed;
using testing::FakeTwilio;
using testing::twilio_date;
using testing::twilio_error;
using wire::Json;

constexpr auto kList = FakeTwilio::Call::list;
constexpr auto kFetch = FakeTwilio::Call::fetch;

InquiryResult ask(SmsBench& bench, const std::string& id = "n1") {
  DeliveryAttempt attempt;
  attempt.channel = "sms";
  attempt.wall_at = Instant{Seconds{bench.twilio.time}};
  return bench.channel.inquire(attempt, brief_message(id), person_with_phone());
}

void add_others(SmsBench& bench, int count, long long created) {
  for (int i = 0; i < count; ++i) {
    bench.twilio.add_message({.sid = {},
                              .to = "+15550100",
                              .from = {},
                              .body = "x\n" + sms_reference("other"),
                              .created = created});
  }
}

void add_ours(SmsBench& bench, long long created, const std::string& status = "queued") {
  bench.twilio.add_message({.sid = {},
                            .to = "+15550100",
                            .from = {},
                            .body = "x\n" + sms_reference("n1/sms"),
                            .status = status,
                            .created = created});
}

// A list of one page with these messages, as they are written.
HttpResult page_of(const std::string& messages) {
  return answered(200, R"({"messages":[)" + messages + R"(],"next_page_uri":null})");
}

TEST_CASE("sms: a message whose answer was lost is found by its token") {
  SmsBench bench;
  bench.twilio.fail(FakeTwilio::Call::send, failed(HttpFailure::timed_out), true);
  CHECK(bench.channel.send(brief_message("n1"), person_with_phone()).outcome ==
        AttemptOutcome::unknown);
  bench.channel.send(brief_message("n2"), person_with_phone());
  const InquiryResult result = ask(bench);
  CHECK(result.answer == Inquiry::found);
  CHECK(result.message_id == bench.twilio.messages.at(0).sid);
  CHECK(ask(bench, "n3").answer == Inquiry::not_found);
}

TEST_CASE("sms: how the list is asked for: by the phone, and by no date") {
  SmsBench bench;
  ask(bench);
  const auto requests = bench.twilio.requests(kList);
  REQUIRE(requests.size() == 1);
  CHECK(requests[0].url.ends_with("/Messages.json?To=%2B15550100&PageSize=50"));
  CHECK_FALSE(requests[0].at_most_once);
}

TEST_CASE("sms: whatever became of it, a message in the list was taken") {
  for (const char* const status : {"accepted", "queued", "sent", "delivered", "undelivered",
                                   "failed", "canceled", "strange"}) {
    SmsBench bench;
    add_ours(bench, bench.twilio.time, status);
    CHECK(ask(bench).answer == Inquiry::found);
  }
}

TEST_CASE("sms: what was sent to another phone is not taken for it") {
  SmsBench bench;
  bench.channel.send(brief_message("n1"), person_with_phone("+15550199"));
  CHECK(ask(bench).answer == Inquiry::not_found);
}

TEST_CASE("sms: all pages that may hold it are read, and not many more") {
  SmsBench bench;
  bench.twilio.page_size = 2;
  const long long now = bench.twilio.time;

  SUBCASE("found on the last") {
    add_ours(bench, now);
    add_others(bench, 6, now);
    CHECK(ask(bench).answer == Inquiry::found);
    CHECK(bench.twilio.requests(kList).size() == 4);
  }
  SUBCASE("not found when there are no more") {
    add_others(bench, 5, now);
    CHECK(ask(bench).answer == Inquiry::not_found);
    CHECK(bench.twilio.requests(kList).size() == 3);
  }
  SUBCASE("not found when a page is too old") {
    add_others(bench, 20, now - 601);
    add_others(bench, 3, now - 600);
    CHECK(ask(bench).answer == Inquiry::not_found);
    CHECK(bench.twilio.requests(kList).size() == 3);
  }
  SUBCASE("a page that is old in part is not the last: the order is not known") {
    add_ours(bench, now);
    add_others(bench, 1, now);
    add_others(bench, 1, now - 4000);
    CHECK(ask(bench).answer == Inquiry::found);
  }
  SUBCASE("a page that fails leaves it open") {
    add_others(bench, 5, now);
    bench.twilio.fail(kList,
                      answered(200, R"({"messages":[],"next_page_uri":"/2010-04-01/Accounts/)" +
                                        bench.twilio.account_sid + R"(/Messages.json?Page=1"})"));
    bench.twilio.fail(kList, answered(500));
    CHECK(ask(bench).answer == Inquiry::cannot_ask);
  }
  SUBCASE("a list without an end is given up") {
    add_others(bench, 100, now);
    CHECK(ask(bench).answer == Inquiry::cannot_ask);
    CHECK(bench.twilio.requests(kList).size() == 10);
  }
}

TEST_CASE("sms: whatever goes wrong, it cannot be asked") {
  const HttpResult results[] = {
      failed(HttpFailure::not_sent),
      failed(HttpFailure::timed_out),
      failed(HttpFailure::broken),
      failed(HttpFailure::too_large),
      answered(500),
      answered(429, "", Seconds{3}),
      answered(200, "garbage"),
      answered(200, "[]"),
      answered(200, "{}"),
      answered(201, R"({"messages":[],"next_page_uri":null})"),
      answered(200, R"({"messages":[],"next_page_uri":null})", {}, "text/html"),
      answered(200, R"({"messages":[]})"),
      answered(200, R"({"messages":{},"next_page_uri":null})"),
      answered(200, R"({"messages":[],"next_page_uri":"https://evil.example/"})"),
      twilio_error(401, 20003),
      twilio_error(404, 20404),
  };
  for (const HttpResult& result : results) {
    SmsBench bench;
    bench.twilio.fail(kList, result);
    CHECK(ask(bench).answer == Inquiry::cannot_ask);
  }
  SmsBench bench;
  CHECK(bench.channel.inquire({}, brief_message("n1"), person_with_phone("")).answer ==
        Inquiry::cannot_ask);
  bench.from = "wrong";
  CHECK(ask(bench).answer == Inquiry::cannot_ask);
}

TEST_CASE("sms: a message that cannot be read may be the one") {
  const std::string young = twilio_date(SmsBench{}.twilio.time);
  for (const std::string& message : {
           std::string("null"),
           std::string("7"),
           std::string("{}"),
           R"({"sid":"SM1","body":"","date_created":")" + young + "\"}",
           R"({"sid":"SM1","body":null,"date_created":")" + young + "\"}",
           R"({"sid":"SM1","body":["Ref"],"date_created":")" + young + "\"}",
       }) {
    CAPTURE(message);
    SmsBench bench;
    bench.twilio.fail(kList, page_of(message));
    CHECK(ask(bench).answer == Inquiry::cannot_ask);
    // Unless another one is.
    bench.twilio.fail(
        kList, page_of(message + R"(,{"sid":"SM2","body":"a )" + sms_reference("n1/sms") + "\"}"));
    CHECK(ask(bench).message_id == "SM2");
  }
  SmsBench bench;
  bench.twilio.fail(kList,
                    page_of(R"({"body":"","date_created":"Thu, 01 Jan 2026 00:00:00 +0000"})"));
  CHECK(ask(bench).answer == Inquiry::not_found);
  bench.twilio.fail(kList, page_of(R"({"body":"something else","date_created":"soon"})"));
  CHECK(ask(bench).answer == Inquiry::not_found);
}

TEST_CASE("sms: an id out of the list is checked") {
  SmsBench bench;
  bench.twilio.fail(kList,
                    page_of(R"({"sid":"../<b>","body":")" + sms_reference("n1/sms") + "\"}"));
  const InquiryResult result = ask(bench);
  CHECK(result.answer == Inquiry::found);
  CHECK(result.message_id.empty());
}

ArrivalResult arrival(SmsBench& bench, const std::string& message_id) {
  DeliveryAttempt attempt;
  attempt.message_id = message_id;
  return bench.channel.arrival_of(attempt, person_with_phone());
}

TEST_CASE("sms: what became of a message that was taken") {
  struct Case {
    std::string status;
    int error_code;
    Arrival expected;
    std::string error;
  };
  for (const auto& [status, code, expected, error] : {
           Case{"accepted", 0, Arrival::under_way, ""},
           Case{"scheduled", 0, Arrival::under_way, ""},
           Case{"queued", 0, Arrival::under_way, ""},
           Case{"sending", 0, Arrival::under_way, ""},
           Case{"sent", 0, Arrival::under_way, ""},
           Case{"delivered", 0, Arrival::arrived, ""},
           Case{"read", 0, Arrival::arrived, ""},
           Case{"failed", 0, Arrival::failed, "twilio: failed"},
           Case{"canceled", 0, Arrival::failed, "twilio: canceled"},
           Case{"undelivered", 30003, Arrival::failed,
                "twilio: undelivered, error 30003 (the phone is switched off or out of reach)"},
           Case{"failed", 30034, Arrival::failed,
                "twilio: failed, error 30034 (the sender is not registered for the United States "
                "(A2P 10DLC))"},
           Case{"failed", 12345, Arrival::failed, "twilio: failed, error 12345"},
           Case{"partially_delivered", 0, Arrival::cannot_tell, ""},
           Case{"received", 0, Arrival::cannot_tell, ""},
           Case{"", 0, Arrival::cannot_tell, ""},
           Case{"FAILED <b>", 0, Arrival::cannot_tell, ""},
       }) {
    CAPTURE(status);
    SmsBench bench;
    const SendResult sent = bench.channel.send(brief_message("n1"), person_with_phone());
    bench.twilio.settle(sent.message_id, status, code);
    const ArrivalResult result = arrival(bench, sent.message_id);
    CHECK(result.arrival == expected);
    CHECK(result.error == error);
  }
}

TEST_CASE("sms: what became of it cannot always be told") {
  SmsBench bench;
  CHECK(arrival(bench, "SM404").arrival == Arrival::cannot_tell);
  CHECK(bench.twilio.requests(kFetch).size() == 1);
  for (const char* const id : {"", "S", "../Calls", "SM1?x", "SM 1"}) {
    CHECK(arrival(bench, id).arrival == Arrival::cannot_tell);
  }
  CHECK(bench.twilio.requests(kFetch).size() == 1);
  for (const HttpResult& result :
       {failed(HttpFailure::not_sent), failed(HttpFailure::timed_out), answered(500), answered(429),
        answered(200, "garbage"), answered(200, "[]"), answered(200, "{}"),
        answered(200, R"({"status":7})"), twilio_error(401, 20003)}) {
    bench.twilio.fail(kFetch, result);
    const ArrivalResult told = arrival(bench, "SM1");
    CHECK(told.arrival == Arrival::cannot_tell);
    CHECK(told.error.empty());
  }
  SmsBench wrong;
  wrong.from = "wrong";
  CHECK(arrival(wrong, "SM1").arrival == Arrival::cannot_tell);
}

}  // namespace
}  // namespace execassist::channels
