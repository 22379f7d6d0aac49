// Access tokens out of a drawer: the current one, and those that follow when it is refused. It
// counts how often it was asked.
#pragma once

#include <execassist/base/error.hpp>
#include <execassist/ports/access_tokens.hpp>

#include <deque>
#include <string>
#include <utility>

namespace execassist::testing {

class FakeAccessTokens final : public AccessTokens {
 public:
  explicit FakeAccessTokens(std::string current = "good-token") : current_(std::move(current)) {}

  Secret token_for(const std::string& user_id) override {
    ++asked;
    last_user = user_id;
    if (gone) throw Error(ErrorKind::sign_in_needed, user_id + ": not signed in", "sign in");
    return Secret(current_);
  }

  Secret renewed(const std::string& user_id, const Secret& refused) override {
    ++renewals;
    last_user = user_id;
    last_refused = refused;
    if (!next.empty()) {
      current_ = std::move(next.front());
      next.pop_front();
    }
    return Secret(current_);
  }

  std::deque<std::string> next;  // what renewals give; then the same again
  bool gone = false;
  int asked = 0;
  int renewals = 0;
  std::string last_user;
  Secret last_refused;

 private:
  std::string current_;
};

}  // namespace execassist::testing
