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

namespace execassist::testing {

class FakeSource final : public CalendarSource {
 public:
  FakeSource();
  FakeSource(const FakeSource&) = delete;
  FakeSource& operator=(const FakeSource&) = delete;
  ~FakeSource() override;

  FetchResult fetch(const FetchRequest& request) override;

  void always(FetchResult result);
  void always(Error error);
  void script(FetchResult result);
  void script(Error error);

  // A complete listing of these.
  void list(std::vector<MeetingFacts> meetings);

  std::vector<FetchRequest> requests;
  std::function<void()> during_fetch;  // what happens elsewhere while a call is out

 private:
  using Answer = std::variant<FetchResult, Error>;

  Answer standing_ = FetchResult{};
  std::deque<Answer> script_;
};

}  // namespace execassist::testing
