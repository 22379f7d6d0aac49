// Something from the settings that is asked for once, because a command behind it may take its
// time. What went wrong the first time is what everybody hears.
#pragma once

#include <execassist/base/error.hpp>

#include <functional>
#include <mutex>
#include <optional>
#include <utility>

namespace execassist::wiring {

template <class Value>
class AskedOnce {
 public:
  // `ask` may throw Error; every call of get() throws it then.
  explicit AskedOnce(std::function<Value()> ask) : ask_(std::move(ask)) {}

  Value get() {
    const std::scoped_lock lock(guard_);
    if (failure_) throw Error(*failure_);
    if (value_) return *value_;
    try {
      value_ = ask_();
    } catch (const Error& error) {
      failure_ = error;
      throw;
    }
    return *value_;
  }

 private:
  std::function<Value()> ask_;
  std::mutex guard_;
  std::optional<Value> value_;
  std::optional<Error> failure_;
};

}  // namespace execassist::wiring
