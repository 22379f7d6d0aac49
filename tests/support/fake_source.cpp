#include "support/fake_source.hpp"

#include <doctest/doctest.h>

namespace execassist::testing {

FakeSource::FakeSource() = default;

FakeSource::~FakeSource() {
  if (!script_.empty()) FAIL_CHECK("source: a scripted answer was never used");
}

FetchResult FakeSource::fetch(const FetchRequest& request) {
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

void FakeSource::always(FetchResult result) { standing_ = std::move(result); }

void FakeSource::always(Error error) { standing_ = std::move(error); }

void FakeSource::script(FetchResult result) { script_.emplace_back(std::move(result)); }

void FakeSource::script(Error error) { script_.emplace_back(std::move(error)); }

void FakeSource::list(std::vector<MeetingFacts> meetings) {
  FetchResult result;
  result.complete = true;
  result.meetings = std::move(meetings);
  always(std::move(result));
}

}  // namespace execassist::testing
