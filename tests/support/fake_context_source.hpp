// A context source that says what the test wants, and remembers what it was asked.
#pragma once

#include <execassist/ports/context_source.hpp>

#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace execassist::testing {

struct FakeContext {
  std::function<ContextItem(const ContextRequest&)> answer;
  bool of_meeting = false;
  std::vector<ContextRequest> asked;
  std::mutex guard;
};

// Edges give sources away, but the test wants to keep what is behind them.
class FakeContextSource final : public ContextSource {
 public:
  explicit FakeContextSource(FakeContext& behind) : behind_(behind) {}

  bool depends_on_meeting() const override { return behind_.of_meeting; }

  ContextItem fetch(const ContextRequest& request) override {
    {
      const std::scoped_lock lock(behind_.guard);
      behind_.asked.push_back(request);
    }
    return behind_.answer(request);
  }

 private:
  FakeContext& behind_;
};

}  // namespace execassist::testing
