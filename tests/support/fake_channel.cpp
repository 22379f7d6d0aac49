#include "support/fake_channel.hpp"

#include <algorithm>
#include <utility>

#include <doctest/doctest.h>

namespace execassist::testing {

FakeChannel::FakeChannel(std::string name) : name_(std::move(name)) {}

FakeChannel::~FakeChannel() {
  if (!script_.empty() || !redraw_script_.empty()) {
    FAIL_CHECK("channel " << name_ << ": a scripted result was never used");
  }
}

std::string FakeChannel::address_of(const User& user) const {
  return has_address ? name_ + "@" + user.id + ".example.com" : std::string{};
}

SendResult FakeChannel::send(const OutgoingMessage& message, const User& user) {
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

SendResult FakeChannel::redraw(const std::string& message_id, const OutgoingMessage& message,
                               const User& user) {
  if (!can_redraw) return Channel::redraw(message_id, message, user);
  if (during_redraw) during_redraw();
  const std::scoped_lock lock(guard_);
  ++redraw_calls;
  if (!redraw_script_.empty()) {
    SendResult next = std::move(redraw_script_.front());
    redraw_script_.pop_front();
    if (next.outcome != AttemptOutcome::accepted) return next;
  }
  const bool there = std::any_of(received.begin(), received.end(), [&](const Received& each) {
    return each.message_id == message_id && each.user_id == user.id;
  });
  if (!there) return {AttemptOutcome::refused, {}, {}, "message_not_found"};
  redrawn.push_back({message_id, message, user.id});
  return {AttemptOutcome::accepted, message_id, {}, {}};
}

const OutgoingMessage* FakeChannel::shown(const std::string& message_id) const {
  const OutgoingMessage* last = nullptr;
  for (const Received& each : received) {
    if (each.message_id == message_id) last = &each.message;
  }
  for (const Redrawn& each : redrawn) {
    if (each.message_id == message_id) last = &each.message;
  }
  return last;
}

InquiryResult FakeChannel::inquire(const DeliveryAttempt&, const OutgoingMessage& message,
                                   const User& user) {
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

ArrivalResult FakeChannel::arrival_of(const DeliveryAttempt& attempt, const User&) {
  if (during_arrival) during_arrival();
  const std::scoped_lock lock(guard_);
  ++arrival_questions;
  const auto fate = fates.find(attempt.message_id);
  return fate == fates.end() ? ArrivalResult{Arrival::under_way, {}} : fate->second;
}

void FakeChannel::script(SendResult result, bool arrives) {
  script_.push_back({std::move(result), arrives});
}

void FakeChannel::script(SendResult result) {
  const bool arrives = result.outcome == AttemptOutcome::accepted;
  script(std::move(result), arrives);
}

void FakeChannel::script(AttemptOutcome outcome, const std::string& error, int times) {
  for (int i = 0; i < times; ++i) {
    script(SendResult{outcome, {}, {}, outcome == AttemptOutcome::accepted ? "" : error});
  }
}

std::string FakeChannel::remember(const OutgoingMessage& message, const User& user) {
  std::string message_id = name_ + "-" + std::to_string(received.size() + 1);
  received.push_back({message, user.id, message_id});
  return message_id;
}

}  // namespace execassist::testing
