// A Google calendar followed over time: what the source brings, taken through the sync plan, is
// what a fresh listing shows.
#include "support/error_of.hpp"
#include "unit/sources/google_source_bench.hpp"

#include <random>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::testing {
namespace {

using Ids = std::vector<std::string>;

std::vector<MeetingFacts> fresh_listing(GoogleSourceBench& bench) {
  sources::GoogleCalendarSource other(
      {"ada", "ada@example.com", FakeGoogleCalendar::kApiUrl, "primary"}, bench.server,
      bench.tokens);
  FetchRequest request = bench.request;
  request.cursor.clear();
  request.known.clear();
  return other.fetch(request).meetings;
}

TEST_CASE("what has left the window by the time of a complete listing has moved, and is not gone") {
  GoogleSourceBench bench;
  GoogleEventsStore& events = bench.server.events();
  events.put("a", june(2), june(2, 10));
  events.put("b", june(3), june(3, 10));
  events.put("c", june(4), june(4, 10));
  CHECK(bench.sync().size() == 3);
  events.move("a", june(90), june(90, 10));
  events.cancel("b");
  events.move("c", june(5), june(5, 10));
  bench.request.last_cursor = std::exchange(bench.cursor, std::string());
  CHECK(bench.sync() == Ids{"b", "c", "a"});
  CHECK(bench.last.complete);
  const auto state_of = [&](const std::string& id) {
    for (const Meeting& each : bench.known) {
      if (each.facts.external_id == id) return each;
    }
    return Meeting{};
  };
  CHECK(state_of("a").facts.start == june(90));
  CHECK(state_of("a").state.status == MeetingStatus::classified);
  CHECK(state_of("b").state.status == MeetingStatus::cancelled);
  CHECK(state_of("c").facts.start == june(5));

  // A token that the server has forgotten is no harm.
  bench.server.forget_sync_tokens();
  bench.request.last_cursor = std::exchange(bench.cursor, std::string());
  bench.sync();
  CHECK(bench.last.complete);
}

TEST_CASE("a calendar is followed from its first listing on") {
  GoogleSourceBench bench;
  GoogleEventsStore& events = bench.server.events();
  events.put("a", june(2), june(2, 10));
  const Ids weekly = events.put_series("w", {june(1), june(8), june(15), june(22)}, hours{1});
  CHECK(bench.sync().size() == 5);
  CHECK(bench.last.complete);
  CHECK(bench.sync().empty());
  CHECK(bench.last.unchanged);

  // Moved: the instance keeps its identity.
  events.move(weekly[1], june(9, 14), june(9, 15));
  CHECK(bench.sync() == Ids{weekly[1]});
  CHECK_FALSE(bench.last.complete);
  CHECK(bench.last.meetings[0].recurrence_id == "20260608T090000Z");
  CHECK(bench.last.meetings[0].start == june(9, 14));

  // Cancelled: one instance, then a single, then the rest of the series.
  events.cancel(weekly[2]);
  CHECK(bench.sync() == Ids{weekly[2]});
  CHECK(bench.last.removed == Ids{weekly[2]});
  CHECK(bench.last.removed_series.empty());
  events.cancel("a");
  CHECK(bench.sync() == Ids{"a"});
  events.cancel_series("w");
  CHECK(bench.sync() == Ids{weekly[0], weekly[1], weekly[3]});
  CHECK(bench.last.removed_series == Ids{"w"});
  CHECK(bench.live().empty());

  // The token dies; what changed meanwhile is found by a complete listing.
  events.put("b", june(5), june(5, 10));
  events.put("c", june(6), june(6, 10));
  bench.sync();
  bench.server.forget_sync_tokens();
  events.cancel("b");
  events.put("d", june(7), june(7, 10));
  CHECK(bench.sync() == Ids{"b", "d"});
  CHECK(bench.last.complete);
  CHECK(bench.sync().empty());
  CHECK(bench.last.unchanged);
}

TEST_CASE("a meeting that moves out of the window is told of, and so is one that moves in") {
  GoogleSourceBench bench;
  GoogleEventsStore& events = bench.server.events();
  events.put("a", june(2), june(2, 10));
  events.put("far", june(90), june(90, 10));
  CHECK(bench.sync() == Ids{"a"});
  events.move("a", june(80), june(80, 10));
  events.set("far", "summary", "still far");
  CHECK(bench.sync() == Ids{"a"});
  CHECK(bench.known[0].facts.start == june(80));
  events.move("a", june(3), june(3, 10));
  events.move("far", june(4), june(4, 10));
  CHECK(bench.sync() == Ids{"a", "far"});
}

TEST_CASE("a private event has no title, and gets one when it is shared") {
  GoogleSourceBench bench;
  GoogleEventsStore& events = bench.server.events();
  events.put("a", june(2), june(2, 10), {{"visibility", "private"}});
  events.remove_field("a", "summary");
  bench.sync();
  REQUIRE(bench.live().size() == 1);
  CHECK(bench.live()[0].title.empty());
  events.set("a", "summary", "Now open");
  CHECK(bench.sync() == Ids{"a"});
  CHECK(bench.live()[0].title == "Now open");
}

TEST_CASE("a single that is made to repeat is one meeting, and others follow") {
  GoogleSourceBench bench;
  GoogleEventsStore& events = bench.server.events();
  events.put("t", june(2), june(2, 10));
  bench.sync();
  const Ids instances = events.put_series("t", {june(2), june(9)}, hours{1});
  bench.sync();
  CHECK(bench.last.removed == Ids{"t"});
  CHECK(bench.live() == fresh_listing(bench));
  // The store takes the first instance for the meeting that it knows.
  REQUIRE(bench.known.size() == 2);
  CHECK(bench.known[0].facts.external_id == instances[0]);
}

// Changes at random; every now and then a sync, with pages, dead tokens and refused bearers.
class RandomCalendar {
 public:
  explicit RandomCalendar(unsigned seed) : random_(seed) {}

  void run(int rounds) {
    for (int round = 0; round < rounds; ++round) {
      CAPTURE(round);
      for (int i = below(4); i > 0; --i) change();
      trouble();
      bench_.sync();
      bench_.server.empty_pages = 0;
      bench_.server.page_size = 2500;
      const auto expected = fresh_listing(bench_);
      REQUIRE(bench_.live() == expected);
      if (bench_.last.unchanged) ++unchanged_;
      if (bench_.last.complete) ++complete_;
    }
    // Each way was taken, or this proves little.
    CHECK(unchanged_ > rounds / 20);
    CHECK(complete_ > rounds / 50);
    CHECK(complete_ < rounds / 2);
    CHECK(bench_.known.size() > static_cast<std::size_t>(rounds) / 4);
  }

 private:
  int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }

  // From within the window to beyond it; never before, where a complete listing proves nothing.
  Instant some_time() { return june(1 + below(45), below(24)); }

  std::string some_event() {
    const auto ids = bench_.server.events().live_ids();
    return ids.empty() ? "" : ids[static_cast<std::size_t>(below(static_cast<int>(ids.size())))];
  }

  void change() {
    GoogleEventsStore& events = bench_.server.events();
    const bool crowded = events.live_ids().size() > 30;
    const int what = crowded ? 9 : below(10);
    const std::string name = std::to_string(++made_);
    if (what < 3) {
      const Instant start = some_time();
      events.put("s" + name, start, start + hours{1 + below(30)});
      return;
    }
    if (what == 3) {
      const Instant start = some_time();
      events.put_series("w" + name, {start, start + days{1}, start + days{7}, start + days{40}},
                        hours{1});
      series_.push_back("w" + name);
      return;
    }
    if (what == 4 && !series_.empty() && below(3) == 0) {
      events.cancel_series(series_.back());
      series_.pop_back();
      return;
    }
    const std::string id = some_event();
    if (id.empty()) return;
    const Instant start = some_time();
    if (what < 7) events.move(id, start, start + hours{2});
    if (what == 7) events.set(id, "summary", "Title " + name);
    if (what > 7) events.cancel(id);
  }

  void trouble() {
    bench_.server.page_size = static_cast<std::size_t>(1 + below(7));
    bench_.server.empty_pages = below(3);
    if (below(10) == 0) bench_.server.forget_sync_tokens();
    if (below(8) == 0) {
      bench_.server.bearer = "token-" + std::to_string(++made_);
      bench_.tokens.next = {bench_.server.bearer};
    }
  }

  GoogleSourceBench bench_;
  std::mt19937 random_;
  std::vector<std::string> series_;
  int made_ = 0;
  int unchanged_ = 0;
  int complete_ = 0;
};

TEST_CASE("a known meeting that cannot be read any more stays as it is known") {
  GoogleSourceBench bench;
  GoogleEventsStore& events = bench.server.events();
  events.put("a", june(2), june(2, 10));
  events.put("b", june(3), june(3, 10));
  bench.sync();
  events.put("a", june(2), june(2, 8));  // ends before it starts
  bench.server.forget_sync_tokens();
  CHECK(bench.sync().empty());
  CHECK(bench.last.complete);
  CHECK(bench.last.unreadable == Ids{"a"});
  CHECK(bench.live().size() == 2);
}

TEST_CASE("where an event has not even an id nothing is taken to be gone") {
  GoogleSourceBench bench;
  GoogleEventsStore& events = bench.server.events();
  events.put("a", june(2), june(2, 10));
  events.put("b", june(3), june(3, 10));
  bench.sync();
  HttpResult answer;
  answer.response = HttpResponse{};
  answer.response->status = 200;
  answer.response->content_type = "application/json";
  answer.response->body =
      R"({"kind":"calendar#events","nextSyncToken":"t","items":[null,{"id":"c",
          "start":{"dateTime":"2026-06-05T09:00:00Z"},"end":{"dateTime":"2026-06-05T10:00:00Z"}}]})";
  bench.server.fail_next(answer);
  bench.cursor.clear();
  CHECK(bench.sync() == Ids{"c"});
  CHECK_FALSE(bench.last.complete);
  CHECK(bench.last.cursor == "t");  // by which removals are told
  CHECK(bench.live().size() == 3);
}

// Moved out of the window, at a time when a complete listing is due.
struct MovedOut : GoogleSourceBench {
  MovedOut() {
    server.events().put("a", june(2), june(2, 10));
    server.events().put("b", june(3), june(3, 10));
    sync();
    server.events().move("a", june(90), june(90, 10));
    request.last_cursor = std::exchange(cursor, std::string());
  }
  // As the caller does it: the cursor that was stored last is given in either way.
  void sync_completely() {
    request.last_cursor = std::exchange(cursor, std::string());
    sync();
  }
  Meeting a() const {
    for (const Meeting& each : known) {
      if (each.facts.external_id == "a") return each;
    }
    return {};
  }
};

TEST_CASE("changes that cannot be had now are asked for again before anything counts as gone") {
  for (const HttpResult& refused :
       {google_error(503, "backendError"), google_error(403, "rateLimitExceeded"), HttpResult{}}) {
    MovedOut bench;
    bench.server.fail_next(refused);
    CHECK(error_of([&] { bench.sync(); }));
    CHECK(bench.server.asked() == 2);
    bench.sync();
    CHECK(bench.a().facts.start == june(90));
    CHECK(bench.a().state.status != MeetingStatus::cancelled);
  }
}

TEST_CASE("changes that can never be read do not stand in the way, and nothing counts as gone") {
  HttpResult garbage;
  garbage.response = HttpResponse{};
  garbage.response->status = 200;
  garbage.response->content_type = "text/html";
  MovedOut bench;
  bench.server.fail_next(garbage);
  bench.sync();
  CHECK_FALSE(bench.last.complete);
  CHECK(bench.a().state.status != MeetingStatus::cancelled);
  bench.server.events().cancel("b");
  bench.sync_completely();
  CHECK(bench.last.complete);
  CHECK(bench.live().empty());
}

TEST_CASE("who has moved out and cannot be read stays as it is known") {
  MovedOut bench;
  bench.server.events().put("a", june(90), june(90, 8));  // ends before it starts
  bench.sync();
  CHECK(bench.a().facts.start == june(2));
  CHECK(bench.a().state.status != MeetingStatus::cancelled);
}

TEST_CASE("random changes: what was followed equals a fresh listing") {
  RandomCalendar(20261121).run(200);
}

}  // namespace
}  // namespace execassist::testing
