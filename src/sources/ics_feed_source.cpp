#include "sources/ics_feed_source.hpp"

#include "calendar/ics_calendar.hpp"
#include "calendar/ics_hints.hpp"
#include "sources/feed_cursor.hpp"
#include "sources/feed_errors.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/identifier.hpp>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

namespace execassist::sources {
namespace {

constexpr std::size_t kLargestFeed = std::size_t{64} * 1024 * 1024;  // decoded
constexpr std::size_t kChunk = std::size_t{256} * 1024;
constexpr int kMostRedirects = 3;
constexpr Seconds kLongestFresh = hours{1};

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

FetchResult unchanged(const FeedCursor& cursor) {
  FetchResult out;
  out.unchanged = true;
  out.cursor = cursor.text();
  return out;
}

}  // namespace

// What may be built upon: of the last answer, from the same address.
struct IcsFeedSource::Known {
  FeedCursor cursor;
  std::optional<std::string> body;  // where it is to be expanded again
  bool conditions = false;          // a "not modified" would do
};

struct IcsFeedSource::Answer {
  HttpResponse response;
  std::string host;      // that gave it
  std::string moved_to;  // the host, where the feed has moved for good
};

IcsFeedSource::IcsFeedSource(Feed feed, HttpClient& http, const Clock& clock, const KeptFeeds& kept)
    : feed_(std::move(feed)), http_(http), clock_(clock), kept_(kept) {}

FetchResult IcsFeedSource::fetch(const FetchRequest& request) {
  // Without the data every zone would be unknown, and 09:00 in New York would be read as here.
  if (!Zone::find("America/New_York")) {
    throw Error(ErrorKind::failed, "time zones: this machine has no time zone data",
                "install the package tzdata");
  }
  const FeedAddress address = read_feed_address(feed_.address(), feed_.key);
  const bool anew = request.cursor.empty();
  Known known;
  known.cursor = parse_feed_cursor(anew ? request.last_cursor : request.cursor);
  if (known.cursor.address != address.hash || request.full) known.cursor = {};
  if (anew && known.cursor.known()) {
    known.body = kept_.load(feed_.kept_name, known.cursor.body);
    if (!known.body) known.cursor = {};
  }
  known.conditions = known.cursor.known();

  if (known.conditions && known.cursor.is_fresh(clock_.now())) {
    if (!known.body) return unchanged(known.cursor);
    FetchResult out = expand(*known.body, address.host, request);
    out.cursor = known.cursor.text();
    return out;
  }
  return read(ask(address, known), address, known, request);
}

IcsFeedSource::Answer IcsFeedSource::ask(const FeedAddress& address, const Known& known) const {
  Answer answer;
  FeedAddress next = address;
  bool for_good = true;  // all the way
  for (int hops = 0;; ++hops) {
    HttpRequest call;
    call.url = next.url;
    call.headers = {{"Accept", "text/calendar, text/plain;q=0.5, */*;q=0.1"}};
    if (known.conditions && !known.cursor.etag.empty()) {
      call.headers.emplace_back("If-None-Match", known.cursor.etag);
    }
    if (known.conditions && !known.cursor.last_modified.empty()) {
      call.headers.emplace_back("If-Modified-Since", known.cursor.last_modified);
    }
    call.authorization = next.authorization;
    call.largest_answer = kLargestFeed;
    call.quota = "feed/" + next.host;
    call.plain_http = feed_.insecure;
    call.secret_url = true;
    HttpResult result = http_.call(call);
    if (!result.response || !is_redirect(result.response->status)) {
      const bool good = result.response && (result.response->status == 200 ||
                                            (result.response->status == 304 && known.conditions));
      if (!good) throw feed_error(result, next.host, feed_.key);
      answer.response = std::move(*result.response);
      answer.host = next.host;
      if (hops > 0 && for_good) answer.moved_to = next.host;
      return answer;
    }
    const std::string& to = result.response->redirect_url;
    std::string objection = objection_to_redirect(next, to);
    if (to.empty()) objection = "it does not say where";
    if (hops == kMostRedirects) objection = "it has been followed three times";
    if (!objection.empty()) throw feed_redirect_error(next.host, objection);
    for_good = for_good && (result.response->status == 301 || result.response->status == 308);
    next = redirected(next, to);
  }
}

FetchResult IcsFeedSource::expand(const std::string& body, const std::string& host,
                                  const FetchRequest& request) const {
  try {
    calendar::IcsCalendar reader("the feed of " + host, feed_.user_email, request);
    const std::string_view content = body;
    for (std::size_t at = 0; at < content.size(); at += kChunk) {
      reader.add_bytes(content.substr(at, kChunk));
    }
    FetchResult out = reader.finish();
    out.content_hash = calendar::content_hash(body);
    return out;
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::failed) throw;
    throw Error(ErrorKind::failed, error.message(),
                "tried again at the next run; what is stored stays as it was");
  }
}

FetchResult IcsFeedSource::read(const Answer& answer, const FeedAddress& address,
                                const Known& known, const FetchRequest& request) const {
  FeedCursor cursor = known.cursor;
  cursor.address = address.hash;
  cursor.asked = clock_.now();
  const HttpResponse& response = answer.response;
  if (!response.etag.empty()) cursor.etag = response.etag;
  if (!response.last_modified.empty()) cursor.last_modified = response.last_modified;
  if (response.status == 304) {
    if (!known.body) return unchanged(cursor);
    FetchResult out = expand(*known.body, answer.host, request);
    out.cursor = cursor.text();
    return out;
  }
  cursor.etag = response.etag;
  cursor.last_modified = response.last_modified;
  cursor.body = sha256_hex(response.body);
  cursor.fresh =
      std::min(calendar::refresh_interval(response.body).value_or(Seconds{0}), kLongestFresh);
  if (!request.cursor.empty() && cursor.body == known.cursor.body) return unchanged(cursor);

  require_calendar(response, answer.host);
  FetchResult out = expand(response.body, answer.host, request);
  out.cursor = cursor.text();
  const std::string problem = kept_.keep(feed_.kept_name, response.body);
  if (!problem.empty()) out.warnings.push_back("the feed cannot be kept: " + problem);
  if (!answer.moved_to.empty()) {
    out.warnings.push_back("the feed has moved for good, to " + answer.moved_to +
                           ": put its new address into the configuration (a browser shows it)");
  }
  return out;
}

}  // namespace execassist::sources
