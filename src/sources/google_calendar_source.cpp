#include "sources/google_calendar_source.hpp"

#include "calendar/google_event_list.hpp"
#include "calendar/google_events.hpp"
#include "sources/google_errors.hpp"
#include "wire/json.hpp"
#include "wire/url.hpp"

#include <execassist/base/error.hpp>

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>
#include <vector>

namespace execassist::sources {
namespace {

constexpr std::size_t kLargestPage = std::size_t{16} * 1024 * 1024;
constexpr std::size_t kMostPages = 400;

// Events in a page: as many as Google gives, or so few that any 250 events fit.
constexpr int kLargePages = 2500;
constexpr int kSmallPages = 250;
constexpr std::size_t kLargeAnswer = std::size_t{1} * 1024 * 1024;

// What is read, and what paging and syncing live on. Without `kind` an answer would not say what it
// is; without the tokens it would end early or for ever begin anew.
constexpr const char* kFields =
    "kind,etag,updated,timeZone,accessRole,nextPageToken,nextSyncToken,"
    "items(id,status,iCalUID,recurringEventId,originalStartTime,summary,description,location,"
    "start,end,endTimeUnspecified,attendees(email,displayName,responseStatus,self,organizer,"
    "resource),attendeesOmitted,organizer(email,self),hangoutLink,"
    "conferenceData(entryPoints(entryPointType,uri)),eventType,transparency,sequence)";

// One fetch: it may take several pages, another access token, and a second listing.
class Fetch {
 public:
  Fetch(const GoogleCalendarSource::Account& account, HttpClient& http, AccessTokens& tokens,
        const FetchRequest& request)
      : account_(account),
        http_(http),
        tokens_(tokens),
        request_(request),
        call_{account.calendar, account.user_id} {}

  FetchResult run() {
    bearer_ = tokens_.token_for(account_.user_id);
    std::optional<FetchResult> changes;
    if (!request_.cursor.empty()) {
      changes = listing(request_.cursor);
      if (changes) return std::move(*changes);
    } else if (!request_.last_cursor.empty()) {
      changes = changes_if_readable(request_.last_cursor);
    }
    FetchResult out = std::move(*listing({}));
    if (changes) add_changes(std::move(*changes), out);
    // What is missing may have moved out of the window: known at the next run, by the new cursor.
    if (changes_unreadable_) out.complete = false;
    return out;
  }

 private:
  // A page that is too large in bytes or in values.
  struct PageTooLarge {};

  // Nothing when only a complete listing helps; never for one.
  std::optional<FetchResult> listing(const std::string& sync_token) {
    try {
      return listing_in_pages(sync_token);
    } catch (const PageTooLarge&) {
      if (page_size_ == kLargePages) {
        page_size_ = kSmallPages;
        return listing(sync_token);
      }
      if (sync_token.empty()) throw call_.unusable("is too large, even in small pages");
      changes_unreadable_ = true;
      return {};
    }
  }

  std::optional<FetchResult> listing_in_pages(const std::string& sync_token) {
    const bool complete = sync_token.empty();
    const calendar::GoogleEventReader reader{account_.user_email, request_.user_zone};
    calendar::GoogleEventList events(request_);
    std::unordered_set<std::string> page_tokens;
    std::string page_token;
    for (std::size_t pages = 0; pages < kMostPages; ++pages) {
      const HttpResult answer = call(url_of(sync_token, page_token));
      if (!complete && answer.response && google_forgot_token(*answer.response)) return {};
      calendar::GoogleEventPage page = page_in(answer, reader);
      page_token = page.next_page_token;
      const std::string cursor = page_token.empty() ? page.next_sync_token : std::string();
      events.add(std::move(page));
      if (page_token.empty()) return result_of(events, complete, cursor);
      if (!page_tokens.insert(page_token).second) {
        throw call_.unusable("names a page that it has named before");
      }
    }
    // A new series without an end is told instance by instance, of many years; the window is not.
    if (!complete) return {};
    throw call_.unusable("has more than " + std::to_string(kMostPages) + " pages");
  }

  // Before a complete listing they are only an aid: an answer that will be the same at the next run
  // must not stand in its way.
  std::optional<FetchResult> changes_if_readable(const std::string& sync_token) {
    try {
      return listing(sync_token);
    } catch (const UnusableAnswer&) {
      changes_unreadable_ = true;
      return std::nullopt;
    }
  }

  void add_changes(FetchResult changes, FetchResult& out) const {
    add_moved_out(std::move(changes.meetings), out.meetings);
    // Also beyond the window, where a complete listing shows nothing.
    out.removed = std::move(changes.removed);
    out.removed_series = std::move(changes.removed_series);
    for (std::string& id : changes.unreadable) out.unreadable.push_back(std::move(id));
    for (std::string& line : changes.warnings) {
      const auto& told = out.warnings;
      if (std::find(told.begin(), told.end(), line) == told.end()) {
        out.warnings.push_back(std::move(line));
      }
    }
  }

  // A complete listing does not show what has left its window; to be missing would mean to be gone.
  void add_moved_out(std::vector<MeetingFacts> changed, std::vector<MeetingFacts>& listed) const {
    std::unordered_set<std::string> there;
    for (const MeetingFacts& facts : listed) there.insert(facts.external_id);
    for (MeetingFacts& facts : changed) {
      const bool known = request_.known.contains(facts.external_id);
      const bool outside = !request_.window.overlaps(facts.start, facts.end);
      if (known && outside && !there.contains(facts.external_id)) {
        listed.push_back(std::move(facts));
      }
    }
  }

  FetchResult result_of(calendar::GoogleEventList& events, bool complete,
                        const std::string& cursor) const {
    if (complete && !events.readable()) {
      throw Error(ErrorKind::failed, call_.name() + ": none of its events can be read",
                  events.warnings().front());
    }
    const bool unchanged = !complete && events.empty();
    // What is missing may be what has no id.
    const bool doubtful = complete && events.nameless();
    FetchResult out = events.finish();
    out.complete = complete && !doubtful;
    out.unchanged = unchanged;
    out.cursor = cursor;
    return out;
  }

  // All pages of both kinds of listing are asked for alike, as a sync token demands; but for their
  // size.
  std::string url_of(const std::string& sync_token, const std::string& page_token) const {
    wire::Fields fields{
        {"singleEvents", "true"}, {"maxResults", std::to_string(page_size_)}, {"fields", kFields}};
    if (sync_token.empty()) {
      fields.emplace_back("timeMin", format_rfc3339(request_.window.start));
      fields.emplace_back("timeMax", format_rfc3339(request_.window.end));
    } else {
      fields.emplace_back("syncToken", sync_token);
    }
    if (!page_token.empty()) fields.emplace_back("pageToken", page_token);
    return account_.api_url + "/calendars/" + wire::percent_encode(account_.calendar) + "/events?" +
           wire::encode_fields(fields);
  }

  HttpResult call(const std::string& url) {
    HttpRequest request;
    request.url = url;
    request.headers = {{"Accept", "application/json"}};
    request.bearer = bearer_;
    request.largest_answer = kLargestPage;
    request.quota = "google/" + account_.user_id;
    HttpResult result = http_.call(request);
    if (!result.response || result.response->status != 401) return result;
    bearer_ = tokens_.renewed(account_.user_id, bearer_);
    request.bearer = bearer_;
    return http_.call(request);
  }

  calendar::GoogleEventPage page_in(const HttpResult& answer,
                                    const calendar::GoogleEventReader& reader) const {
    if (!answer.response && answer.failure == HttpFailure::too_large) throw PageTooLarge{};
    if (!answer.ok()) throw call_.error_of(answer);
    const std::string& type = answer.response->content_type;
    if (!type.empty() && type != "application/json") throw call_.unusable("is not JSON");
    const auto json = wire::parse_json(answer.response->body);
    const bool may_be_smaller = page_size_ == kLargePages;
    if (!json && may_be_smaller && answer.response->body.size() > kLargeAnswer) {
      throw PageTooLarge{};
    }
    if (!json) throw call_.unusable("is not JSON, or was cut off");
    auto page = reader.read(*json);
    if (!page) throw call_.unusable("is not a list of events");
    return std::move(*page);
  }

  const GoogleCalendarSource::Account& account_;
  HttpClient& http_;
  AccessTokens& tokens_;
  const FetchRequest& request_;
  GoogleCall call_;
  Secret bearer_;
  int page_size_ = kLargePages;
  bool changes_unreadable_ = false;
};

}  // namespace

GoogleCalendarSource::GoogleCalendarSource(Account account, HttpClient& http, AccessTokens& tokens)
    : account_(std::move(account)), http_(http), tokens_(tokens) {}

FetchResult GoogleCalendarSource::fetch(const FetchRequest& request) {
  return Fetch(account_, http_, tokens_, request).run();
}

}  // namespace execassist::sources
