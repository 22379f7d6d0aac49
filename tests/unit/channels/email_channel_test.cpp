#include "channels/email_channel.hpp"

#include "support/error_of.hpp"
#include "unit/channels/email_bench.hpp"

#include <execassist/base/text.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::channels {
namespace {

using testing::answered;
using testing::failed;
using testing::ses_error;
using testing::ses_part;
using testing::ses_text;
using wire::Json;

constexpr auto kAccepted = AttemptOutcome::accepted;
constexpr auto kRefused = AttemptOutcome::refused;
constexpr auto kNotSent = AttemptOutcome::not_sent;

const Json& simple_of(const Json& email) { return ses_part(ses_part(email, "Content"), "Simple"); }

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("email: what is posted, and how") {
  EmailBench bench;
  OutgoingMessage message = email_message("n1");
  message.send_before = Instant{Seconds{1'795'253'405}};
  const SendResult result = bench.channel.send(message, mail_user());
  CHECK(result.outcome == kAccepted);
  CHECK(result.message_id == "0102-1");
  CHECK(result.error.empty());

  const auto requests = bench.ses.requests();
  REQUIRE(requests.size() == 1);
  const HttpRequest& post = requests[0];
  CHECK(post.url == "https://email.eu-west-1.amazonaws.com/v2/email/outbound-emails");
  CHECK(post.method == HttpMethod::post);
  CHECK(post.content_type == "application/json");
  CHECK(post.at_most_once);
  CHECK(post.first_byte_before == message.send_before);
  CHECK(post.quota == "ses");
  CHECK(post.bearer.empty());
  CHECK(post.headers ==
        wire::Fields{{"X-Amz-Date", "20261121T093000Z"}, {"X-Amz-Security-Token", "token-1"}});
  const std::string authorization = post.authorization.reveal();
  CHECK(authorization.starts_with(
      "AWS4-HMAC-SHA256 Credential=AKIDFIRST/20261121/eu-west-1/ses/aws4_request, "
      "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature="));

  const Json email = bench.ses.emails().at(0);
  CHECK(ses_text(email, "FromEmailAddress") == "\"execassist\" <assistant@example.com>");
  CHECK(ses_part(email, "Destination").dump(-1) == R"({"ToAddresses":["ada@example.com"]})");
  CHECK(email.find("ConfigurationSetName") == nullptr);
  CHECK(ses_part(email, "EmailTags").dump(-1) ==
        R"([{"Name":"notification_id","Value":"n1"},{"Name":"kind","Value":"prep"}])");
  const Json& simple = simple_of(email);
  CHECK(ses_part(simple, "Headers").dump(-1) ==
        R"([{"Name":"Auto-Submitted","Value":"auto-generated"},)"
        R"({"Name":"X-Auto-Response-Suppress","Value":"All"}])");
  CHECK(ses_part(simple, "Subject").dump(-1) ==
        R"({"Data":"Prepare: Leadership sync","Charset":"UTF-8"})");
  const Json& body = ses_part(simple, "Body");
  CHECK(ses_text(ses_part(body, "Text"), "Data") ==
        "Meeting Prep Reminder\n\nLeadership sync\nMonday at 2:00 PM\n  - an agenda\n\n"
        "Start now: execassist prep start m1\n");
  CHECK(has(ses_text(ses_part(body, "Html"), "Data"), "<strong>Leadership sync</strong>"));
}

TEST_CASE("email: an address of its own, a configuration set and keys that stay") {
  EmailBench bench;
  bench.ses.url = "http://127.0.0.1:8005";
  bench.ses.region = "us-east-1";
  bench.ses.accounts = {testing::aws_credentials("AKIDPLAIN")};
  testing::FakeAwsCredentials plain(bench.ses.accounts);
  EmailChannel channel({"assistant@example.com", "", "events", bench.ses.url,
                        [] { return std::string("us-east-1"); }},
                       plain, bench.ses, bench.clock);
  CHECK(channel.send(email_message(), mail_user()).outcome == kAccepted);
  const HttpRequest post = bench.ses.requests().at(0);
  CHECK(post.url == "http://127.0.0.1:8005/v2/email/outbound-emails");
  CHECK(post.headers == wire::Fields{{"X-Amz-Date", "20261121T093000Z"}});
  CHECK(ses_text(bench.ses.emails().at(0), "ConfigurationSetName") == "events");
  CHECK(ses_text(bench.ses.emails().at(0), "FromEmailAddress") == "assistant@example.com");
}

TEST_CASE("email: the fake refuses what is not signed as it arrives") {
  EmailBench bench;
  bench.channel.send(email_message(), mail_user());
  const HttpRequest good = bench.ses.requests().at(0);
  CHECK(bench.ses.call(good).ok());
  HttpRequest body = good;
  body.body += " ";
  HttpRequest token = good;
  token.headers[1].second = "token-3";
  HttpRequest more = good;
  more.headers.emplace_back("X-Trace", "1");
  HttpRequest late = good;
  late.headers[0].second = "20261121T093000";
  for (const HttpRequest& request : {body, token, more, late}) {
    CHECK(bench.ses.call(request).response.value().status == 403);
  }
  bench.ses.url = "https://email.eu-west-1.example";
  HttpRequest host = good;
  host.url = "https://email.eu-west-1.example/v2/email/outbound-emails";
  CHECK(bench.ses.call(host).response.value().status == 403);
  CHECK(bench.ses.count() == 2);
}

TEST_CASE("email: the signature is dated by the machine's clock") {
  EmailBench bench;
  bench.clock.pretend(*parse_rfc3339("2030-01-01T00:00:00Z"));
  CHECK(bench.channel.send(email_message(), mail_user()).outcome == kAccepted);
  bench.clock.set_wall(bench.ses.time + minutes{10});
  const SendResult skewed = bench.channel.send(email_message(), mail_user());
  CHECK(skewed.outcome == AttemptOutcome::sign_in_needed);
  CHECK(has(skewed.error, "check the clock"));
}

TEST_CASE("email: no text can add a header or a recipient") {
  for (const std::string& nasty : std::vector<std::string>{
           "x\r\nBcc: bob@example.com", "x\nBcc: bob@example.com", "x\rBcc: bob@example.com",
           std::string("x\0y", 3), "x\u2028y\u0085z", "x\" <bob@example.com>, \"", "\x1b]0;t\x07x",
           "漢\r\nBcc: bob@example.com", "\xFF\r\n"}) {
    CAPTURE(nasty);
    EmailBench bench;
    EmailChannel::Account account = EmailBench::account();
    account.from_name = nasty;
    EmailChannel channel(account, bench.credentials, bench.ses, bench.clock);
    OutgoingMessage message = email_message(nasty);
    message.subject = nasty;
    message.content.headline = nasty;
    CHECK(channel.send(message, mail_user()).outcome == kAccepted);
    const Json email = bench.ses.emails().at(0);
    const std::string subject = ses_text(ses_part(simple_of(email), "Subject"), "Data");
    CHECK(one_line(subject) == subject);
    const std::string from = ses_text(email, "FromEmailAddress");
    CHECK(testing::all_visible(from));
    CHECK(from.ends_with(" <assistant@example.com>"));
  }
}

TEST_CASE("email: addresses that are not plain are refused, and nothing is asked") {
  for (const std::string& address : std::vector<std::string>{
           "", "ada", "ada@example.com\r\nBcc: bob@example.com", "ada@example.com,bob@example.com",
           "Ada <ada@example.com>", "ada@example.com ", "grüße@example.com"}) {
    CAPTURE(address);
    EmailBench bench;
    const SendResult to = bench.channel.send(email_message(), mail_user(address));
    CHECK(to.outcome == kRefused);
    CHECK(to.error.starts_with("email: the person's address "));
    EmailChannel::Account account = EmailBench::account();
    account.from_email = address;
    EmailChannel channel(account, bench.credentials, bench.ses, bench.clock);
    const SendResult from = channel.send(email_message(), mail_user());
    CHECK(from.outcome == kRefused);
    CHECK(from.error.starts_with("ses.from_email: "));
    CHECK(bench.ses.requests().empty());
    CHECK(bench.credentials.asked == 0);
  }
}

TEST_CASE("email: tags hold nothing that SES refuses") {
  struct Case {
    std::string id;
    std::string tag;
  };
  for (const auto& [id, tag] : {
           Case{"4f1k9x", "4f1k9x"},
           Case{"a b/c:d.e", "a_b_c_d_e"},
           Case{"é", "__"},
           Case{std::string(300, 'a'), std::string(256, 'a')},
       }) {
    EmailBench bench;
    CHECK(bench.channel.send(email_message(id), mail_user()).outcome == kAccepted);
    const Json email = bench.ses.emails().at(0);
    const auto* tags = ses_part(email, "EmailTags").as_array();
    CHECK(ses_text(tags->at(0), "Value") == tag);
  }
  EmailBench bench;
  bench.channel.send(email_message(""), mail_user());
  const Json email = bench.ses.emails().at(0);
  CHECK(ses_part(email, "EmailTags").as_array()->size() == 1);
}

TEST_CASE("email: what SES answers is what the caller learns") {
  struct Case {
    HttpResult result;
    AttemptOutcome outcome;
    std::optional<Seconds> retry_after;
    bool gone;
  };
  for (const auto& [result, outcome, retry_after, gone] : {
           Case{failed(HttpFailure::not_sent), kNotSent, {}, false},
           Case{failed(HttpFailure::refused), kRefused, {}, false},
           Case{failed(HttpFailure::timed_out), AttemptOutcome::unknown, {}, false},
           Case{failed(HttpFailure::broken), AttemptOutcome::unknown, {}, false},
           Case{answered(200, "garbage"), AttemptOutcome::unknown, {}, false},
           Case{answered(503), AttemptOutcome::unknown, {}, false},
           Case{ses_error(400, "MessageRejected"), kRefused, {}, false},
           Case{ses_error(403, "AccessDenied"), AttemptOutcome::sign_in_needed, {}, false},
           Case{ses_error(429, "TooManyRequestsException"), kNotSent, Seconds{5}, false},
           Case{ses_error(400, "ThrottlingException", "Daily message quota exceeded"), kNotSent,
                Seconds{minutes{15}}, true},
       }) {
    EmailBench bench;
    bench.ses.fail(result);
    const SendResult sent = bench.channel.send(email_message(), mail_user());
    CAPTURE(sent.error);
    CHECK(sent.outcome == outcome);
    CHECK(sent.retry_after == retry_after);
    CHECK(sent.gone == gone);
    CHECK(sent.error.starts_with("ses: "));
    CHECK(sent.message_id.empty());
    CHECK_FALSE(sent.opted_out);
    CHECK(bench.ses.requests().size() == 1);
    CHECK(bench.credentials.forgotten == 0);
  }
}

TEST_CASE("email: after expired credentials it is sent once more, with others") {
  EmailBench bench;
  bench.ses.expired = {"AKIDFIRST"};
  OutgoingMessage message = email_message();
  message.send_before = Instant{Seconds{1'795'253'405}};

  SUBCASE("the others work, and stay") {
    CHECK(bench.channel.send(message, mail_user()).outcome == kAccepted);
    CHECK(bench.channel.send(message, mail_user()).outcome == kAccepted);
    const auto requests = bench.ses.requests();
    REQUIRE(requests.size() == 3);
    CHECK(has(requests[1].authorization.reveal(), "Credential=AKIDSECOND/"));
    CHECK(requests[1].at_most_once);
    CHECK(requests[1].first_byte_before == message.send_before);
    CHECK(requests[1].body == requests[0].body);
    CHECK(bench.credentials.forgotten == 1);
    CHECK(bench.ses.count() == 2);
  }
  SUBCASE("the others have expired too: no third try") {
    bench.ses.expired.insert("AKIDSECOND");
    const SendResult result = bench.channel.send(message, mail_user());
    CHECK(result.outcome == AttemptOutcome::sign_in_needed);
    CHECK(has(result.error, "ExpiredTokenException"));
    CHECK(bench.ses.requests().size() == 2);
    CHECK(bench.credentials.forgotten == 1);
  }
  SUBCASE("there are no others: the same ones would be refused again") {
    testing::FakeAwsCredentials only({bench.first});
    EmailChannel channel(EmailBench::account(), only, bench.ses, bench.clock);
    CHECK(channel.send(message, mail_user()).outcome == AttemptOutcome::sign_in_needed);
    CHECK(bench.ses.requests().size() == 1);
    CHECK(only.forgotten == 1);
  }
  SUBCASE("whoever hands them out does not answer now") {
    bench.credentials.failure_once_forgotten = Error(ErrorKind::try_again, "aws: no answer");
    const SendResult result = bench.channel.send(message, mail_user());
    CHECK(result.outcome == kNotSent);
    CHECK(result.error == "aws: no answer");
    CHECK(bench.ses.requests().size() == 1);
  }
  SUBCASE("the second try is in doubt") {
    bench.ses.fail(ses_error(403, "ExpiredToken"));
    bench.ses.fail(failed(HttpFailure::timed_out), true);
    CHECK(bench.channel.send(message, mail_user()).outcome == AttemptOutcome::unknown);
    CHECK(bench.ses.count() == 1);
  }
}

TEST_CASE("email: credentials that cannot be had") {
  EmailBench bench;
  SUBCASE("are not configured") {
    bench.credentials.failure = Error(ErrorKind::configuration, "aws: no\ncredentials");
    const SendResult result = bench.channel.send(email_message(), mail_user());
    CHECK(result.outcome == kRefused);
    CHECK(result.error == "aws: no credentials");
  }
  SUBCASE("cannot be had now") {
    bench.credentials.failure = Error(ErrorKind::try_again, "aws: no answer");
    const SendResult result = bench.channel.send(email_message(), mail_user());
    CHECK(result.outcome == kNotSent);
    CHECK(result.error == "aws: no answer");
  }
  SUBCASE("an error that is about neither is not swallowed") {
    bench.credentials.failure = Error(ErrorKind::interrupted, "interrupted");
    const auto error = testing::error_of([&] { bench.channel.send(email_message(), mail_user()); });
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::interrupted);
  }
  CHECK(bench.ses.requests().empty());
}

TEST_CASE("email: the region is asked for once, and one that is none refuses") {
  EmailBench bench;
  std::vector<std::string> regions{"eu-west-1", "Eu-West-1", "x.evil.example/", "", "!"};
  EmailChannel::Account account = EmailBench::account();
  account.region = [&] {
    const std::string region = regions.back();
    regions.pop_back();
    if (region == "!") throw Error(ErrorKind::configuration, "ses.region: not set");
    return region;
  };
  EmailChannel channel(account, bench.credentials, bench.ses, bench.clock);
  CHECK(regions.size() == 5);
  CHECK(channel.send(email_message(), mail_user()).error == "ses.region: not set");
  for (int i = 0; i < 3; ++i) {
    const SendResult result = channel.send(email_message(), mail_user());
    CHECK(result.outcome == kRefused);
    CHECK(result.error == "ses.region: not the name of an AWS region");
  }
  CHECK(bench.ses.requests().empty());
  CHECK(channel.send(email_message(), mail_user()).outcome == kAccepted);
  CHECK(channel.send(email_message(), mail_user()).outcome == kAccepted);
}

TEST_CASE("email: no secret is in anything that is said") {
  for (const HttpResult& result :
       {ses_error(403, "SignatureDoesNotMatch", "secret of AKIDFIRST token-1"),
        ses_error(400, "BadRequestException", "token-1 secret of AKIDFIRST"), answered(500)}) {
    EmailBench bench;
    bench.ses.fail(result);
    const std::string error = bench.channel.send(email_message(), mail_user()).error;
    CHECK_FALSE(has(error, "secret of"));
    CHECK_FALSE(has(error, "token-1"));
  }
}

TEST_CASE("email: what the channel says of itself") {
  EmailBench bench;
  CHECK(bench.channel.name() == "email");
  CHECK(bench.channel.address_of(mail_user()) == "ada@example.com");
  CHECK(bench.channel.address_of(mail_user("")).empty());
  CHECK_FALSE(bench.channel.answers_inquiries());
  CHECK_FALSE(bench.channel.tells_arrival());
  CHECK_FALSE(bench.channel.may_carry_sensitive_text());
  CHECK(bench.channel.inquire({}, email_message(), mail_user()).answer == Inquiry::cannot_ask);
  CHECK(bench.channel.arrival_of({}, mail_user()).arrival == Arrival::cannot_tell);
}

TEST_CASE("email: fifty threads, whose credentials expire together, renew them once") {
  EmailBench bench;
  bench.ses.expired = {"AKIDFIRST"};
  bench.credentials.pause = std::chrono::milliseconds{2};
  constexpr std::size_t kThreads = 50;
  std::vector<SendResult> results(kThreads);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      results[i] = bench.channel.send(email_message("n" + std::to_string(i)), mail_user());
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const SendResult& result : results) CHECK(result.outcome == kAccepted);
  CHECK(bench.ses.count() == kThreads);
  CHECK(bench.credentials.forgotten == 1);
}

}  // namespace
}  // namespace execassist::channels
