#include "wire/aws_signature.hpp"

#include <execassist/base/encoding.hpp>
#include <execassist/base/identifier.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <array>
#include <map>

namespace execassist::wire {
namespace {

constexpr const char* kAlgorithm = "AWS4-HMAC-SHA256";
constexpr const char* kTerminator = "aws4_request";
constexpr std::size_t kDateLength = 8;

// Proxies and libraries change these.
constexpr std::array<std::string_view, 6> kUnsigned{
    "authorization", "connection", "expect", "transfer-encoding", "user-agent", "x-amzn-trace-id"};

struct Address {
  std::string_view host;  // with a port, where there is one
  std::string_view path;
};

// As clients send it: without the port that goes without saying.
std::string_view plain_host(std::string_view host, std::string_view scheme) {
  const std::string_view usual = scheme == "http" ? ":80" : ":443";
  if (host.ends_with(usual)) host.remove_suffix(usual.size());
  return host;
}

Address address_of(std::string_view url) {
  const auto scheme = url.find("://");
  std::string_view rest = scheme == std::string_view::npos ? url : url.substr(scheme + 3);
  rest = rest.substr(0, rest.find('#'));
  const auto end = std::min(rest.find_first_of("/?"), rest.size());
  const std::string_view tail = rest.substr(end);
  const std::string_view host = rest.substr(0, end);
  return {scheme == std::string_view::npos ? host : plain_host(host, url.substr(0, scheme)),
          tail.substr(0, tail.find('?'))};
}

// "20260115T093000Z".
std::string basic_time(Instant at) {
  std::string time = format_rfc3339(at);
  std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
  return time;
}

std::string lower_case(std::string_view name) {
  std::string out(name);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

// Without blanks at its ends, and with one for each run of them.
std::string trimmed_value(std::string_view value) {
  std::string out;
  bool blank = false;
  for (const char c : value) {
    if (c == ' ' || c == '\t') {
      blank = true;
      continue;
    }
    if (blank && !out.empty()) out += ' ';
    blank = false;
    out += c;
  }
  return out;
}

struct SignedHeaders {
  std::string lines;
  std::string names;
};

SignedHeaders signed_headers(const Fields& headers) {
  std::map<std::string, std::string> values;
  for (const auto& [name, value] : headers) {
    const std::string key = lower_case(name);
    if (std::find(kUnsigned.begin(), kUnsigned.end(), key) != kUnsigned.end()) continue;
    const auto [place, is_new] = values.emplace(key, trimmed_value(value));
    if (!is_new) place->second += "," + trimmed_value(value);
  }
  SignedHeaders out;
  for (const auto& [name, value] : values) {
    out.lines += name + ":" + value + "\n";
    out.names += (out.names.empty() ? "" : ";") + name;
  }
  return out;
}

// Sorted by name and value after encoding; by the joined text "a-b=" would come before "a=".
std::string canonical_query(const Fields& parameters) {
  Fields encoded;
  for (const auto& [name, value] : parameters) {
    encoded.emplace_back(percent_encode(name), percent_encode(value));
  }
  std::sort(encoded.begin(), encoded.end());
  std::vector<std::string> parts;
  for (const auto& [name, value] : encoded) parts.push_back(name + "=" + value);
  return join(parts, "&");
}

std::string without_dot_segments(std::string_view path) {
  std::vector<std::string> kept;
  bool folder = true;
  for (const std::string& segment : split(path, '/')) {
    folder = segment.empty() || segment == "." || segment == "..";
    if (!folder) kept.push_back(segment);
    if (segment == ".." && !kept.empty()) kept.pop_back();
  }
  if (kept.empty()) return "/";
  return "/" + join(kept, "/") + (folder ? "/" : "");
}

std::string encoded_path(std::string_view path) {
  std::vector<std::string> segments = split(path, '/');
  for (std::string& segment : segments) segment = percent_encode(segment);
  return join(segments, "/");
}

}  // namespace

Fields AwsSigner::headers_for(const AwsRequest& request, Instant at) const {
  const std::string time = basic_time(at);
  const std::string payload_hash = sha256_hex(request.body);
  Fields added{{"X-Amz-Date", time}};
  if (service_.is_s3) added.emplace_back("X-Amz-Content-Sha256", payload_hash);
  if (!credentials_.session_token.empty()) {
    added.emplace_back("X-Amz-Security-Token", credentials_.session_token.reveal());
  }
  Fields all = request.headers;
  all.emplace_back("Host", std::string(address_of(request.url).host));
  all.insert(all.end(), added.begin(), added.end());
  const SignedHeaders headers = signed_headers(all);
  const std::string canonical = join({std::string(request.method), path_of(request.url),
                                      canonical_query(decode_fields(query_of(request.url))),
                                      headers.lines, headers.names, payload_hash},
                                     "\n");
  added.emplace_back("Authorization", std::string(kAlgorithm) +
                                          " Credential=" + credentials_.access_key_id + "/" +
                                          scope(time) + ", SignedHeaders=" + headers.names +
                                          ", Signature=" + signature(canonical, time));
  return added;
}

std::string AwsSigner::signed_url(std::string_view method, std::string_view url, Instant at,
                                  Seconds valid_for) const {
  const std::string time = basic_time(at);
  const Address address = address_of(url);
  const SignedHeaders headers = signed_headers({{"Host", std::string(address.host)}});
  Fields parameters = decode_fields(query_of(url));
  parameters.emplace_back("X-Amz-Algorithm", kAlgorithm);
  parameters.emplace_back("X-Amz-Credential", credentials_.access_key_id + "/" + scope(time));
  parameters.emplace_back("X-Amz-Date", time);
  parameters.emplace_back("X-Amz-Expires", std::to_string(valid_for.count()));
  parameters.emplace_back("X-Amz-SignedHeaders", headers.names);
  if (!credentials_.session_token.empty()) {
    parameters.emplace_back("X-Amz-Security-Token", credentials_.session_token.reveal());
  }
  const std::string query = canonical_query(parameters);
  const std::string canonical =
      join({std::string(method), path_of(url), query, headers.lines, headers.names,
            service_.is_s3 ? "UNSIGNED-PAYLOAD" : sha256_hex("")},
           "\n");
  const std::string_view bare = url.substr(0, url.find_first_of("?#"));
  return std::string(bare) + (address.path.empty() ? "/" : "") + "?" + query +
         "&X-Amz-Signature=" + signature(canonical, time);
}

std::string AwsSigner::scope(const std::string& time) const {
  return join({time.substr(0, kDateLength), region_, std::string(service_.name), kTerminator}, "/");
}

std::string AwsSigner::path_of(std::string_view url) const {
  const std::string_view path = address_of(url).path;
  if (path.empty()) return "/";
  return service_.is_s3 ? std::string(path) : encoded_path(without_dot_segments(path));
}

std::string AwsSigner::signature(const std::string& canonical_request,
                                 const std::string& time) const {
  std::string key =
      hmac_sha256("AWS4" + credentials_.secret_access_key.reveal(), time.substr(0, kDateLength));
  for (const std::string_view part :
       {std::string_view(region_), service_.name, std::string_view(kTerminator)}) {
    key = hmac_sha256(key, part);
  }
  return hex(
      hmac_sha256(key, join({kAlgorithm, time, scope(time), sha256_hex(canonical_request)}, "\n")));
}

}  // namespace execassist::wire
