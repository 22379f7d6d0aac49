#include "net/limiting_client.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_http.hpp"

#include <algorithm>
#include <atomic>
#include <functional>
#include <future>
#include <mutex>
#include <thread>

#include <doctest/doctest.h>

namespace execassist::net {
namespace {

using execassist::testing::answered;
using execassist::testing::FakeClock;
using execassist::testing::FakeHttp;

using Milliseconds = std::chrono::milliseconds;

HttpRequest of_quota(const std::string& quota) {
  HttpRequest request;
  request.url = "https://api.example/x";
  request.quota = quota;
  return request;
}

struct Bench {
  explicit Bench(const RateLimit& limit) : client(http, clock, limit) {
    http.always(HttpMethod::get, "/x", answered(200));
  }

  bool call(const std::string& quota = "google") { return client.call(of_quota(quota)).ok(); }
  Milliseconds slept() const {
    Milliseconds sum{0};
    for (const Milliseconds one : clock.sleeps()) sum += one;
    return sum;
  }

  FakeHttp http;
  FakeClock clock;
  LimitingClient client;
};

TEST_CASE("limit: a burst is free, then each call waits for its turn") {
  Bench bench({10, 3, Seconds{10}});
  for (int i = 0; i < 3; ++i) CHECK(bench.call());
  CHECK(bench.clock.sleeps().empty());
  for (int i = 0; i < 4; ++i) CHECK(bench.call());
  CHECK(bench.clock.sleeps() == std::vector<Milliseconds>(4, Milliseconds{100}));
}

TEST_CASE("limit: where nothing waits, who has no turn is told that at once again is in vain") {
  Bench bench({1, 2, Seconds{0}});
  CHECK(bench.call());
  CHECK(bench.call());
  const HttpResult none = bench.client.call(of_quota("google"));
  CHECK_FALSE(none.response);
  CHECK(none.failure == HttpFailure::not_sent);
  CHECK(none.resting);
  CHECK(bench.clock.sleeps().empty());
  bench.clock.advance(Seconds{2});
  CHECK(bench.call());
}

TEST_CASE("limit: the rate holds over a long stretch, with turns closer than the clock shows") {
  Bench bench({16, 1, Seconds{10}});
  const Instant start = bench.clock.wall();
  for (int i = 0; i < 161; ++i) CHECK(bench.call());
  // 160 intervals of 62.5 ms; waits are whole milliseconds, never too short.
  CHECK(bench.clock.wall() - start >= Seconds{10});
  CHECK(bench.clock.wall() - start <= Seconds{11});
}

TEST_CASE("limit: an idle quota gets its burst back, and no more") {
  Bench bench({2, 4, Seconds{10}});
  for (int i = 0; i < 4; ++i) CHECK(bench.call());
  bench.clock.advance(hours{1});
  for (int i = 0; i < 4; ++i) CHECK(bench.call());
  CHECK(bench.clock.sleeps().empty());
  CHECK(bench.call());
  CHECK(bench.clock.sleeps() == std::vector<Milliseconds>{Milliseconds{500}});
}

TEST_CASE("limit: quotas do not share, and without a quota there is no limit") {
  Bench bench({1, 1, Seconds{10}});
  CHECK(bench.call("google"));
  CHECK(bench.call("slack"));
  for (int i = 0; i < 50; ++i) CHECK(bench.call(""));
  CHECK(bench.clock.sleeps().empty());
  CHECK(bench.call("slack"));
  CHECK(bench.clock.sleeps().size() == 1);
}

TEST_CASE("limit: a turn that is too far off is not waited for") {
  Bench bench({0.5, 1, Milliseconds{1500}});
  CHECK(bench.call());
  const HttpResult result = bench.client.call(of_quota("google\n"));
  CHECK(result.ok());  // another quota
  const HttpResult refused = bench.client.call(of_quota("google"));
  CHECK(!refused.response);
  CHECK(refused.failure == HttpFailure::not_sent);
  CHECK(refused.error == "google: the rate limit is reached; the next call may be made in 2 s");
  CHECK(bench.clock.sleeps().empty());
  CHECK(bench.http.requests().size() == 2);
  bench.clock.advance(Seconds{2});  // what was not made takes no turn
  CHECK(bench.call());
  CHECK(bench.clock.sleeps().empty());
}

TEST_CASE("limit: a turn after the last moment to send is not waited for") {
  Bench bench({0.2, 1, Seconds{10}});
  CHECK(bench.call());
  HttpRequest request = of_quota("google");
  request.first_byte_before = bench.clock.wall() + Seconds{4};
  const HttpResult refused = bench.client.call(request);
  CHECK(refused.failure == HttpFailure::not_sent);
  CHECK(refused.error == "google: the rate limit is reached, and the next turn is too late");
  request.first_byte_before = bench.clock.wall() + Seconds{5};
  CHECK(bench.client.call(request).ok());
}

TEST_CASE("limit: after a 429 the quota rests, then starts with an empty bucket") {
  Bench bench({10, 5, Seconds{10}});
  bench.http.script(HttpMethod::get, "/x", answered(429, "", Seconds{3}));
  CHECK(!bench.call());
  CHECK(bench.call());
  CHECK(bench.call());
  // A second more than asked: the clock may be that far behind.
  CHECK(bench.clock.sleeps() == std::vector<Milliseconds>{Milliseconds{4000}, Milliseconds{100}});
  CHECK(bench.call("slack"));
  CHECK(bench.clock.sleeps().size() == 2);
}

TEST_CASE("limit: a rest that is too long fails what comes, and other answers cause none") {
  Bench bench({10, 5, Seconds{10}});
  bench.http.script(HttpMethod::get, "/x", answered(429));
  bench.http.script(HttpMethod::get, "/x", answered(503, "", Seconds{60}));
  CHECK(!bench.call());
  CHECK(!bench.call());
  CHECK(bench.call());
  CHECK(bench.clock.sleeps().empty());
  bench.http.script(HttpMethod::get, "/x", answered(429, "", minutes{2}));
  CHECK(!bench.call());
  CHECK(bench.client.call(of_quota("google")).error ==
        "google: the rate limit is reached; the next call may be made in 2 min 1 s");
  CHECK(bench.http.requests().size() == 4);
}

TEST_CASE("limit: odd limits neither divide by zero nor let everything through") {
  for (const double rate : {0.0, -1.0, 1e-300}) {
    Bench bench({rate, -5, Seconds{10}});
    CHECK(bench.call());
    CHECK(!bench.call());
  }
  Bench fast({1e12, 1, Seconds{10}});
  for (int i = 0; i < 1000; ++i) CHECK(fast.call());
  CHECK(fast.slept() <= Seconds{2});
}

// Sleeps without sleeping, for several threads.
class ThreadedClock final : public Clock {
 public:
  Instant now() const override { return wall(); }
  Instant wall() const override { return Instant{Seconds{1'700'000'000}}; }
  bool pretended() const override { return false; }
  void sleep_for(std::chrono::milliseconds length) override {
    bool first = false;
    {
      const std::scoped_lock lock(guard_);
      lengths_.push_back(length);
      first = lengths_.size() == 1;
    }
    if (first && during_first_sleep) during_first_sleep();
  }
  std::vector<Milliseconds> lengths() const {
    const std::scoped_lock lock(guard_);
    return lengths_;
  }

  std::function<void()> during_first_sleep;

 private:
  mutable std::mutex guard_;
  std::vector<Milliseconds> lengths_;
};

TEST_CASE("limit: threads get different turns") {
  FakeHttp http;
  http.always(HttpMethod::get, "/x", answered(200));
  ThreadedClock clock;
  LimitingClient client(http, clock, {10, 10, Seconds{60}});
  std::atomic<int> good = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < 25; ++k) good += client.call(of_quota("google")).ok() ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(good == 100);
  // A hundred turns were given, the last at 9 s: had two threads shared one, it would be earlier.
  CHECK(clock.lengths().size() <= 90);
  CHECK(client.call(of_quota("google")).ok());
  CHECK(clock.lengths().back() == Milliseconds{100});
}

TEST_CASE("limit: a turn given before the quota was sent to rest is void") {
  FakeHttp http;
  ThreadedClock clock;
  LimitingClient client(http, clock, {1, 1, Seconds{60}});
  std::promise<void> sleeping;
  std::promise<void> turned_away;
  clock.during_first_sleep = [&] {
    sleeping.set_value();
    turned_away.get_future().wait();
  };
  std::thread second;
  http.script(HttpMethod::get, "/x", [&](const HttpRequest&) {
    second = std::thread([&] { CHECK(client.call(of_quota("google")).ok()); });
    sleeping.get_future().wait();
    return answered(429, "", Seconds{3});
  });
  http.script(HttpMethod::get, "/x", answered(200));
  CHECK(!client.call(of_quota("google")).ok());
  turned_away.set_value();
  second.join();
  CHECK(clock.lengths() == std::vector<Milliseconds>{Milliseconds{1000}, Milliseconds{3000}});
}

}  // namespace
}  // namespace execassist::net
