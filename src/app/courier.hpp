// What `serve` says to people: answers to clicks, and messages that are due. One round does all
// that is due. It owns its store connection; `answer` may be called from any thread.
#pragma once

#include "app/scope.hpp"
#include "app/slack_answer.hpp"

#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace execassist::app {

class Courier {
 public:
  explicit Courier(const Scope& scope) : scope_(scope) {}

  // With too many waiting the oldest is dropped: the message shows what became of the click.
  void answer(std::vector<SlackAnswer> answers);

  // Gives how long nothing will be due.
  std::optional<Seconds> round();

 private:
  void send_answers();
  std::optional<Seconds> rest() const;

  const Scope scope_;
  std::mutex guard_;
  std::deque<SlackAnswer> waiting_;
  std::string misconfigured_;  // said already
};

}  // namespace execassist::app
