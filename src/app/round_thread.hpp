// A thread that works in rounds: at its start, when somebody rings, and when the last round said
// that something would be due. In between it sleeps without waking up.
#pragma once

#include <execassist/base/error.hpp>
#include <execassist/base/instant.hpp>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace execassist::app {

class RoundThread {
 public:
  // Gives how long nothing will be due; nothing: until somebody rings. What it throws is logged
  // once, and it is tried again after a pause.
  using Round = std::function<std::optional<Seconds>()>;

  RoundThread(std::string name, Round round) : name_(std::move(name)), round_(std::move(round)) {}
  RoundThread(const RoundThread&) = delete;
  RoundThread& operator=(const RoundThread&) = delete;
  ~RoundThread() { stop(false); }

  void start();
  void ring();  // from any thread

  // Returns when the round in hand is over; with `last_round` a new one follows if it was rung
  // since that began.
  void stop(bool last_round);

  std::string trouble() const;  // why the last round failed; empty: it did not

 private:
  void run();
  std::optional<Seconds> do_round();

  const std::string name_;
  const Round round_;
  mutable std::mutex guard_;
  std::condition_variable came_;
  bool rung_ = true;
  bool stopping_ = false;
  bool last_round_ = false;
  std::string trouble_;
  std::thread thread_;
};

}  // namespace execassist::app
