#include "contract/channel_suite.hpp"

#include <algorithm>
#include <string>

#include <doctest/doctest.h>

namespace execassist::testing {

namespace {

User ada() {
  User user;
  user.id = "ada";
  user.name = "Ada Byron";
  user.email = "ada@example.com";
  user.phone = "+15550100";
  user.slack_user_id = "U0001";
  return user;
}

OutgoingMessage message_numbered(int number) {
  const std::string id = "n" + std::to_string(number);
  return {id, "key-" + id, NotificationKind::prep, "Leadership Meeting", "Prepare:\nsoon"};
}

bool one_line_of_text(const std::string& text) {
  return !text.empty() && std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
  });
}

DeliveryAttempt attempt_from(Channel& channel, const SendResult& result) {
  DeliveryAttempt attempt;
  attempt.channel = channel.name();
  attempt.address = channel.address_of(ada());
  attempt.outcome = result.outcome;
  attempt.error = result.error;
  attempt.message_id = result.message_id;
  return attempt;
}

void check_identity(ChannelBench& bench) {
  Channel& channel = bench.channel();
  const std::string name = channel.name();
  const std::string address = channel.address_of(ada());
  CHECK(one_line_of_text(name));
  CHECK(one_line_of_text(address));
  channel.send(message_numbered(1), ada());
  CHECK(channel.name() == name);
  CHECK(channel.address_of(ada()) == address);
}

void check_success(ChannelBench& bench) {
  for (int number = 1; number <= 3; ++number) {
    const SendResult result = bench.channel().send(message_numbered(number), ada());
    CHECK(result.outcome == AttemptOutcome::accepted);
    CHECK(result.error.empty());
    CHECK(bench.arrived() == static_cast<std::size_t>(number));
  }
  const SendResult last = bench.channel().send(message_numbered(4), ada());
  const InquiryResult inquiry =
      bench.channel().inquire(attempt_from(bench.channel(), last), message_numbered(4), ada());
  CHECK(inquiry.answer != Inquiry::not_found);
  if (!bench.channel().answers_inquiries()) CHECK(inquiry.answer == Inquiry::cannot_ask);
  if (inquiry.answer == Inquiry::found) CHECK(inquiry.message_id == last.message_id);
}

void check_failure(ChannelBench& bench, AttemptOutcome expected) {
  const SendResult result = bench.channel().send(message_numbered(1), ada());
  CHECK(result.outcome == expected);
  CHECK(one_line_of_text(result.error));
  CHECK(result.message_id.empty());
  // not_sent is a promise. A message that is in doubt may be there or not, but never more than
  // once.
  CHECK(bench.arrived() <= (expected == AttemptOutcome::not_sent ? 0U : 1U));
  const InquiryResult inquiry =
      bench.channel().inquire(attempt_from(bench.channel(), result), message_numbered(1), ada());
  if (inquiry.answer == Inquiry::found) CHECK(bench.arrived() == 1);
  if (inquiry.answer == Inquiry::not_found) CHECK(bench.arrived() == 0);
}

// As message_numbered, with other words.
OutgoingMessage drawn_anew(int number, const std::string& words) {
  OutgoingMessage message = message_numbered(number);
  message.subject = words;
  return message;
}

void check_redraw_is_refused(ChannelBench& bench) {
  const SendResult sent = bench.channel().send(message_numbered(1), ada());
  const std::size_t arrived = bench.arrived();
  const SendResult result = bench.channel().redraw(sent.message_id, drawn_anew(1, "Done"), ada());
  CHECK(result.outcome == AttemptOutcome::refused);
  CHECK(one_line_of_text(result.error));
  CHECK(result.message_id.empty());
  CHECK(bench.arrived() == arrived);
}

void check_redraw(ChannelBench& bench) {
  Channel& channel = bench.channel();
  const SendResult first = channel.send(message_numbered(1), ada());
  const SendResult second = channel.send(message_numbered(2), ada());
  const std::string other = bench.shown(second.message_id);
  CHECK(bench.shown(first.message_id) != "Done");
  // Twice the same is harmless.
  for (int time = 0; time < 2; ++time) {
    const SendResult result = channel.redraw(first.message_id, drawn_anew(1, "Done"), ada());
    CHECK(result.outcome == AttemptOutcome::accepted);
    CHECK(result.error.empty());
    CHECK(bench.shown(first.message_id) == "Done");
  }
  CHECK(bench.shown(second.message_id) == other);
  CHECK(bench.arrived() == 2);

  bench.break_redraw();
  const SendResult broken = channel.redraw(first.message_id, drawn_anew(1, "Over"), ada());
  CHECK(broken.outcome == AttemptOutcome::not_sent);
  CHECK(one_line_of_text(broken.error));
  CHECK(channel.redraw(first.message_id, drawn_anew(1, "Over"), ada()).outcome ==
        AttemptOutcome::accepted);
  CHECK(bench.shown(first.message_id) == "Over");

  for (const char* nobodys : {"", "1.000001"}) {
    const SendResult result = channel.redraw(nobodys, drawn_anew(1, "Done"), ada());
    CHECK(result.outcome == AttemptOutcome::refused);
    CHECK(one_line_of_text(result.error));
  }
  CHECK(bench.arrived() == 2);
}

}  // namespace

void check_channel(const std::function<std::unique_ptr<ChannelBench>()>& make_bench) {
  const std::unique_ptr<ChannelBench> bench = make_bench();
  SUBCASE("has a name and an address that stay") { check_identity(*bench); }
  SUBCASE("accepts only what arrived") { check_success(*bench); }
  SUBCASE("nothing left: not_sent") {
    bench->break_before_first_byte();
    check_failure(*bench, AttemptOutcome::not_sent);
  }
  SUBCASE("draws anew what was sent, or says that it cannot") {
    if (bench->channel().redraws()) {
      check_redraw(*bench);
    } else {
      check_redraw_is_refused(*bench);
    }
  }
  SUBCASE("something left: unknown") {
    bench->break_midway();
    check_failure(*bench, AttemptOutcome::unknown);
  }
}

}  // namespace execassist::testing
