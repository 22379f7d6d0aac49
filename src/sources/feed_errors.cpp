#include "sources/feed_errors.hpp"

#include <execassist/base/text.hpp>

namespace execassist::sources {
namespace {

constexpr const char* kNextRun = "tried again at the next run";
constexpr const char* kCopyAgain =
    "the address may have been renewed: copy it anew from the calendar's settings";
constexpr const char* kSignInPage =
    "a calendar that needs a sign-in has a private address of its own: look for \"iCal\", \"ICS\" "
    "or \"secret address\" in its settings";
constexpr std::size_t kLongestStart = 15;  // <!DOCTYPE html>

std::string feed_of(const std::string& host) { return "the feed of " + host; }

Error failed(const std::string& why, std::string hint) {
  return {ErrorKind::failed, why, std::move(hint)};
}

Error error_without_answer(const HttpResult& result, const std::string& host,
                           const std::string& key) {
  // The client's own words: they begin with the host.
  const std::string why = result.error.empty() ? "no answer" : one_line(result.error);
  switch (result.failure) {
    case HttpFailure::too_large:
      return failed(feed_of(host) + " is larger than 64 MiB", "publish fewer years of it");
    case HttpFailure::refused:
      return {ErrorKind::configuration, key + ": " + why,
              why.find("plain http") != std::string::npos
                  ? "use https://, or add `insecure: true` to this calendar"
                  : "copy the address anew from the calendar's settings"};
    case HttpFailure::not_sent:
      if (result.resting) {
        return {ErrorKind::try_again, feed_of(host) + " was left alone: " + why, kNextRun};
      }
      return {ErrorKind::try_again, "the feed cannot be reached: " + why, kNextRun};
    case HttpFailure::timed_out:
      return {ErrorKind::try_again, "the feed did not come in time: " + why, kNextRun};
    case HttpFailure::broken:
      break;
  }
  return {ErrorKind::try_again, "the feed did not come whole: " + why, kNextRun};
}

bool is_web_page(const HttpResponse& answer, std::string_view start) {
  const std::string folded = fold_case(start.substr(0, kLongestStart));
  return answer.content_type.find("html") != std::string::npos ||
         folded.starts_with("<!doctype html") || folded.starts_with("<html");
}

}  // namespace

Error feed_error(const HttpResult& result, const std::string& host, const std::string& key) {
  if (!result.response) return error_without_answer(result, host, key);
  const HttpResponse& answer = *result.response;
  const std::string code = " (HTTP " + std::to_string(answer.status) + ")";
  switch (answer.status) {
    case 401:
    case 403:
      return failed(feed_of(host) + " does not let us in" + code, kCopyAgain);
    case 404:
      return failed(feed_of(host) + " is not there" + code, kCopyAgain);
    case 410:
      return failed(feed_of(host) + " is gone for good" + code,
                    "copy its new address from the calendar's settings, or remove it from the "
                    "configuration");
    case 429: {
      const Seconds rest = answer.retry_after.value_or(Seconds{0});
      return failed(feed_of(host) + " asks to be left alone for " +
                        (rest > Seconds{0} ? describe_duration(rest) : "a while") + code,
                    "run sync less often if this stays; " + std::string(kNextRun));
    }
    default:
      break;
  }
  if (answer.status >= 500) return failed(feed_of(host) + " has a problem" + code, kNextRun);
  return failed(feed_of(host) + " gave an answer that was not expected" + code,
                "look at the address with a browser");
}

void require_calendar(const HttpResponse& answer, const std::string& host) {
  std::string_view start = answer.body;
  if (start.starts_with("\xEF\xBB\xBF")) start.remove_prefix(3);
  start = trim(start.substr(0, 4096));
  if (start.empty()) {
    throw failed(feed_of(host) + " is empty: not even a calendar without meetings",
                 std::string(kNextRun) + "; what is stored stays as it was");
  }
  if (fold_case(start.substr(0, 15)) == "begin:vcalendar") return;
  if (is_web_page(answer, start)) {
    throw failed(feed_of(host) + " answered with a web page, most likely to sign in", kSignInPage);
  }
  throw failed(feed_of(host) + " answered with what is no calendar",
               "look at the address with a browser; what is stored stays as it was");
}

Error feed_redirect_error(const std::string& host, const std::string& objection) {
  return failed(feed_of(host) + " points elsewhere, and that is not followed: " + objection,
                "if it is right, put the new address into the configuration; a browser shows it");
}

}  // namespace execassist::sources
