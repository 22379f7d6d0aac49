#include "sources/ics_feed_source.hpp"

#include "support/error_of.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_feed.hpp"
#include "support/scratch_folder.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::sources {
namespace {

using execassist::testing::answered;
using execassist::testing::content_of;
using execassist::testing::error_of;
using execassist::testing::failed;
using execassist::testing::FakeClock;
using execassist::testing::FakeFeed;
using execassist::testing::ScratchFolder;
namespace fs = std::filesystem;

std::string calendar_with(const std::string& title, const std::string& header = {}) {
  return "BEGIN:VCALENDAR\n" + header +
         "BEGIN:VEVENT\nUID:1\nDTSTART:20260601T090000Z\nSUMMARY:" + title +
         "\nRRULE:FREQ=WEEKLY\nEND:VEVENT\nEND:VCALENDAR\n";
}

constexpr const char* kSecret = "s3cr3t-path-0123456789";

struct Bench {
  explicit Bench(bool may_write = true) : kept(folder.at("feeds"), may_write) {
    server.body = calendar_with("One");
    clock.set(*parse_rfc3339("2026-06-01T00:00:00Z"));
  }

  // As a sync does: `covered` says that the last expansion still reaches far enough.
  FetchResult fetch(const std::string& cursor = {}, bool covered = true, int weeks = 2) {
    FetchRequest request;
    request.last_cursor = cursor;
    if (covered) request.cursor = cursor;
    request.window = {clock.now(), clock.now() + days{7 * weeks}};
    return source.fetch(request);
  }
  FetchResult fetch_full(const std::string& cursor) {
    FetchRequest request;
    request.last_cursor = cursor;
    request.full = true;
    request.window = {clock.now(), clock.now() + days{14}};
    return source.fetch(request);
  }
  std::string condition(const std::string& name) const {
    return FakeFeed::header(server.requests.back(), name);
  }

  ScratchFolder folder;
  FakeClock clock;
  FakeFeed server;
  KeptFeeds kept;
  std::string address = std::string("webcal://Cal.Example.com/") + kSecret + "/basic.ics";
  IcsFeedSource source{{"config.yaml:9:5: url", "a.ics", "ada@example.com", false,
                        [this] { return Secret(address); }},
                       server,
                       clock,
                       kept};
};

TEST_CASE("feed: the first request, and what is kept of the answer") {
  Bench bench;
  bench.server.etag = "W/\"a b\"";
  const FetchResult first = bench.fetch();
  CHECK(first.complete);
  CHECK(first.meetings.size() == 2);
  CHECK(first.content_hash.size() == 64);
  CHECK(first.warnings.empty());
  REQUIRE(bench.server.requests.size() == 1);
  const HttpRequest& request = bench.server.requests[0];
  CHECK(request.url == std::string("https://Cal.Example.com/") + kSecret + "/basic.ics");
  CHECK(request.secret_url);
  CHECK_FALSE(request.plain_http);
  CHECK(request.largest_answer == std::size_t{64} * 1024 * 1024);
  CHECK(request.quota == "feed/cal.example.com");
  CHECK(bench.condition("If-None-Match").empty());
  CHECK(bench.condition("If-Modified-Since").empty());
  CHECK(content_of(bench.folder.at("feeds/a.ics")) == bench.server.body);
  CHECK(first.cursor.find(kSecret) == std::string::npos);
}

TEST_CASE("feed: conditions go back byte for byte, and 304 is unchanged") {
  for (const std::string etag : {"\"strong\"", "W/\"weak\"", "unquoted", ""}) {
    CAPTURE(etag);
    Bench bench;
    bench.server.etag = etag;
    bench.server.modified = "Mon, 01 Jun 2026 08:00:00 GMT";
    const FetchResult first = bench.fetch();
    const FetchResult second = bench.fetch(first.cursor);
    CHECK(second.unchanged);
    CHECK(bench.condition("If-None-Match") == etag);
    CHECK(bench.condition("If-Modified-Since") == bench.server.modified);
    // 304 may bring new validators.
    bench.server.answers = {answered(304)};
    bench.server.answers[0].response->etag = "\"newer\"";
    const FetchResult third = bench.fetch(second.cursor);
    CHECK(third.unchanged);
    bench.server.answers = {answered(304)};
    CHECK(bench.fetch(third.cursor).unchanged);
    CHECK(bench.condition("If-None-Match") == "\"newer\"");
    CHECK(bench.condition("If-Modified-Since") == bench.server.modified);
  }
}

TEST_CASE("feed: one that says nothing of itself is compared") {
  Bench bench;
  const FetchResult first = bench.fetch();
  CHECK(bench.fetch(first.cursor).unchanged);
  CHECK(bench.condition("If-None-Match").empty());
  bench.server.body = calendar_with("Two");
  const FetchResult second = bench.fetch(first.cursor);
  CHECK_FALSE(second.unchanged);
  CHECK(second.meetings.at(0).title == "Two");
  // What does not hold any more is not sent.
  bench.server.etag = "\"1\"";
  bench.server.body = calendar_with("Three");
  const FetchResult third = bench.fetch(second.cursor);
  bench.server.etag.clear();
  bench.server.body = calendar_with("Four");
  const FetchResult fourth = bench.fetch(third.cursor);
  CHECK(bench.condition("If-None-Match") == "\"1\"");
  bench.fetch(fourth.cursor);
  CHECK(bench.condition("If-None-Match").empty());
}

TEST_CASE("feed: when time has moved on, the kept body is expanded") {
  Bench bench;
  bench.server.etag = "\"1\"";
  const FetchResult first = bench.fetch();
  bench.clock.advance(days{14});
  const FetchResult later = bench.fetch(first.cursor, false);
  CHECK(bench.condition("If-None-Match") == "\"1\"");
  CHECK(later.complete);
  REQUIRE(later.meetings.size() == 2);
  CHECK(format_rfc3339(later.meetings[0].start) == "2026-06-15T09:00:00Z");
  CHECK(later.content_hash == first.content_hash);
  CHECK(bench.fetch(later.cursor).unchanged);
}

TEST_CASE("feed: a kept body that is lost or damaged is asked for again") {
  Bench bench;
  bench.server.etag = "\"1\"";
  const std::string cursor = bench.fetch().cursor;
  for (const bool lost : {true, false}) {
    CAPTURE(lost);
    if (lost) {
      fs::remove_all(bench.folder.at("feeds"));
    } else {
      bench.folder.write("feeds/a.ics", calendar_with("On", "X-TAMPERED:1\n"));
    }
    const FetchResult again = bench.fetch(cursor, false);
    CHECK(bench.condition("If-None-Match").empty());
    CHECK(again.complete);
    CHECK(again.meetings.at(0).title == "One");
    CHECK(content_of(bench.folder.at("feeds/a.ics")) == bench.server.body);
  }
}

TEST_CASE("feed: --full asks without conditions; so does another address") {
  Bench bench;
  bench.server.etag = "\"1\"";
  bench.server.body = calendar_with("One", "X-PUBLISHED-TTL:PT1H\n");
  const std::string cursor = bench.fetch().cursor;
  CHECK(bench.fetch_full(cursor).complete);
  CHECK(bench.condition("If-None-Match").empty());
  bench.address += "?other";
  CHECK(bench.fetch(cursor).complete);
  CHECK(bench.condition("If-None-Match").empty());
  CHECK(bench.server.requests.size() == 3);
}

TEST_CASE("feed: one that says how often it changes is left alone for so long, an hour at most") {
  Bench bench;
  bench.server.etag = "\"1\"";
  bench.server.body = calendar_with("One", "REFRESH-INTERVAL;VALUE=DURATION:P1D\n");
  const std::string cursor = bench.fetch().cursor;
  bench.clock.advance(minutes{59});
  CHECK(bench.fetch(cursor).unchanged);
  CHECK(bench.fetch(cursor, false, 1).meetings.size() == 1);  // from what is kept
  CHECK(bench.server.requests.size() == 1);
  bench.clock.advance(minutes{1});
  const FetchResult asked = bench.fetch(cursor);
  CHECK(bench.server.requests.size() == 2);
  bench.clock.advance(minutes{59});  // 304 counts as well
  CHECK(bench.fetch(asked.cursor).unchanged);
  CHECK(bench.server.requests.size() == 2);
  // A clock that was set back.
  bench.clock.set(*parse_rfc3339("2026-05-01T00:00:00Z"));
  bench.fetch(asked.cursor);
  CHECK(bench.server.requests.size() == 3);
}

TEST_CASE("feed: a dry run keeps nothing, and a folder that is full is a warning") {
  Bench dry(false);
  CHECK(dry.fetch().complete);
  CHECK_FALSE(fs::exists(dry.folder.at("feeds")));
  Bench bench;
  bench.folder.write("feeds", "no folder");
  const FetchResult result = bench.fetch();
  CHECK(result.complete);
  REQUIRE(result.warnings.size() == 1);
  CHECK(result.warnings[0].starts_with("the feed cannot be kept: "));
}

HttpResult redirect(int status, const std::string& to) {
  HttpResult result = answered(status, "<html>moved</html>", {}, "text/html");
  result.response->redirect_url = to;
  return result;
}

TEST_CASE("feed: redirects are followed, and a move for good is told") {
  const std::string here = "https://cal.example.com/" + std::string(kSecret);
  const struct {
    std::vector<HttpResult> answers;
    std::string warning;
  } cases[] = {
      {{redirect(302, here + "/new")}, ""},
      {{redirect(301, here + "/new")},
       "the feed has moved for good, to cal.example.com: put its new address into the "
       "configuration (a browser shows it)"},
      {{redirect(308, "https://other.example/x")},
       "the feed has moved for good, to other.example: put its new address into the configuration "
       "(a browser shows it)"},
      {{redirect(301, here + "/a"), redirect(307, here + "/b"), redirect(303, here + "/c")}, ""},
  };
  for (const auto& each : cases) {
    Bench bench;
    bench.server.answers = each.answers;
    const FetchResult result = bench.fetch();
    CHECK(result.meetings.size() == 2);
    CHECK(bench.server.requests.back().url == each.answers.back().response->redirect_url);
    CHECK(join(result.warnings, "|") == each.warning);
    CHECK(bench.fetch(result.cursor).warnings.empty());  // not at every run
  }
}

TEST_CASE("feed: what goes wrong is named, without the address") {
  const std::string here = "https://cal.example.com/" + std::string(kSecret);
  const std::string page = "<!DOCTYPE html><title>" + std::string(kSecret) + "</title>";
  const std::string feed = "the feed of cal.example.com";
  const struct {
    HttpResult answer;
    ErrorKind kind;
    std::string message;
  } cases[] = {
      {answered(401), ErrorKind::failed, feed + " does not let us in (HTTP 401)"},
      {answered(403, page), ErrorKind::failed, feed + " does not let us in (HTTP 403)"},
      {answered(404, page), ErrorKind::failed, feed + " is not there (HTTP 404)"},
      {answered(410), ErrorKind::failed, feed + " is gone for good (HTTP 410)"},
      {answered(429, "", minutes{90}), ErrorKind::failed,
       feed + " asks to be left alone for 1 h 30 min (HTTP 429)"},
      {answered(429), ErrorKind::failed, feed + " asks to be left alone for a while (HTTP 429)"},
      {answered(500), ErrorKind::failed, feed + " has a problem (HTTP 500)"},
      {answered(204), ErrorKind::failed, feed + " gave an answer that was not expected (HTTP 204)"},
      {answered(304), ErrorKind::failed, feed + " gave an answer that was not expected (HTTP 304)"},
      {answered(200, page, {}, "text/html"), ErrorKind::failed,
       feed + " answered with a web page, most likely to sign in"},
      {answered(200, "\n <HTML>", {}, "text/calendar"), ErrorKind::failed,
       feed + " answered with a web page, most likely to sign in"},
      {answered(200, kSecret, {}, "text/plain"), ErrorKind::failed,
       feed + " answered with what is no calendar"},
      {answered(200, "\x1f\x8b\x08 packed", {}, "text/calendar"), ErrorKind::failed,
       feed + " answered with what is no calendar"},
      {answered(200, " \r\n"), ErrorKind::failed,
       feed + " is empty: not even a calendar without meetings"},
      {answered(200, "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n"), ErrorKind::failed,
       feed + " is truncated or damaged: it stops at line 3, before END:VEVENT"},
      {failed(HttpFailure::not_sent, "cal.example.com: connection refused"), ErrorKind::try_again,
       "the feed cannot be reached: cal.example.com: connection refused"},
      {failed(HttpFailure::timed_out, "cal.example.com: no answer within 30 s"),
       ErrorKind::try_again,
       "the feed did not come in time: cal.example.com: no answer within 30 s"},
      {failed(HttpFailure::broken, "cal.example.com: the answer was cut off"), ErrorKind::try_again,
       "the feed did not come whole: cal.example.com: the answer was cut off"},
      {failed(HttpFailure::too_large, "x"), ErrorKind::failed, feed + " is larger than 64 MiB"},
      {failed(HttpFailure::refused, "cal.example.com: plain http is allowed to this machine only"),
       ErrorKind::configuration,
       "config.yaml:9:5: url: cal.example.com: plain http is allowed to this machine only"},
      {redirect(302, "https://y.example/" + std::string(kSecret)), ErrorKind::failed,
       feed + " points elsewhere, and that is not followed: to another host, y.example, together "
              "with its secret"},
      {redirect(302, ""), ErrorKind::failed,
       feed + " points elsewhere, and that is not followed: it does not say where"},
  };
  for (const auto& each : cases) {
    CAPTURE(each.message);
    Bench bench;
    bench.server.answers = {each.answer};
    const auto error = error_of([&] { bench.fetch(); });
    REQUIRE(error);
    CHECK(static_cast<int>(error->kind()) == static_cast<int>(each.kind));
    CHECK(error->message() == each.message);
    CHECK_FALSE(error->hint().empty());
    CHECK((error->message() + error->hint()).find(kSecret) == std::string::npos);
    CHECK_FALSE(fs::exists(bench.folder.at("feeds")));
  }
}

TEST_CASE("feed: a host that rests, and redirects without an end") {
  Bench bench;
  HttpResult resting = failed(HttpFailure::not_sent, "not tried, after 4 calls");
  resting.resting = true;
  bench.server.answers = {resting};
  auto error = error_of([&] { bench.fetch(); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::try_again);
  CHECK(error->message() == "the feed of cal.example.com was left alone: not tried, after 4 calls");

  bench.server.requests.clear();
  bench.server.answers.assign(4, redirect(302, "https://cal.example.com/again"));
  error = error_of([&] { bench.fetch(); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::failed);
  CHECK(bench.server.requests.size() == 4);
}

TEST_CASE("feed: an address that cannot be had is the configuration's fault") {
  Bench bench;
  bench.address = "gopher://hunter2";
  auto error = error_of([&] { bench.fetch(); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::configuration);
  CHECK(bench.server.requests.empty());
  IcsFeedSource source(
      {"k", "a.ics", "", false, []() -> Secret { throw Error(ErrorKind::configuration, "unset"); }},
      bench.server, bench.clock, bench.kept);
  error = error_of([&] { source.fetch({}); });
  REQUIRE(error);
  CHECK(error->message() == "unset");
}

TEST_CASE("feed: passwords go to their own place") {
  Bench bench;
  bench.address = "https://ada:pw@cal.example.com/a";
  bench.server.answers = {redirect(302, "https://cal.example.com/b"),
                          redirect(302, "https://other.example/c")};
  bench.fetch();
  REQUIRE(bench.server.requests.size() == 3);
  CHECK(bench.server.requests[0].authorization.reveal() == "Basic YWRhOnB3");
  CHECK(bench.server.requests[1].authorization.reveal() == "Basic YWRhOnB3");
  CHECK(bench.server.requests[2].authorization.empty());
  CHECK(bench.server.requests[0].url == "https://cal.example.com/a");
}

}  // namespace
}  // namespace execassist::sources
