// AWS credentials that others may renew: each `forget` moves on to the next, the last one stays.
#pragma once

#include <execassist/base/error.hpp>
#include <execassist/ports/aws_credentials.hpp>

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace execassist::testing {

inline AwsCredentials aws_credentials(const std::string& key, const std::string& token = {}) {
  return {key, Secret("secret of " + key), Secret(token), std::nullopt};
}

class FakeAwsCredentials final : public AwsCredentialsSource {
 public:
  explicit FakeAwsCredentials(std::vector<AwsCredentials> given) : given_(std::move(given)) {}

  AwsCredentials get() override {
    std::unique_lock lock(guard_);
    ++asked;
    if (failure) throw Error(*failure);
    AwsCredentials current = given_[at_];
    lock.unlock();
    std::this_thread::sleep_for(pause);
    return current;
  }

  void forget() override {
    const std::scoped_lock lock(guard_);
    ++forgotten;
    if (at_ + 1 < given_.size()) ++at_;
    if (failure_once_forgotten) failure = failure_once_forgotten;
  }

  std::chrono::milliseconds pause{0};  // before `get` returns: what it gives may be old by then
  std::optional<Error> failure;        // of each `get`
  std::optional<Error> failure_once_forgotten;
  int asked = 0;
  int forgotten = 0;

 private:
  std::mutex guard_;
  std::vector<AwsCredentials> given_;
  std::size_t at_ = 0;
};

}  // namespace execassist::testing
