// A channel with a memory: it accepts unless scripted otherwise, remembers every message that
// reached the other side, and can be asked about them when `can_be_asked`. A script that was never
// used fails the test. It may be used from several threads; the test looks at it in between.
#pragma once

#include <execassist/ports/channel.hpp>

#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::testing {

class FakeChannel final : public Channel {
 public:
  struct Received {
    OutgoingMessage message;
    std::string user_id;
    std::string message_id;
  };

  explicit FakeChannel(std::string name = "fake") : name_(std::move(name)) {}
  FakeChannel(const FakeChannel&) = delete;
  FakeChannel& operator=(const FakeChannel&) = delete;
  ~FakeChannel() override {
    if (!script_.empty()) FAIL_CHECK("channel " << name_ << ": a scripted result was never used");
  }

  std::string name() const override { return name_; }

  std::string address_of(const User& user) const override {
    return has_address ? name_ + "@" + user.id + ".example.com" : std::string{};
  }

  SendResult send(const OutgoingMessage& message, const User& user) override {
    if (during_send) during_send();
    const std::scoped_lock lock(guard_);
    ++calls;
    if (unknown.contains(user.id)) return {AttemptOutcome::refused, {}, {}, "nobody"};
    if (script_.empty()) return {AttemptOutcome::accepted, remember(message, user), {}, {}};
    Scripted next = std::move(script_.front());
    script_.pop_front();
    if (next.arrives) {
      std::string message_id = remember(message, user);
      if (next.result.outcome == AttemptOutcome::accepted && next.result.message_id.empty()) {
        next.result.message_id = std::move(message_id);
      }
    }
    return next.result;
  }

  bool answers_inquiries() const override { return can_be_asked; }

  InquiryResult inquire(const DeliveryAttempt&, const OutgoingMessage& message,
                        const User& user) override {
    const std::scoped_lock lock(guard_);
    ++inquiries;
    if (!can_be_asked || asking_fails || unknown.contains(user.id)) return {};
    for (const Received& one : received) {
      if (one.message.idempotency_key == message.idempotency_key && one.user_id == user.id) {
        return {Inquiry::found, one.message_id};
      }
    }
    return {Inquiry::not_found, {}};
  }

  bool tells_arrival() const override { return can_tell_arrival; }
  ArrivalResult arrival_of(const DeliveryAttempt& attempt, const User&) override {
    if (during_arrival) during_arrival();
    const std::scoped_lock lock(guard_);
    ++arrival_questions;
    const auto fate = fates.find(attempt.message_id);
    return fate == fates.end() ? ArrivalResult{Arrival::under_way, {}} : fate->second;
  }
  bool may_carry_sensitive_text() const override { return discreet; }

  // The result of the next send that has none yet. `arrives`: the other side has the message all
  // the same, as it may with `unknown`.
  void script(SendResult result, bool arrives) { script_.push_back({std::move(result), arrives}); }
  void script(SendResult result) {
    const bool arrives = result.outcome == AttemptOutcome::accepted;
    script(std::move(result), arrives);
  }
  void script(AttemptOutcome outcome, const std::string& error = "scripted", int times = 1) {
    for (int i = 0; i < times; ++i) {
      script(SendResult{outcome, {}, {}, outcome == AttemptOutcome::accepted ? "" : error});
    }
  }

  std::vector<Received> received;  // what reached the other side
  int calls = 0;
  int inquiries = 0;
  bool can_be_asked = false;
  bool asking_fails = false;  // it could be asked, but not now
  bool has_address = true;
  bool can_tell_arrival = false;
  int arrival_questions = 0;
  std::map<std::string, ArrivalResult> fates;  // by message id; else under way
  bool discreet = true;                        // sensitive titles may go here
  std::set<std::string> unknown;               // users who are refused, and cannot be asked about
  std::function<void()> during_arrival;        // the same, while one is asked about
  std::function<void()> during_send;           // what happens elsewhere while a call is out

 private:
  struct Scripted {
    SendResult result;
    bool arrives = false;
  };

  std::string remember(const OutgoingMessage& message, const User& user) {
    std::string message_id = name_ + "-" + std::to_string(received.size() + 1);
    received.push_back({message, user.id, message_id});
    return message_id;
  }

  std::string name_;
  std::mutex guard_;
  std::deque<Scripted> script_;
};

}  // namespace execassist::testing
