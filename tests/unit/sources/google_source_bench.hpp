// A Google calendar source over the fake server, and a store that takes what it brings the way the
// real one does: through the sync plan.
#pragma once

#include "calendar/sync_plan.hpp"
#include "sources/google_calendar_source.hpp"
#include "support/fake_access_tokens.hpp"
#include "support/fake_google_calendar.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace execassist::testing {

inline Instant june(int day, int hour = 9) {
  return *parse_rfc3339("2026-06-01T00:00:00Z") + days{day - 1} + hours{hour};
}

struct GoogleSourceBench {
  FetchResult fetch(const std::string& since = {}) {
    request.cursor = since;
    return source.fetch(request);
  }

  // Fetches with the last cursor and stores what changed. Gives the external ids of what changed.
  std::vector<std::string> sync() {
    request.known.clear();
    for (const Meeting& each : known) request.known.insert(each.facts.external_id);
    last = fetch(cursor);
    calendar::SyncSituation situation{known, window_before, request.window, june(1, 0),
                                      request.user_zone};
    std::vector<std::string> changed;
    for (const calendar::Change& change : calendar::plan_sync(situation, last).changes) {
      store(change);
      changed.push_back(change.facts.external_id);
    }
    if (last.complete) window_before = request.window;
    cursor = last.cursor;
    return changed;
  }

  // What stands in the store, in the order of the source, within the window.
  std::vector<MeetingFacts> live() const {
    std::vector<MeetingFacts> out;
    for (const Meeting& each : known) {
      const bool in_window = request.window.overlaps(each.facts.start, each.facts.end);
      if (each.state.status != MeetingStatus::cancelled && in_window) out.push_back(each.facts);
    }
    std::sort(out.begin(), out.end(), [](const MeetingFacts& a, const MeetingFacts& b) {
      return a.start != b.start ? a.start < b.start : a.external_id < b.external_id;
    });
    return out;
  }

  FakeGoogleCalendar server;
  FakeAccessTokens tokens;
  sources::GoogleCalendarSource source{
      {"ada", "ada@example.com", FakeGoogleCalendar::kApiUrl, "primary"}, server, tokens};
  FetchRequest request{{}, {june(1, 0), june(30, 0)}, Zone::utc(), {}};
  std::string cursor;
  std::optional<Window> window_before;
  std::vector<Meeting> known;
  FetchResult last;

 private:
  void store(const calendar::Change& change) {
    if (change.kind == calendar::ChangeKind::added) {
      Meeting& fresh = known.emplace_back();
      fresh.meeting_id = std::to_string(known.size());
      fresh.facts = change.facts;
      fresh.state.status = MeetingStatus::classified;
      return;
    }
    const auto found = std::find_if(known.begin(), known.end(), [&](const Meeting& each) {
      return each.meeting_id == change.meeting_id;
    });
    found->facts = change.facts;
    found->state.status = change.kind == calendar::ChangeKind::cancelled
                              ? MeetingStatus::cancelled
                              : MeetingStatus::classified;
  }
};

}  // namespace execassist::testing
