#include "net/breaking_client.hpp"

#include "support/fake_clock.hpp"

#include <deque>

#include <doctest/doctest.h>

namespace execassist::net {
namespace {

// Answers what stands first, then 200 for ever.
class Line final : public HttpClient {
 public:
  HttpResult call(const HttpRequest&) override {
    ++calls;
    HttpResult result;
    if (!failures.empty()) {
      result.failure = failures.front();
      result.error = "no answer";
      failures.pop_front();
    } else {
      result.response = HttpResponse{};
      result.response->status = status;
    }
    return result;
  }

  std::deque<HttpFailure> failures;
  int status = 200;
  int calls = 0;
};

TEST_CASE("a service that gives no answer is left alone, and tried again after a rest") {
  testing::FakeClock clock;
  Line line;
  BreakingClient client(line, clock, {3, Seconds{60}});
  line.failures = {HttpFailure::timed_out, HttpFailure::not_sent, HttpFailure::broken};
  for (int i = 0; i < 3; ++i) CHECK_FALSE(client.call({}).response);
  for (int i = 0; i < 5; ++i) {
    const HttpResult result = client.call({});
    CHECK(result.failure == HttpFailure::not_sent);
    CHECK(result.resting);
    CHECK(result.error == "not tried, after 3 calls in a row without an answer");
  }
  CHECK(line.calls == 3);
  clock.advance(Seconds{60});
  CHECK(client.call({}).ok());
  CHECK(client.call({}).ok());
  CHECK(line.calls == 5);
}

TEST_CASE("after the rest one call that fails is enough, and one that is answered ends it") {
  testing::FakeClock clock;
  Line line;
  BreakingClient client(line, clock, {3, Seconds{60}});
  line.failures.assign(4, HttpFailure::timed_out);
  for (int i = 0; i < 3; ++i) client.call({});
  clock.advance(Seconds{60});
  CHECK_FALSE(client.call({}).resting);
  CHECK(client.call({}).resting);
  clock.advance(Seconds{60});
  CHECK(client.call({}).ok());
  line.failures.assign(2, HttpFailure::timed_out);
  client.call({});
  client.call({});
  CHECK(client.call({}).ok());
}

TEST_CASE("answers of any kind keep the circuit closed") {
  testing::FakeClock clock;
  Line line;
  BreakingClient client(line, clock, {3, Seconds{60}});
  for (int round = 0; round < 4; ++round) {
    line.failures = {HttpFailure::timed_out, HttpFailure::timed_out};
    line.status = 503;
    for (int i = 0; i < 3; ++i) client.call({});
  }
  line.failures.assign(10, HttpFailure::too_large);
  for (int i = 0; i < 10; ++i) client.call({});
  CHECK(line.calls == 22);
}

}  // namespace
}  // namespace execassist::net
