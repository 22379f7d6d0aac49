// The same meetings in a Google calendar and in a feed of it, through the real sources.
#include "app_fixture.hpp"
#include "sources/google_calendar_source.hpp"
#include "sources/ics_feed_source.hpp"
#include "support/fake_access_tokens.hpp"
#include "support/fake_feed.hpp"
#include "support/fake_google_calendar.hpp"
#include "support/scratch_folder.hpp"

namespace execassist::app::testing {
namespace {

using execassist::testing::FakeAccessTokens;
using execassist::testing::FakeFeed;
using execassist::testing::FakeGoogleCalendar;
using execassist::testing::ScratchFolder;
using Kind = NotificationKind;

// Weekly from the fixture's tomorrow on, 09:00 UTC: the first is to be prepared at once.
struct Bench : App {
  explicit Bench(const std::vector<std::string>& order) {
    settings.users[0] = user_named("ada", order);
    for (CalendarSettings& each : settings.users[0].calendars) {
      each.kind = each.id == "google" ? "google" : "ics";
    }
    edges.other_sources = [this](
                              const UserSettings&,
                              const CalendarSettings& calendar) -> std::unique_ptr<CalendarSource> {
      if (calendar.id == "google") {
        return std::make_unique<sources::GoogleCalendarSource>(
            sources::GoogleCalendarSource::Account{"ada", "ada@example.com",
                                                   FakeGoogleCalendar::kApiUrl, "primary"},
            google, tokens);
      }
      return std::make_unique<sources::IcsFeedSource>(
          sources::IcsFeedSource::Feed{"url", "feed.ics", "ada@example.com", false,
                                       [] { return Secret("https://x.example/feed.ics"); }},
          feed, edges.clock(), kept);
    };
    instances = google.events().put_series(
        "w", {at("2026-11-22T09:00:00Z"), at("2026-11-29T09:00:00Z")}, hours{1},
        {{"summary", "Weekly review"}, {"iCalUID", "w@google.com"}});
    feed.body = calendar(
        "BEGIN:VEVENT\nUID:w@google.com\nDTSTART:20261122T090000Z\nDURATION:PT1H\n"
        "SUMMARY:Weekly review\nRRULE:FREQ=WEEKLY;COUNT=2\nEND:VEVENT\n");
  }

  static std::string calendar(const std::string& events) {
    return "BEGIN:VCALENDAR\n" + events + "END:VCALENDAR\n";
  }
  int told(Kind kind) {
    return static_cast<int>(std::count_if(
        first().received.begin(), first().received.end(),
        [&](const FakeChannel::Received& each) { return each.message.kind == kind; }));
  }

  ScratchFolder folder;
  sources::KeptFeeds kept{folder.at("feeds"), true};
  FakeGoogleCalendar google;
  FakeAccessTokens tokens;
  FakeFeed feed;
  std::vector<std::string> instances;
};

TEST_CASE("a meeting in Google's calendar and in a feed is announced once") {
  for (const bool google_first : {true, false}) {
    CAPTURE(google_first);
    Bench app(google_first ? std::vector<std::string>{"google", "feed"}
                           : std::vector<std::string>{"feed", "google"});
    app.tick();
    CHECK(app.edges.feeds_tidied == 1);
    CHECK(app.told(Kind::prep) == 1);

    // The first copy goes; the other carries on in silence, and is announced in its turn.
    if (google_first) {
      app.google.events().cancel_series("w");
    } else {
      app.feed.body = Bench::calendar("");
    }
    app.advance(hours{1});
    app.tick();
    CHECK(app.told(Kind::change) == 0);
    app.advance_to(at("2026-11-28T10:00:00Z"));
    app.tick();
    CHECK(app.told(Kind::prep) == 2);

    // Then the other as well: now it is cancelled, and whoever was told hears of it.
    app.google.events().cancel_series("w");
    app.feed.body = Bench::calendar("");
    app.advance(hours{1});
    app.tick();
    CHECK(app.told(Kind::change) == 1);
  }
}

}  // namespace
}  // namespace execassist::app::testing
