#include "context/url_source.hpp"

#include "context/formats.hpp"
#include "context/line_collector.hpp"
#include "context/source_item.hpp"
#include "wire/url.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>
#include <execassist/settings/placeholders.hpp>

#include <algorithm>
#include <utility>

namespace execassist::context {
namespace {

// What it takes; most servers send what they have.
std::string accepted_types(const std::string& format) {
  if (format == "json") return "application/json";
  if (format == "csv") return "text/csv, text/plain;q=0.5";
  if (format == "yaml") return "application/yaml, text/yaml, text/plain;q=0.5";
  if (format == "text") return "text/markdown, text/plain";
  return "application/json, text/csv;q=0.9, application/yaml;q=0.9, text/plain;q=0.8";
}

// A shorter word behind "Bearer" or "Basic" is no secret, and may stand anywhere.
constexpr std::size_t kShortestCredentials = 6;

void replace_all(std::string& text, const std::string& found) {
  std::size_t at = text.find(found);
  if (at == std::string::npos) return;
  std::string out;
  std::size_t from = 0;
  for (; at != std::string::npos; at = text.find(found, from)) {
    out.append(text, from, at - from).append("***");
    from = at + found.size();
  }
  text = out.append(text, from);
}

std::string with_backslashes(const std::string& text, std::string_view before) {
  std::string out;
  for (const char c : text) {
    if (before.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

// A server may say in its answer what it was sent; nobody is to read the secret there.
class Veil {
 public:
  explicit Veil(const HttpRequest& call) {
    add(call.authorization.reveal());
    for (const auto& header : call.secret_headers) add(header.second.reveal());
  }

  void cover(std::string& text) const {
    for (const std::string& form : forms_) replace_all(text, form);
  }

  void cover(HttpResult& result) const {
    cover(result.error);
    if (!result.response) return;
    cover(result.response->body);
    cover(result.response->content_type);
    // It came in lower case.
    for (const std::string& form : forms_) {
      replace_all(result.response->content_type, fold_case(form));
    }
  }

  // Once more where it was read: JSON and YAML have many ways to write a character.
  void cover(ContextItem& item) const {
    cover(item.problem);
    for (ContextLine& line : item.lines) cover(line.text);
    for (std::string& cell : item.table.header) cover(cell);
    for (auto& row : item.table.rows) {
      for (std::string& cell : row) cover(cell);
    }
  }

 private:
  void add(const std::string& value) {
    if (trim(value).empty()) return;
    add_forms(value);
    const std::size_t blank = value.rfind(' ');
    if (blank != std::string::npos && value.size() - blank > kShortestCredentials) {
      add_forms(value.substr(blank + 1));
    }
  }

  // As it is, and as JSON may write it.
  void add_forms(const std::string& value) {
    for (const char* before : {"", "\\\"", "\\\"/"}) {
      std::string form = with_backslashes(value, before);
      if (std::find(forms_.begin(), forms_.end(), form) == forms_.end()) {
        forms_.push_back(std::move(form));
      }
    }
  }

  std::vector<std::string> forms_;  // what holds another goes before it
};

bool is_authorization(std::string_view name) { return fold_case(name) == "authorization"; }

// Also where the server calls it something else: the form of a sign-in, most likely.
bool is_web_page(const HttpResponse& response) {
  if (response.content_type.find("html") != std::string::npos) return true;
  const std::string start = fold_case(trim(response.body).substr(0, 14));
  return start.starts_with("<!doctype html") || start.starts_with("<html");
}

// The client's own words name the host, and nothing else of the address.
std::string why_failed(const HttpResult& result, const ContextSettings& settings) {
  switch (result.failure) {
    case HttpFailure::timed_out:
      return "gave no answer within " + describe_duration(settings.timeout);
    case HttpFailure::too_large:
      return "answered with more than " + size_in_words(settings.largest);
    case HttpFailure::not_sent:
      if (result.resting) return "did not answer lately, and is left alone for a while";
      return "cannot be reached: " + safe_line(result.error);
    case HttpFailure::refused:
      return "was not asked: " + safe_line(result.error);
    case HttpFailure::broken:
      break;
  }
  return "gave no whole answer: " + safe_line(result.error);
}

std::string status_problem(int status) {
  const std::string number = std::to_string(status);
  if (status == 401 || status == 403) return "does not let us in (status " + number + ")";
  if (status == 404 || status == 410) return "has nothing at this address (status " + number + ")";
  if (status == 429) return "asks to be left alone for a while (status 429)";
  if (status >= 300 && status < 400) {
    return "points elsewhere (status " + number + "), and redirects are not followed";
  }
  if (status >= 500) return "failed (status " + number + ")";
  return "answered with status " + number;
}

void read_answer(const HttpResult& result, const ContextSettings& settings, Instant now,
                 ContextItem& item) {
  if (!result.response) {
    item.problem = why_failed(result, settings);
    return;
  }
  const HttpResponse& response = *result.response;
  if (!result.ok()) {
    item.problem = status_problem(response.status);
    return;
  }
  const std::string answered = format_of_type(response.content_type);
  const bool page = is_web_page(response);
  if (page || (answered == kNoFormat && settings.format.empty())) {
    item.problem = page ? "answered with a web page"
                        : "answered with " + safe_line(response.content_type) +
                              ", which is no text that can be read";
    return;
  }
  item.as_of = now;
  read_as(response.body, settings.format.empty() ? answered : settings.format, item);
  if (item.problem == kIsEmpty) item.problem = "answered with nothing";
}

}  // namespace

UrlSource::UrlSource(ContextSettings settings, HttpClient& http, std::function<Secret()> secret)
    : settings_(std::move(settings)), http_(http), secret_(std::move(secret)) {}

bool UrlSource::depends_on_meeting() const { return has_placeholder(settings_.url); }

HttpRequest UrlSource::request_for(const ContextRequest& request) const {
  HttpRequest call;
  call.url = fill_placeholders(settings_.url, [&](std::string_view name) {
    return wire::percent_encode(placeholder_value(request, name));
  });
  call.headers = {{"Accept", accepted_types(settings_.format)}};
  if (is_authorization(settings_.header)) {
    call.authorization = secret_();
  } else if (!settings_.header.empty()) {
    call.secret_headers = {{settings_.header, secret_()}};
  }
  call.largest_answer = settings_.largest;
  call.timeout = settings_.timeout;
  return call;
}

ContextItem UrlSource::fetch(const ContextRequest& request) {
  ContextItem item = empty_item(settings_);
  try {
    const HttpRequest call = request_for(request);
    HttpResult result = http_.call(call);
    const Veil veil(call);
    veil.cover(result);
    read_answer(result, settings_, request.now, item);
    veil.cover(item);
  } catch (const Error& error) {  // the secret cannot be had
    item.problem = safe_line(error.message());
  }
  return item;
}

}  // namespace execassist::context
