#include "app/round_thread.hpp"

#include <execassist/base/log.hpp>
#include <execassist/base/text.hpp>

#include <exception>

namespace execassist::app {
namespace {

constexpr Seconds kPause{10};  // after a failure

}  // namespace

void RoundThread::start() {
  thread_ = std::thread([this] { run(); });
}

void RoundThread::ring() {
  {
    const std::scoped_lock lock(guard_);
    rung_ = true;
  }
  came_.notify_one();
}

void RoundThread::stop(bool last_round) {
  {
    const std::scoped_lock lock(guard_);
    stopping_ = true;
    last_round_ = last_round;
  }
  came_.notify_one();
  if (thread_.joinable()) thread_.join();
}

std::string RoundThread::trouble() const {
  const std::scoped_lock lock(guard_);
  return trouble_;
}

void RoundThread::run() {
  std::unique_lock lock(guard_);
  std::optional<Seconds> rest;
  for (;;) {
    const auto something = [this] { return rung_ || stopping_; };
    if (rest) {
      came_.wait_for(lock, *rest, something);
    } else {
      came_.wait(lock, something);
    }
    if (stopping_ && !(last_round_ && rung_)) return;
    rung_ = false;
    lock.unlock();
    rest = do_round();
    lock.lock();
  }
}

std::optional<Seconds> RoundThread::do_round() {
  std::optional<Seconds> rest = kPause;
  std::string trouble;
  try {
    rest = round_();
  } catch (const std::exception& failure) {
    trouble = one_line(failure.what());
  }
  const std::scoped_lock lock(guard_);
  if (!trouble.empty() && trouble != trouble_) {
    log(LogLevel::error, {{"worker", name_}}, "serve: " + trouble);
  }
  trouble_ = trouble;
  return rest;
}

}  // namespace execassist::app
