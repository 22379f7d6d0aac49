#include "net/transfer.hpp"

#include "net/transfer_failure.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/log.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <new>

#include <curl/curl.h>

namespace execassist::net {
namespace {

constexpr std::size_t kMostHeaderBytes = std::size_t{256} * 1024;
constexpr std::size_t kLongestErrorType = 200;
constexpr std::size_t kLongestValidator = 1024;
constexpr long kSlowestBytesPerSecond = 1024;
constexpr Seconds kLongestRetryAfter = days{30};  // keeps sums of times within their range

struct HeaderListCloser {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, HeaderListCloser>;

// What the callbacks see of the call that is going on.
struct Progress {
  const HttpRequest& request;
  const Clock& clock;
  std::chrono::milliseconds timeout;
  Instant started;
  std::string body{};
  std::size_t header_bytes = 0;
  int sends = 0;
  Stop stop = Stop::none;
};

// libcurl calls this each time the request is about to leave, so also before it repeats it.
int before_sending(void* context, char*, char*, int, int) {
  Progress& progress = *static_cast<Progress*>(context);
  ++progress.sends;
  if (progress.request.at_most_once && progress.sends > 1) {
    progress.stop = Stop::second_send;
  } else if (progress.request.first_byte_before &&
             progress.clock.wall() > *progress.request.first_byte_before) {
    progress.stop = Stop::too_late;
  }
  return progress.stop == Stop::none ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

std::size_t on_header(char*, std::size_t size, std::size_t count, void* context) {
  Progress& progress = *static_cast<Progress*>(context);
  progress.header_bytes += size * count;
  if (progress.header_bytes <= kMostHeaderBytes) return size * count;
  progress.stop = Stop::headers_too_large;
  return 0;
}

std::size_t on_body(char* data, std::size_t size, std::size_t count, void* context) {
  Progress& progress = *static_cast<Progress*>(context);
  const std::size_t length = size * count;
  if (length <= progress.request.largest_answer - progress.body.size()) {
    try {
      progress.body.append(data, length);
      return length;
    } catch (const std::bad_alloc&) {  // must not pass through libcurl
    }
  }
  progress.stop = Stop::body_too_large;
  return 0;
}

// libcurl's own clock stands still while the machine is suspended. A difference of the wall clock
// may be a second more than what has passed.
int on_progress(void* context, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  Progress& progress = *static_cast<Progress*>(context);
  constexpr Seconds kResolution{1};
  if (progress.clock.wall() - progress.started <= progress.timeout + kResolution) return 0;
  progress.stop = Stop::overslept;
  return 1;
}

template <class Value>
void set(CURL* easy, CURLoption option, Value value) {
  const CURLcode code = curl_easy_setopt(easy, option, value);
  if (code == CURLE_OUT_OF_MEMORY) throw std::bad_alloc();
  if (code != CURLE_OK) {
    throw Error(ErrorKind::failed, "http: libcurl does not know option " + std::to_string(option));
  }
}

long milliseconds_of(std::chrono::milliseconds length) {
  // To libcurl 0 means "for ever".
  return static_cast<long>(std::clamp<std::int64_t>(length.count(), 1, 86'400'000));
}

void add(HeaderList& list, const std::string& line) {
  curl_slist* longer = curl_slist_append(list.get(), line.c_str());
  if (!longer) throw std::bad_alloc();
  static_cast<void>(list.release());  // `longer` begins with it
  list.reset(longer);
}

HeaderList headers_of(const HttpRequest& request) {
  HeaderList list;
  for (const auto& [name, value] : request.headers) {
    // libcurl's sign for a header without a value; "Name:" would leave it out.
    add(list, trim(value).empty() ? name + ";" : name + ": " + value);
  }
  if (!request.bearer.empty()) add(list, "Authorization: Bearer " + request.bearer.reveal());
  if (!request.authorization.empty()) {
    add(list, "Authorization: " + request.authorization.reveal());
  }
  for (const auto& [name, value] : request.secret_headers) {
    add(list, name + ": " + value.reveal());
  }
  if (request.method != HttpMethod::get) {
    add(list, "Content-Type:" +
                  (request.content_type.empty() ? std::string{} : " " + request.content_type));
  }
  add(list, "Expect:");
  return list;
}

void set_up_connection(CURL* easy, const HttpTarget& target, const CurlLimits& limits) {
  set(easy, CURLOPT_CURLU, target.url.get());
  set(easy, CURLOPT_PROTOCOLS_STR, target.may_be_plain ? "http,https" : "https");
  if (target.direct) {
    set(easy, CURLOPT_PROXY, "");
    set(easy, CURLOPT_NOPROXY, "*");
  }
  set(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  set(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(easy, CURLOPT_FOLLOWLOCATION, 0L);
  set(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  set(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  set(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(easy, CURLOPT_NOSIGNAL, 1L);
  set(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  set(easy, CURLOPT_CONNECTTIMEOUT_MS, milliseconds_of(limits.connect_timeout));
  set(easy, CURLOPT_TIMEOUT_MS, milliseconds_of(limits.timeout));
  if (limits.stall > Seconds{0}) {
    set(easy, CURLOPT_LOW_SPEED_LIMIT, kSlowestBytesPerSecond);
    set(easy, CURLOPT_LOW_SPEED_TIME, static_cast<long>(limits.stall.count()));
  }
}

void set_up_request(CURL* easy, const HttpRequest& request, const HeaderList& headers,
                    const std::string& user_agent) {
  if (request.method == HttpMethod::get) {
    set(easy, CURLOPT_HTTPGET, 1L);
  } else {
    set(easy, CURLOPT_POST, 1L);
    set(easy, CURLOPT_POSTFIELDS, request.body.data());
    set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    // libcurl's own PUT reads its body through a callback; this sends the same bytes.
    if (request.method == HttpMethod::put) set(easy, CURLOPT_CUSTOMREQUEST, "PUT");
  }
  set(easy, CURLOPT_HTTPHEADER, headers.get());
  set(easy, CURLOPT_USERAGENT, user_agent.c_str());
  set(easy, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
}

void set_up_callbacks(CURL* easy, Progress& progress) {
  set(easy, CURLOPT_PREREQFUNCTION, before_sending);
  set(easy, CURLOPT_PREREQDATA, static_cast<void*>(&progress));
  set(easy, CURLOPT_HEADERFUNCTION, on_header);
  set(easy, CURLOPT_HEADERDATA, static_cast<void*>(&progress));
  set(easy, CURLOPT_WRITEFUNCTION, on_body);
  set(easy, CURLOPT_WRITEDATA, static_cast<void*>(&progress));
  set(easy, CURLOPT_NOPROGRESS, 0L);
  set(easy, CURLOPT_XFERINFOFUNCTION, on_progress);
  set(easy, CURLOPT_XFERINFODATA, static_cast<void*>(&progress));
}

template <class Value>
Value ask(CURL* easy, CURLINFO info) {
  Value value{};
  curl_easy_getinfo(easy, info, &value);
  return value;
}

std::string plain_media_type(const char* header) {
  const std::string_view value = header ? header : "";
  std::string type(trim(value.substr(0, value.find(';'))));
  for (char& c : type) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return one_line(type);
}

// Empty when it is absent or holds what is not printable ASCII.
std::string header_of(CURL* easy, const char* name) {
  curl_header* header = nullptr;
  constexpr int kLastAnswer = -1;
  if (curl_easy_header(easy, name, 0, CURLH_HEADER, kLastAnswer, &header) != CURLHE_OK) return {};
  const std::string_view value = header->value;
  const bool printable =
      std::all_of(value.begin(), value.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
  return printable ? std::string(value) : std::string{};
}

// Half of one would never match.
std::string validator_of(CURL* easy, const char* name) {
  std::string value = header_of(easy, name);
  return value.size() <= kLongestValidator ? value : std::string{};
}

HttpResponse response_of(CURL* easy, Progress& progress) {
  HttpResponse response;
  response.status = static_cast<int>(ask<long>(easy, CURLINFO_RESPONSE_CODE));
  response.content_type = plain_media_type(ask<char*>(easy, CURLINFO_CONTENT_TYPE));
  response.body = std::move(progress.body);
  // 0 also stands for a header that is absent; a date that has passed is negative.
  const auto retry_after = ask<curl_off_t>(easy, CURLINFO_RETRY_AFTER);
  if (retry_after != 0) {
    response.retry_after =
        Seconds{std::clamp<curl_off_t>(retry_after, 0, kLongestRetryAfter.count())};
  }
  response.error_type = header_of(easy, "x-amzn-errortype").substr(0, kLongestErrorType);
  response.etag = validator_of(easy, "etag");
  response.last_modified = validator_of(easy, "last-modified");
  if (const char* url = ask<char*>(easy, CURLINFO_REDIRECT_URL)) response.redirect_url = url;
  return response;
}

const char* name_of(HttpFailure failure) {
  switch (failure) {
    case HttpFailure::not_sent:
      return "not_sent";
    case HttpFailure::timed_out:
      return "timed_out";
    case HttpFailure::too_large:
      return "too_large";
    case HttpFailure::refused:
      return "refused";
    case HttpFailure::broken:
      break;
  }
  return "broken";
}

const char* name_of(HttpMethod method) {
  switch (method) {
    case HttpMethod::post:
      return "POST";
    case HttpMethod::put:
      return "PUT";
    case HttpMethod::get:
      break;
  }
  return "GET";
}

void log_call(CURL* easy, const HttpTarget& target, const HttpRequest& request,
              const HttpResult& result) {
  log(LogLevel::debug,
      {{"method", name_of(request.method)},
       {"host", target.host},
       {"path", target.path},
       {"status",
        result.response ? std::to_string(result.response->status) : name_of(result.failure)},
       {"ms", std::to_string(ask<curl_off_t>(easy, CURLINFO_TOTAL_TIME_T) / 1000)}},
      "http");
}

}  // namespace

HttpResult transfer(void* easy, const HttpTarget& target, const HttpRequest& request,
                    const CurlLimits& most, const Clock& clock, const std::string& user_agent) {
  const CurlLimits limits{most.connect_timeout,
                          std::min(most.timeout, request.timeout.value_or(most.timeout)),
                          most.stall};
  Progress progress{request, clock, limits.timeout, clock.wall()};
  std::array<char, CURL_ERROR_SIZE> certificate{};
  const HeaderList headers = headers_of(request);
  set_up_connection(easy, target, limits);
  set_up_request(easy, request, headers, user_agent);
  set_up_callbacks(easy, progress);
  set(easy, CURLOPT_ERRORBUFFER, certificate.data());

  const CURLcode code = curl_easy_perform(easy);
  HttpResult result;
  if (code == CURLE_OK) {
    result.response = response_of(easy, progress);
  } else {
    TransferEnd end;
    end.code = code;
    end.sends = progress.sends;
    end.stop = progress.stop;
    end.system_error = ask<long>(easy, CURLINFO_OS_ERRNO);
    end.proxy_status = ask<long>(easy, CURLINFO_HTTP_CONNECTCODE);
    if (code == CURLE_PEER_FAILED_VERIFICATION) end.certificate = certificate.data();
    const std::chrono::microseconds taken{ask<curl_off_t>(easy, CURLINFO_TOTAL_TIME_T)};
    if (code == CURLE_OPERATION_TIMEDOUT && limits.stall > Seconds{0} && taken < limits.timeout) {
      end.stalled_for = limits.stall;
    }
    result = failure_of(end, target.host, limits.connect_timeout, limits.timeout);
  }
  log_call(easy, target, request, result);
  return result;
}

}  // namespace execassist::net
