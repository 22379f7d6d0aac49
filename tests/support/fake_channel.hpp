// A channel with a memory: it accepts unless scripted otherwise, remembers every message that
// reached the other side, and can be asked about them when `can_be_asked`. A script that was never
// used fails the test. It may be used from several threads; the test looks at it in between.
#pragma once

#include <execassist/ports/channel.hpp>

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace execassist::testing {

class FakeChannel final : public Channel {
 public:
  struct Received {
    OutgoingMessage message;
    std::string user_id;
    std::string message_id;
  };

  struct Redrawn {
    std::string message_id;
    OutgoingMessage message;
    std::string user_id;
  };

  explicit FakeChannel(std::string name = "fake");
  FakeChannel(const FakeChannel&) = delete;
  FakeChannel& operator=(const FakeChannel&) = delete;
  ~FakeChannel() override;

  std::string name() const override { return name_; }

  std::string address_of(const User& user) const override;

  SendResult send(const OutgoingMessage& message, const User& user) override;

  bool redraws() const override { return can_redraw; }

  SendResult redraw(const std::string& message_id, const OutgoingMessage& message,
                    const User& user) override;

  bool answers_inquiries() const override { return can_be_asked; }

  InquiryResult inquire(const DeliveryAttempt&, const OutgoingMessage& message,
                        const User& user) override;

  bool tells_arrival() const override { return can_tell_arrival; }
  ArrivalResult arrival_of(const DeliveryAttempt& attempt, const User&) override;
  bool may_carry_sensitive_text() const override { return discreet; }

  // The result of the next send that has none yet. `arrives`: the other side has the message all
  // the same, as it may with `unknown`.
  void script(SendResult result, bool arrives);
  void script(SendResult result);
  void script(AttemptOutcome outcome, const std::string& error = "scripted", int times = 1);

  // The result of the next redraw that has none yet.
  void script_redraw(SendResult result) { redraw_script_.push_back(std::move(result)); }

  // What the message shows: as it was drawn last, else as it was sent.
  const OutgoingMessage* shown(const std::string& message_id) const;

  std::vector<Received> received;  // what reached the other side
  int calls = 0;
  std::vector<Redrawn> redrawn;  // in order
  int redraw_calls = 0;
  bool can_redraw = false;
  std::function<void()> during_redraw;  // what happens elsewhere while a call is out
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

  std::string remember(const OutgoingMessage& message, const User& user);

  std::string name_;
  std::mutex guard_;
  std::deque<Scripted> script_;
  std::deque<SendResult> redraw_script_;
};

}  // namespace execassist::testing
