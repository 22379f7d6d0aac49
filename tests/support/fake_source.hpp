// A calendar that answers what it was told to. The script is played once, then the standing answer
// for ever; a script that was never played fails the test. It remembers what it was asked.
#pragma once

#include <execassist/base/error.hpp>
#include <execassist/ports/calendar_source.hpp>

#include <deque>
#include <functional>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::testing {

class FakeSource final : public CalendarSource {
 public:
  FakeSource() = default;
  FakeSource(const FakeSource&) = delete;
  FakeSource& operator=(const FakeSource&) = delete;
  ~FakeSource() override {
    if (!script_.empty()) FAIL_CHECK("source: a scripted answer was never used");
  }

  FetchResult fetch(const FetchRequest& request) override {
    requests.push_back(request);
    if (during_fetch) during_fetch();
    Answer next = standing_;
    if (!script_.empty()) {
      next = std::move(script_.front());
      script_.pop_front();
    }
    if (const Error* error = std::get_if<Error>(&next)) throw *error;
    return std::get<FetchResult>(next);
  }

  void always(FetchResult result) { standing_ = std::move(result); }
  void always(Error error) { standing_ = std::move(error); }
  void script(FetchResult result) { script_.emplace_back(std::move(result)); }
  void script(Error error) { script_.emplace_back(std::move(error)); }

  // A complete listing of these.
  void list(std::vector<MeetingFacts> meetings) {
    FetchResult result;
    result.complete = true;
    result.meetings = std::move(meetings);
    always(std::move(result));
  }

  std::vector<FetchRequest> requests;
  std::function<void()> during_fetch;  // what happens elsewhere while a call is out

 private:
  using Answer = std::variant<FetchResult, Error>;

  Answer standing_ = FetchResult{};
  std::deque<Answer> script_;
};

}  // namespace execassist::testing
