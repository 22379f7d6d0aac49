#include "channels/sms_channel.hpp"

#include "channels/sms_text.hpp"
#include "support/error_of.hpp"
#include "unit/channels/sms_bench.hpp"

#include <execassist/base/text.hpp>

#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::channels {
namespace {

using testing::answered;
using testing::error_of;
using testing::failed;
using testing::FakeTwilio;
using testing::twilio_error;

constexpr auto kAccepted = AttemptOutcome::accepted;

TEST_CASE("sms: a message goes to the phone, in brief and with its token") {
  SmsBench bench;
  OutgoingMessage message = brief_message("n1");
  message.useful_for = Seconds{1800};
  message.send_before = Instant{Seconds{1'795'253'405}};
  const SendResult result = bench.channel.send(message, person_with_phone());
  CHECK(result.outcome == kAccepted);
  CHECK(result.error.empty());
  REQUIRE(bench.twilio.messages.size() == 1);
  const FakeTwilio::Message& sent = bench.twilio.messages[0];
  CHECK(result.message_id == sent.sid);
  CHECK(sent.to == "+15550100");
  CHECK(sent.from == "+15005550006");
  CHECK(sent.validity == "1800");
  CHECK(sent.body ==
        "Leadership Meeting Thu Nov 26, 3:00 PM CET: Q4 outlook\n"
        "Prepare: execassist prep start 4f1k " +
            sms_reference("n1/sms"));
  const HttpRequest request = bench.twilio.requests(FakeTwilio::Call::send).at(0);
  CHECK(request.at_most_once);
  CHECK(request.first_byte_before == message.send_before);
}

TEST_CASE("sms: what kind of channel it is") {
  SmsBench bench;
  CHECK(bench.channel.name() == "sms");
  CHECK(bench.channel.address_of(person_with_phone("+447700900123")) == "+447700900123");
  CHECK(bench.channel.address_of(person_with_phone("")).empty());
  CHECK(bench.channel.answers_inquiries());
  CHECK(bench.channel.tells_arrival());
  CHECK_FALSE(bench.channel.may_carry_sensitive_text());
}

TEST_CASE("sms: a message without a brief is its text on one line") {
  SmsBench bench;
  OutgoingMessage message = brief_message("n1");
  message.brief = {};
  message.text = "Prepare:\n  soon “now”\n";
  bench.channel.send(message, person_with_phone());
  CHECK(bench.twilio.messages.at(0).body == "Prepare: soon \"now\"\n" + sms_reference("n1/sms"));
}

TEST_CASE("sms: a person without a phone") {
  SmsBench bench;
  const SendResult result = bench.channel.send(brief_message("n1"), person_with_phone(""));
  CHECK(result.outcome == AttemptOutcome::refused);
  CHECK(result.error == "sms: no phone");
  CHECK(bench.asked == 0);
  CHECK(bench.twilio.messages.empty());
}

TEST_CASE("sms: what became of a send") {
  struct Case {
    HttpResult result;
    AttemptOutcome outcome;
  };
  const Case cases[] = {
      {failed(HttpFailure::not_sent), AttemptOutcome::not_sent},
      {failed(HttpFailure::refused), AttemptOutcome::refused},
      {failed(HttpFailure::timed_out), AttemptOutcome::unknown},
      {failed(HttpFailure::broken), AttemptOutcome::unknown},
      {failed(HttpFailure::too_large), AttemptOutcome::unknown},
      {answered(201, ""), AttemptOutcome::unknown},
      {answered(201, "{}"), AttemptOutcome::unknown},
      {answered(201, R"({"sid":"SM1"})", {}, "text/html"), AttemptOutcome::unknown},
      {answered(200, R"({"sid":"SM1"})"), AttemptOutcome::unknown},
      {answered(408), AttemptOutcome::unknown},
      {answered(503, "", Seconds{9}), AttemptOutcome::unknown},
      {answered(429, R"({"code":20429})", Seconds{9}), AttemptOutcome::not_sent},
      {twilio_error(401, 20003), AttemptOutcome::sign_in_needed},
      {twilio_error(404, 20404), AttemptOutcome::sign_in_needed},
      {twilio_error(400, 21211), AttemptOutcome::refused},
  };
  for (const auto& [result, outcome] : cases) {
    SmsBench bench;
    bench.twilio.fail(FakeTwilio::Call::send, result);
    const SendResult sent = bench.channel.send(brief_message("n1"), person_with_phone());
    CHECK(sent.outcome == outcome);
    CHECK(sent.message_id.empty());
    CHECK(sent.error.starts_with("twilio: "));
    CHECK(sent.retry_after.has_value() == (result.response && result.response->status == 429));
    CHECK_FALSE(sent.gone);
    CHECK_FALSE(sent.opted_out);
    CHECK(bench.twilio.requests(FakeTwilio::Call::send).size() == 1);
  }
}

TEST_CASE("sms: a service that is left alone, and a full queue, are not tried again at once") {
  HttpResult dark = failed(HttpFailure::not_sent);
  dark.resting = true;
  for (const HttpResult& result : {dark, twilio_error(400, 21611)}) {
    SmsBench bench;
    bench.twilio.fail(FakeTwilio::Call::send, result);
    const SendResult sent = bench.channel.send(brief_message("n1"), person_with_phone());
    CHECK(sent.outcome == AttemptOutcome::not_sent);
    CHECK(sent.gone);
  }
}

TEST_CASE("sms: a phone that opted out is told how to come back") {
  SmsBench bench;
  bench.twilio.opted_out.insert("+15550100");
  const SendResult result = bench.channel.send(brief_message("n1"), person_with_phone());
  CHECK(result.outcome == AttemptOutcome::refused);
  CHECK(result.opted_out);
  CHECK(result.error.find("START to +15005550006") != std::string::npos);
  CHECK(bench.channel.send(brief_message("n1"), person_with_phone("+15550199")).outcome ==
        kAccepted);
}

TEST_CASE("sms: the account is asked for once, and a missing one refuses") {
  SmsBench bench;
  int asked = 0;
  SmsChannel channel({bench.twilio.url,
                      [&] {
                        if (++asked == 1) {
                          throw Error(ErrorKind::configuration, "twilio.auth_token: not set");
                        }
                        return TwilioAccount{bench.twilio.account_sid,
                                             Secret(bench.twilio.auth_token), "+15005550006"};
                      }},
                     bench.twilio, bench.twilio);
  CHECK(asked == 0);
  const SendResult result = channel.send(brief_message("n1"), person_with_phone());
  CHECK(result.outcome == AttemptOutcome::refused);
  CHECK(result.error == "twilio.auth_token: not set");
  CHECK(channel.send(brief_message("n1"), person_with_phone()).outcome == kAccepted);
  CHECK(channel.send(brief_message("n2"), person_with_phone()).outcome == kAccepted);
  CHECK(asked == 2);
}

TEST_CASE("sms: a sender of the wrong shape refuses before anything is called") {
  SmsBench bench;
  bench.from = "execassist";
  const SendResult result = bench.channel.send(brief_message("n1"), person_with_phone());
  CHECK(result.outcome == AttemptOutcome::refused);
  CHECK(result.error.starts_with("twilio.from_number: "));
  CHECK(result.error.find("execassist") == std::string::npos);
  CHECK(bench.twilio.requests(FakeTwilio::Call::send).empty());
}

TEST_CASE("sms: an error that is not about the configuration is not swallowed") {
  SmsBench bench;
  SmsChannel channel(
      {bench.twilio.url,
       []() -> TwilioAccount { throw Error(ErrorKind::interrupted, "interrupted"); }},
      bench.twilio, bench.twilio);
  DeliveryAttempt attempt;
  attempt.message_id = "SM1";
  const User ada = person_with_phone();
  const std::optional<Error> errors[] = {
      error_of([&] { channel.send(brief_message("n1"), ada); }),
      error_of([&] { channel.inquire(attempt, brief_message("n1"), ada); }),
      error_of([&] { channel.arrival_of(attempt, ada); }),
  };
  for (const auto& error : errors) {
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::interrupted);
  }
}

TEST_CASE("sms: fifty threads send at once") {
  SmsBench bench;
  std::atomic<int> accepted{0};
  std::atomic<int> found{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 50; ++i) {
    threads.emplace_back([&, i] {
      const std::string id = "n" + std::to_string(i);
      const User user = person_with_phone("+1555010" + std::to_string(100 + i));
      if (bench.channel.send(brief_message(id), user).outcome == kAccepted) ++accepted;
      if (bench.channel.inquire({}, brief_message(id), user).answer == Inquiry::found) ++found;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(accepted == 50);
  CHECK(found == 50);
  CHECK(bench.asked == 1);
  std::set<std::string> bodies;
  for (const auto& message : bench.twilio.messages) bodies.insert(message.body);
  CHECK(bodies.size() == 50);
}

}  // namespace
}  // namespace execassist::channels
