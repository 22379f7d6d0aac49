#include "sources/google_calendar_source.hpp"

#include "support/error_of.hpp"
#include "support/fake_http.hpp"
#include "unit/sources/google_source_bench.hpp"
#include "wire/url.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::testing {
namespace {

std::string parameter(const HttpRequest& request, const std::string& name) {
  return wire::field(wire::decode_fields(wire::query_of(request.url)), name).value_or("-");
}

std::vector<std::string> names(const HttpRequest& request) {
  std::vector<std::string> out;
  for (const auto& [name, value] : wire::decode_fields(wire::query_of(request.url))) {
    out.push_back(name);
  }
  return out;
}

std::string ids(const std::vector<MeetingFacts>& meetings) {
  std::string out;
  for (const MeetingFacts& facts : meetings) out += facts.external_id + " ";
  return out;
}

TEST_CASE("a complete listing asks for the window, an incremental one for what changed") {
  GoogleSourceBench bench;
  bench.server.events().put("a", june(2), june(2, 10));
  const FetchResult first = bench.fetch();
  CHECK(first.complete);
  CHECK_FALSE(first.unchanged);
  CHECK(ids(first.meetings) == "a ");
  CHECK(first.content_hash.empty());
  CHECK_FALSE(first.cursor.empty());
  const HttpRequest& complete = bench.server.last_request();
  CHECK(parameter(complete, "timeMin") == "2026-06-01T00:00:00Z");
  CHECK(parameter(complete, "timeMax") == "2026-06-30T00:00:00Z");
  CHECK(names(complete) ==
        std::vector<std::string>{"singleEvents", "maxResults", "fields", "timeMin", "timeMax"});
  CHECK(complete.bearer.reveal() == "good-token");
  CHECK(complete.quota == "google/ada");
  CHECK(complete.largest_answer == 16U * 1024 * 1024);
  CHECK(complete.method == HttpMethod::get);
  CHECK_FALSE(complete.at_most_once);

  const FetchResult second = bench.fetch(first.cursor);
  CHECK(second.unchanged);
  CHECK_FALSE(second.complete);
  CHECK(second.meetings.empty());
  const HttpRequest incremental = bench.server.last_request();
  CHECK(names(incremental) ==
        std::vector<std::string>{"singleEvents", "maxResults", "fields", "syncToken"});
  for (const std::string name : {"singleEvents", "maxResults", "fields"}) {
    CHECK(parameter(incremental, name) == parameter(bench.server.request(0), name));
  }
  CHECK(parameter(incremental, "syncToken") == first.cursor);
  CHECK(parameter(incremental, "singleEvents") == "true");
  CHECK(parameter(incremental, "maxResults") == "2500");
}

TEST_CASE("calendar ids are encoded") {
  GoogleSourceBench bench;
  const std::string id = "en.swiss#holiday@group.v.calendar.google.com";
  bench.server.events(id).put("a", june(2), june(2, 10));
  sources::GoogleCalendarSource source({"ada", "", FakeGoogleCalendar::kApiUrl, id}, bench.server,
                                       bench.tokens);
  CHECK(ids(source.fetch(bench.request).meetings) == "a ");
}

TEST_CASE("all pages are followed, empty ones too") {
  for (const int empty_pages : {0, 3}) {
    CAPTURE(empty_pages);
    GoogleSourceBench bench;
    bench.server.page_size = 2;
    bench.server.empty_pages = empty_pages;
    for (int day = 2; day < 7; ++day) {
      bench.server.events().put("e" + std::to_string(day), june(day), june(day, 10));
    }
    const FetchResult all = bench.fetch();
    CHECK(ids(all.meetings) == "e2 e3 e4 e5 e6 ");
    CHECK(bench.server.asked() == static_cast<std::size_t>(3 + empty_pages));
    for (int day = 2; day < 7; ++day) {
      bench.server.events().set("e" + std::to_string(day), "summary", "new");
    }
    CHECK(bench.fetch(all.cursor).meetings.size() == 5);
    CHECK(parameter(bench.server.last_request(), "syncToken") == all.cursor);
  }
}

TEST_CASE("a server without sync tokens is asked for everything each time") {
  GoogleSourceBench bench;
  bench.server.gives_sync_tokens = false;
  const FetchResult first = bench.fetch();
  CHECK(first.complete);
  CHECK(first.cursor.empty());
}

TEST_CASE("a page that comes again, and pages without an end, are errors") {
  const auto answer = [](const std::string& token) {
    return answered(200,
                    R"({"kind":"calendar#events","items":[],"nextPageToken":")" + token + "\"}");
  };
  for (const bool same : {true, false}) {
    for (const std::string cursor : {"", "sync"}) {
      CAPTURE(same);
      CAPTURE(cursor);
      FakeHttp http;
      int page = 0;
      http.always(HttpMethod::get, "/events",
                  [&](const HttpRequest&) { return answer(same ? "p" : std::to_string(++page)); });
      FakeAccessTokens tokens;
      sources::GoogleCalendarSource source({"ada", "", "https://x.example", "primary"}, http,
                                           tokens);
      FetchRequest request;
      request.cursor = cursor;
      const auto error = error_of([&] { source.fetch(request); });
      REQUIRE(error);
      CHECK(error->kind() == ErrorKind::failed);
      CHECK(http.requests().size() <= 1000);
    }
  }
}

TEST_CASE("changes without an end, as of a new endless series, lead to a complete listing") {
  FakeHttp http;
  int page = 0;
  http.always(HttpMethod::get, "syncToken=", [&](const HttpRequest&) {
    return answered(200, R"({"items":[],"nextPageToken":")" + std::to_string(++page) + "\"}");
  });
  http.script(HttpMethod::get, "timeMin=", answered(200, R"({"items":[],"nextSyncToken":"new"})"));
  FakeAccessTokens tokens;
  sources::GoogleCalendarSource source({"ada", "", "https://x.example", "primary"}, http, tokens);
  FetchRequest request;
  request.cursor = "old";
  const FetchResult result = source.fetch(request);
  CHECK(result.complete);
  CHECK(result.cursor == "new");
}

TEST_CASE("pages that are too large are asked for smaller, of both kinds of listing") {
  const auto most = [](const HttpRequest& request) { return parameter(request, "maxResults"); };
  const std::vector<HttpResult> too_large{failed(HttpFailure::too_large),
                                          answered(200, "[" + std::string(2'000'000, '['))};
  for (const HttpResult& answer : too_large) {
    GoogleSourceBench bench;
    bench.server.events().put("a", june(2), june(2, 10));
    bench.server.events().put("b", june(3), june(3, 10));
    bench.server.page_size = 1;
    bench.server.fail_after(1, answer);  // the second page
    const FetchResult complete = bench.fetch();
    CHECK(ids(complete.meetings) == "a b ");
    CHECK(most(bench.server.request(0)) == "2500");
    CHECK(most(bench.server.request(2)) == "250");
    CHECK(parameter(bench.server.request(2), "pageToken") == "-");
    bench.server.events().set("a", "summary", "new");
    bench.server.fail_next(answer);
    CHECK(ids(bench.fetch(complete.cursor).meetings) == "a ");
  }
}

TEST_CASE("changes that are too large even so lead to a complete listing, and nothing is gone") {
  GoogleSourceBench bench;
  bench.server.events().put("a", june(2), june(2, 10));
  bench.sync();
  bench.server.events().move("a", june(90), june(90, 10));
  bench.server.events().put("b", june(3), june(3, 10));
  bench.server.fail_next(failed(HttpFailure::too_large), 2);
  CHECK(bench.sync() == std::vector<std::string>{"b"});
  CHECK_FALSE(bench.last.complete);
  CHECK(bench.live().size() == 2);
  bench.server.fail_next(failed(HttpFailure::too_large), 3);
  const auto error = error_of([&] { bench.sync(); });
  REQUIRE(error);
  CHECK(error->message().ends_with("is too large, even in small pages"));
}

TEST_CASE("a token that the server forgot leads to a complete listing at once") {
  const std::vector<HttpResult> answers{
      google_error(410, "fullSyncRequired", "Sync token is no longer valid", "syncToken"),
      google_error(410, "updatedMinTooLongAgo"), answered(410, "<html>gone</html>"),
      google_error(400, "invalid", "Invalid sync token value.", "syncToken"),
      google_error(400, "badRequest", "Invalid sync token value.")};
  for (const HttpResult& answer : answers) {
    CAPTURE(answer.response->body);
    GoogleSourceBench bench;
    bench.server.events().put("a", june(2), june(2, 10));
    const std::string cursor = bench.fetch().cursor;
    bench.server.fail_next(answer);
    const FetchResult again = bench.fetch(cursor);
    CHECK(again.complete);
    CHECK(ids(again.meetings) == "a ");
    CHECK(bench.server.asked() == 3);
    CHECK(bench.fetch(again.cursor).unchanged);
  }
}

TEST_CASE("a token may be forgotten between two pages; only one complete listing follows") {
  GoogleSourceBench bench;
  bench.server.page_size = 1;
  bench.server.events().put("a", june(2), june(2, 10));
  bench.server.events().put("b", june(3), june(3, 10));
  const std::string cursor = bench.fetch().cursor;
  bench.server.events().set("a", "summary", "new");
  bench.server.events().set("b", "summary", "new");
  bench.server.fail_after(1, google_error(410, "fullSyncRequired"));
  CHECK(bench.fetch(cursor).complete);
  bench.server.fail_next(google_error(410, "fullSyncRequired"), 2);
  CHECK(error_of([&] { bench.fetch(cursor); })->kind() == ErrorKind::failed);
}

TEST_CASE("a refused access token is renewed once for each call") {
  GoogleSourceBench bench;
  bench.server.page_size = 1;
  bench.server.events().put("a", june(2), june(2, 10));
  bench.server.events().put("b", june(3), june(3, 10));
  bench.server.bearer = "second";
  bench.tokens.next = {"second"};
  CHECK(ids(bench.fetch().meetings) == "a b ");
  CHECK(bench.tokens.asked == 1);
  CHECK(bench.tokens.renewals == 1);
  CHECK(bench.tokens.last_refused.reveal() == "good-token");
  CHECK(bench.tokens.last_user == "ada");
  CHECK(bench.server.asked() == 3);

  bench.server.bearer = "nobody has it";
  const auto error = error_of([&] { bench.fetch(); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::sign_in_needed);
  CHECK(error->hint() == "execassist auth login google -u ada");
  CHECK(bench.tokens.renewals == 2);
}

TEST_CASE("without an access token nothing is called") {
  GoogleSourceBench bench;
  bench.tokens.gone = true;
  CHECK(error_of([&] { bench.fetch(); })->kind() == ErrorKind::sign_in_needed);
  CHECK(bench.server.asked() == 0);
}

TEST_CASE("an error on a later page fails the whole fetch") {
  GoogleSourceBench bench;
  bench.server.page_size = 1;
  bench.server.events().put("a", june(2), june(2, 10));
  bench.server.events().put("b", june(3), june(3, 10));
  bench.server.fail_after(1, google_error(503, "backendError"));
  CHECK(error_of([&] { bench.fetch(); })->kind() == ErrorKind::failed);
  CHECK(bench.fetch().meetings.size() == 2);
}

TEST_CASE("a calendar of which nothing can be read does not pass for empty") {
  GoogleSourceBench bench;
  FakeHttp http;
  http.always(HttpMethod::get, "/events", [&](const HttpRequest&) {
    return answered(200, R"({"items":[{"id":"x"}],"nextSyncToken":"t"})");
  });
  sources::GoogleCalendarSource source({"ada", "", "https://x.example", "primary"}, http,
                                       bench.tokens);
  const auto error = error_of([&] { source.fetch(bench.request); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::failed);
  CHECK(error->hint() == "\"x\" is skipped: it has no start");
  // Among what changed it costs itself: the next token is taken.
  bench.request.cursor = "s";
  const FetchResult changed = source.fetch(bench.request);
  CHECK(changed.warnings.size() == 1);
  CHECK(changed.cursor == "t");
}

}  // namespace
}  // namespace execassist::testing
