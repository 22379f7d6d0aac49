#include "web/request_rules.hpp"

#include "web/listening_socket.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <charconv>
#include <optional>

namespace execassist::web {
namespace {

constexpr int kBadRequest = 400;
constexpr int kNotFound = 404;
constexpr int kWrongMethod = 405;
constexpr int kLengthNeeded = 411;
constexpr int kTooLarge = 413;
constexpr int kWrongType = 415;

const std::string* header(const ServedRequest& request, const std::string& name) {
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? nullptr : &found->second;
}

bool is_one_of_ours(std::string_view method) { return method == "POST"; }

std::optional<std::size_t> length_in(const std::string& text) {
  std::size_t length = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, length);
  if (error != std::errc() || stop != end) return std::nullopt;
  return length;
}

// 0: the body may be read.
int refusal_of_body(const ServedRequest& request, std::size_t largest, bool repeated) {
  const std::string* length = header(request, "content-length");
  const std::string* coding = header(request, "transfer-encoding");
  if (repeated || (length != nullptr && coding != nullptr)) return kBadRequest;
  if (coding != nullptr && fold_case(*coding) != "chunked") return kBadRequest;
  if (length != nullptr) {
    const auto bytes = length_in(*length);
    if (!bytes) return kBadRequest;
    if (*bytes > largest) return kTooLarge;
  } else if (coding == nullptr) {
    return kLengthNeeded;
  }
  // Signatures are of what came, and nobody who signs compresses.
  if (header(request, "content-encoding") != nullptr) return kWrongType;
  const std::string* type = header(request, "content-type");
  if (type != nullptr && fold_case(*type).starts_with("multipart/")) return kWrongType;
  return 0;
}

}  // namespace

RequestVerdict judge(const Routes& routes, const ServedRequest& request, bool repeated) {
  const auto path = routes.find(request.path);
  if (path == routes.end()) return {kNotFound};
  const auto& methods = path->second;
  // A HEAD is a GET whose body stays here.
  const auto method = methods.find(request.method == "HEAD" ? "GET" : request.method);
  if (method == methods.end()) {
    std::string allowed;
    for (const auto& [name, route] : methods) allowed += (allowed.empty() ? "" : ", ") + name;
    return {kWrongMethod, nullptr, allowed};
  }
  if (is_one_of_ours(method->first)) {
    return {refusal_of_body(request, method->second.largest_body, repeated), &method->second};
  }
  // A body that nobody reads would be taken for the next request.
  const bool has_body =
      header(request, "transfer-encoding") != nullptr ||
      (header(request, "content-length") != nullptr && *header(request, "content-length") != "0");
  return {has_body || repeated ? kBadRequest : 0, &method->second};
}

std::string forwarded_peer(std::string_view header) {
  std::string_view last = trim(header.substr(header.rfind(',') + 1));
  if (last.starts_with('[')) {
    last =
        last.substr(1, last.find(']') == std::string_view::npos ? last.npos : last.find(']') - 1);
  } else if (std::count(last.begin(), last.end(), ':') == 1) {
    last = last.substr(0, last.find(':'));
  }
  return plain_address(last);
}

}  // namespace execassist::web
