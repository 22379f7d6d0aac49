// The fake is pinned to what Google's documentation says of events.list.
#include "support/fake_google_calendar.hpp"

#include "support/partial_answer.hpp"

#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::testing {
namespace {

const Instant kNine = *parse_rfc3339("2026-06-08T09:00:00Z");

struct Answer {
  int status = 0;
  wire::Json body;

  std::string text(const std::string& key) const {
    const wire::Json* found = body.find(key);
    return found != nullptr ? *found->as_string() : "-";
  }
  std::string reason() const {
    const wire::Json* errors = body.find("error")->find("errors");
    return *errors->as_array()->front().find("reason")->as_string();
  }
  const wire::Json::Array& items() const { return *body.find("items")->as_array(); }
  std::string ids() const {
    std::string out;
    for (const wire::Json& item : items()) out += *item.find("id")->as_string() + " ";
    return out;
  }
};

Answer ask(FakeGoogleCalendar& server, const std::string& parameters,
           const std::string& path = "/calendars/primary/events",
           const std::string& bearer = "good-token") {
  HttpRequest request;
  request.url = FakeGoogleCalendar::kApiUrl + path + "?" + parameters;
  request.bearer = Secret(bearer);
  const HttpResult result = server.call(request);
  REQUIRE(result.response);
  return {result.response->status, *wire::parse_json(result.response->body)};
}

const std::string kSingle = "singleEvents=true";

TEST_CASE("fake Google calendar: who is let in, and to what") {
  FakeGoogleCalendar server;
  server.events("team#holiday@group.calendar.google.com");
  CHECK(ask(server, kSingle).status == 200);
  CHECK(ask(server, kSingle, "/calendars/primary/events", "other").status == 401);
  CHECK(ask(server, kSingle, "/calendars/nobody/events").reason() == "notFound");
  CHECK(
      ask(server, kSingle, "/calendars/team%23holiday%40group.calendar.google.com/events").status ==
      200);
  // A raw # ends the address.
  CHECK(ask(server, kSingle, "/calendars/team#holiday@group.calendar.google.com/events").status ==
        404);
}

TEST_CASE("fake Google calendar: the window bounds the end below and the start above") {
  FakeGoogleCalendar server;
  server.events().put("a", kNine, kNine + hours{1});
  const std::vector<std::pair<std::string, std::string>> cases{
      {"timeMin=2026-06-08T10:00:00Z", ""},
      {"timeMin=2026-06-08T09:59:59Z", "a "},
      {"timeMax=2026-06-08T09:00:00Z", ""},
      {"timeMax=2026-06-08T11:00:01%2B02:00", "a "}};
  for (const auto& [parameters, ids] : cases) {
    CAPTURE(parameters);
    CHECK(ask(server, kSingle + "&" + parameters).ids() == ids);
  }
  CHECK(ask(server, kSingle + "&timeMin=2026-06-08").status == 400);
  CHECK(ask(server, kSingle + "&timeMin=2026-06-08T09:00:00Z&timeMax=2026-06-08T09:00:00Z")
            .reason() == "timeRangeEmpty");
  CHECK(ask(server, "maxResults=3").status == 400);
  CHECK(ask(server, kSingle + "&maxResults=2501").status == 400);
  CHECK(ask(server, kSingle + "&single=1").status == 400);
}

TEST_CASE("fake Google calendar: a sync token stands on the last page, and not beside an order") {
  FakeGoogleCalendar server;
  for (const std::string id : {"a", "b", "c"}) server.events().put(id, kNine, kNine + hours{1});
  server.page_size = 2;
  server.empty_pages = 1;
  const Answer empty = ask(server, kSingle);
  CHECK(empty.ids().empty());
  CHECK(empty.text("nextSyncToken") == "-");
  const Answer first = ask(server, kSingle + "&pageToken=" + empty.text("nextPageToken"));
  CHECK(first.ids() == "a b ");
  CHECK(first.text("nextSyncToken") == "-");
  const Answer second = ask(server, kSingle + "&pageToken=" + first.text("nextPageToken"));
  CHECK(second.ids() == "c ");
  CHECK(second.text("nextPageToken") == "-");
  CHECK(second.text("nextSyncToken").starts_with("sync:"));
  // All other parameters stay the same on every page.
  CHECK(ask(server, kSingle + "&maxResults=9&pageToken=" + first.text("nextPageToken")).status ==
        400);
  CHECK(ask(server, kSingle + "&pageToken=unknown").status == 400);

  server.page_size = 10;
  server.empty_pages = 0;
  CHECK(ask(server, kSingle + "&orderBy=startTime").text("nextSyncToken") == "-");
}

TEST_CASE("fake Google calendar: what changed since a sync token") {
  FakeGoogleCalendar server;
  GoogleEventsStore& events = server.events();
  events.put("a", kNine, kNine + hours{1});
  events.put("b", kNine, kNine + hours{1});
  const auto week = events.put_series("w", {kNine, kNine + days{1}, kNine + days{2}}, hours{1});
  CHECK(week.front() == "w_20260608T090000Z");
  const std::string token = ask(server, kSingle).text("nextSyncToken");
  CHECK(ask(server, kSingle + "&syncToken=" + token).items().empty());

  events.cancel("a");
  events.cancel(week[0]);
  events.move(week[1], kNine + days{90}, kNine + days{91});
  const Answer changed = ask(server, kSingle + "&syncToken=" + token);
  REQUIRE(changed.ids() == "a w_20260608T090000Z w_20260609T090000Z ");
  CHECK(changed.items()[0].dump(-1) == R"({"id":"a","status":"cancelled"})");
  CHECK(changed.items()[1].dump(-1) ==
        R"({"id":"w_20260608T090000Z","status":"cancelled","recurringEventId":"w",)"
        R"("originalStartTime":{"dateTime":"2026-06-08T09:00:00Z","timeZone":"UTC"}})");
  CHECK(*changed.items()[2].find("originalStartTime")->find("dateTime")->as_string() ==
        "2026-06-09T09:00:00Z");
  // A complete listing has no tombstones.
  CHECK(ask(server, kSingle).ids() == "b w_20260609T090000Z w_20260610T090000Z ");

  events.cancel_series("w");
  const Answer gone = ask(server, kSingle + "&syncToken=" + changed.text("nextSyncToken"));
  CHECK(gone.body.find("items")->dump(-1) == R"([{"id":"w","status":"cancelled"}])");
}

TEST_CASE("fake Google calendar: what a sync token forbids, and how it dies") {
  FakeGoogleCalendar server;
  const std::string with_token =
      kSingle + "&syncToken=" + ask(server, kSingle).text("nextSyncToken");
  CHECK(ask(server, with_token).status == 200);
  for (const std::string parameter :
       {"iCalUID=x", "orderBy=updated", "privateExtendedProperty=x", "q=x",
        "sharedExtendedProperty=x", "timeMin=2026-06-08T09:00:00Z", "timeMax=2026-06-08T09:00:00Z",
        "updatedMin=2026-06-08T09:00:00Z", "showDeleted=false"}) {
    CAPTURE(parameter);
    CHECK(ask(server, with_token + "&" + parameter).status == 400);
  }
  CHECK(ask(server, kSingle + "&syncToken=nonsense").status == 400);
  server.forget_sync_tokens();
  const Answer gone = ask(server, with_token);
  CHECK(gone.status == 410);
  CHECK(gone.reason() == "fullSyncRequired");
}

TEST_CASE("fake Google calendar: only the named fields are given") {
  FakeGoogleCalendar server;
  server.events().put("a", kNine, kNine + hours{1}, {{"location", "Room 4"}});
  server.events().remove_field("a", "summary");
  const Answer named = ask(server, kSingle + "&fields=items(id,summary,start%2FdateTime)");
  CHECK(named.body.dump(-1) ==
        R"({"items":[{"id":"a","start":{"dateTime":"2026-06-08T09:00:00Z"}}]})");
  const wire::Json value = *wire::parse_json(R"({"a":1,"b":{"c":2,"d":3},"e":[{"f":4,"g":5},6]})");
  const std::vector<std::pair<std::string, std::string>> cases{
      {"a", R"({"a":1})"},
      {"b(c),a", R"({"a":1,"b":{"c":2}})"},
      {"b/d,e(g)", R"({"b":{"d":3},"e":[{"g":5},6]})"},
      {"e,x(y)", R"({"e":[{"f":4,"g":5},6]})"}};
  for (const auto& [fields, left] : cases) {
    CAPTURE(fields);
    CHECK(partial_answer(value, fields).dump(-1) == left);
  }
}

TEST_CASE("fake Google calendar: faults come when they were asked for") {
  FakeGoogleCalendar server;
  server.fail_next(google_error(403, "rateLimitExceeded"));
  server.fail_after(2, google_error(500, "backendError"));
  CHECK(ask(server, kSingle).reason() == "rateLimitExceeded");
  CHECK(ask(server, kSingle).status == 200);
  CHECK(ask(server, kSingle).status == 500);
  CHECK(ask(server, kSingle).status == 200);
  CHECK(server.asked() == 4);
}

}  // namespace
}  // namespace execassist::testing
