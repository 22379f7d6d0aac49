#include "net/retrying_client.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_http.hpp"

#include <doctest/doctest.h>

namespace execassist::net {
namespace {

using execassist::testing::answered;
using execassist::testing::failed;
using execassist::testing::FakeClock;
using execassist::testing::FakeHttp;

using Milliseconds = std::chrono::milliseconds;

HttpRequest get() {
  HttpRequest request;
  request.url = "https://api.example/x";
  return request;
}

struct Bench {
  FakeHttp http;
  FakeClock clock;
  RetryPolicy policy;

  HttpResult call(const HttpRequest& request = get()) {
    return RetryingClient(http, clock, policy).call(request);
  }
  std::size_t calls() const { return http.requests().size(); }
};

HttpResult resting() {
  HttpResult result = failed(HttpFailure::not_sent);
  result.resting = true;
  return result;
}

bool between(Milliseconds value, long least, long most) {
  return value.count() >= least && value.count() <= most;
}

TEST_CASE("retry: what is repeated, and what is not") {
  struct Case {
    HttpResult result;
    bool repeated;
  };
  const std::vector<Case> cases = {
      {failed(HttpFailure::not_sent), true},
      {failed(HttpFailure::timed_out), true},
      {failed(HttpFailure::broken), true},
      {failed(HttpFailure::too_large), false},
      {failed(HttpFailure::refused), false},
      {resting(), false},
      {answered(429), true},
      {answered(500), true},
      {answered(503), true},
      {answered(599), true},
      {answered(200), false},
      {answered(304), false},
      {answered(400), false},
      {answered(401), false},
      {answered(403), false},
      {answered(403, "rateLimit"), true},
      {answered(404), false},
      {answered(410), false},
      {answered(600), false},
  };
  for (const Case& c : cases) {
    CAPTURE(c.result.response.value_or(HttpResponse{}).status);
    CAPTURE(static_cast<int>(c.result.failure));
    Bench bench;
    bench.policy.worth_repeating = [](const HttpResponse& response) {
      return response.status == 403 && response.body == "rateLimit";
    };
    bench.http.script(HttpMethod::get, "/x", c.result);
    if (c.repeated) bench.http.script(HttpMethod::get, "/x", answered(200, "done"));
    const HttpResult result = bench.call();
    CHECK(bench.calls() == (c.repeated ? 2 : 1));
    CHECK(bench.clock.sleeps().size() == (c.repeated ? 1 : 0));
    if (c.repeated) CHECK(result.response.value().body == "done");
    if (!c.repeated) CHECK(result.response.has_value() == c.result.response.has_value());
  }
}

TEST_CASE("retry: what must not happen twice happens once") {
  for (const HttpResult& result : {failed(HttpFailure::not_sent), failed(HttpFailure::broken),
                                   answered(429, "", Seconds{1})}) {
    Bench bench;
    HttpRequest request = get();
    request.at_most_once = true;
    bench.http.script(HttpMethod::get, "/x", result);
    CHECK(!bench.call(request).ok());
    CHECK(bench.calls() == 1);
    CHECK(bench.clock.sleeps().empty());
  }
}

TEST_CASE("retry: a POST that may happen twice is repeated as it was") {
  Bench bench;
  HttpRequest request = get();
  request.method = HttpMethod::post;
  request.body = "grant_type=refresh_token";
  request.bearer = Secret("t");
  bench.http.script(HttpMethod::post, "/x", failed(HttpFailure::broken));
  bench.http.script(HttpMethod::post, "/x", answered(200));
  CHECK(bench.call(request).ok());
  REQUIRE(bench.calls() == 2);
  CHECK(bench.http.requests()[1].body == request.body);
  CHECK(same_secret(bench.http.requests()[1].bearer, request.bearer));
}

TEST_CASE("retry: pauses double with jitter up to the longest, and the last result is given") {
  Bench bench;
  bench.policy.tries = 6;
  bench.policy.first_pause = Milliseconds{1000};
  bench.policy.longest_pause = Milliseconds{4000};
  bench.http.script(HttpMethod::get, "/x", failed(HttpFailure::broken), 5);
  bench.http.script(HttpMethod::get, "/x", answered(502, "last"));
  CHECK(bench.call().response.value().body == "last");
  const auto sleeps = bench.clock.sleeps();
  REQUIRE(sleeps.size() == 5);
  CHECK(between(sleeps[0], 500, 1500));
  CHECK(between(sleeps[1], 1000, 3000));
  for (std::size_t i = 2; i < 5; ++i) CHECK(between(sleeps[i], 2000, 4000));
}

TEST_CASE("retry: not all pause alike") {
  std::vector<Milliseconds> first;
  for (int i = 0; i < 20; ++i) {
    Bench bench;
    bench.policy.first_pause = Milliseconds{10'000};
    bench.http.script(HttpMethod::get, "/x", answered(500));
    bench.http.script(HttpMethod::get, "/x", answered(200));
    CHECK(bench.call().ok());
    first.push_back(bench.clock.sleeps().at(0));
  }
  CHECK(std::count(first.begin(), first.end(), first[0]) < 20);
}

TEST_CASE("retry: Retry-After wins over the pause, and is not waited for beyond the budget") {
  Bench bench;
  SUBCASE("within") {
    bench.http.script(HttpMethod::get, "/x", answered(429, "", Seconds{30}));
    bench.http.script(HttpMethod::get, "/x", answered(200));
    CHECK(bench.call().ok());
    CHECK(between(bench.clock.sleeps().at(0), 30'000, 30'250));
  }
  SUBCASE("beyond: at once") {
    bench.http.script(HttpMethod::get, "/x", answered(429, "", Seconds{41}));
    const HttpResult result = bench.call();
    CHECK(result.response.value().status == 429);
    CHECK(result.response->retry_after == Seconds{41});
    CHECK(bench.clock.sleeps().empty());
  }
  SUBCASE("beyond in sum") {
    bench.http.script(HttpMethod::get, "/x", answered(429, "", Seconds{25}), 2);
    CHECK(bench.call().response.value().status == 429);
    CHECK(bench.clock.sleeps().size() == 1);
  }
  SUBCASE("now: as without") {
    bench.http.script(HttpMethod::get, "/x", answered(503, "", Seconds{0}));
    bench.http.script(HttpMethod::get, "/x", answered(200));
    CHECK(bench.call().ok());
    CHECK(between(bench.clock.sleeps().at(0), 250, 750));
  }
  SUBCASE("as far as it goes") {
    bench.http.script(HttpMethod::get, "/x", answered(429, "", days{30}));
    CHECK(bench.call().response.value().status == 429);
    CHECK(bench.clock.sleeps().empty());
  }
}

TEST_CASE("retry: the budget is measured by the clock, the calls' own time included") {
  Bench bench;
  bench.http.always(HttpMethod::get, "/x", [&bench](const HttpRequest&) {
    bench.clock.advance(Seconds{20});
    return failed(HttpFailure::timed_out);
  });
  CHECK(bench.call().failure == HttpFailure::timed_out);
  CHECK(bench.calls() == 2);  // 20 s and a pause; after 40 s there is no room for another
}

TEST_CASE("retry: a clock that is set back does not lengthen the budget") {
  Bench bench;
  bench.policy.tries = 100;
  bench.policy.first_pause = bench.policy.longest_pause = Milliseconds{10'000};
  bench.http.always(HttpMethod::get, "/x", [&bench](const HttpRequest&) {
    bench.clock.set_wall(bench.clock.wall() - hours{1});
    return failed(HttpFailure::broken);
  });
  CHECK(!bench.call().ok());
  CHECK(bench.calls() <= 9);
}

TEST_CASE("retry: nobody waits for a moment at which nothing would be sent") {
  Bench bench;
  bench.policy.first_pause = Milliseconds{10'000};
  HttpRequest request = get();
  request.first_byte_before = bench.clock.wall() + Seconds{3};
  bench.http.script(HttpMethod::get, "/x", failed(HttpFailure::not_sent));
  CHECK(bench.call(request).failure == HttpFailure::not_sent);
  CHECK(bench.clock.sleeps().empty());
}

}  // namespace
}  // namespace execassist::net
