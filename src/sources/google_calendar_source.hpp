// One Google calendar: a complete listing of the window first, then only what changed, by sync
// token (Calendar API v3, "Synchronize resources efficiently"). A token that the server has
// forgotten (410) leads to a complete listing within the same fetch. The cursor is the sync token.
#pragma once

#include <execassist/ports/access_tokens.hpp>
#include <execassist/ports/calendar_source.hpp>
#include <execassist/ports/http_client.hpp>

#include <string>

namespace execassist::sources {

class GoogleCalendarSource final : public CalendarSource {
 public:
  struct Account {
    std::string user_id;     // whose tokens
    std::string user_email;  // to find their own answer where the calendar does not mark it
    std::string api_url;     // without a slash at the end
    std::string calendar;    // "primary" or an id
  };

  // `http` repeats what may be repeated. Both are lent.
  GoogleCalendarSource(Account account, HttpClient& http, AccessTokens& tokens);

  FetchResult fetch(const FetchRequest& request) override;

 private:
  Account account_;
  HttpClient& http_;
  AccessTokens& tokens_;
};

// Whether Google's answer means "not now": 403 with a reason that speaks of rates or quotas. For
// the retry policy.
bool google_says_later(const HttpResponse& response);

}  // namespace execassist::sources
