#include "net/aws_metadata.hpp"

#include "net/http_target.hpp"
#include "wire/aws_credentials.hpp"
#include "wire/url.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/log.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>

namespace execassist::net {
namespace {

constexpr std::size_t kLargestAnswer = std::size_t{64} * 1024;
constexpr std::size_t kLongestSessionToken = 1024;
constexpr std::size_t kLongestRole = 64;
constexpr std::size_t kLargestTokenFile = std::size_t{16} * 1024;
constexpr int kWidestReason = 120;

constexpr const char* kRelativeUri = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
constexpr const char* kFullUri = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
constexpr const char* kTokenFile = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
constexpr const char* kToken = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
constexpr const char* kContainerAddress = "http://169.254.170.2";
constexpr const char* kInstanceAddress = "http://169.254.169.254/latest/";
constexpr const char* kRolePath = "meta-data/iam/security-credentials/";
constexpr const char* kTryAgainHint = "it is tried again by itself at the next run";

bool says_later(int status) { return status == 429 || status >= 500; }

bool may_pass(const HttpResult& result) {
  if (result.response) return says_later(result.response->status);
  return result.failure != HttpFailure::refused && result.failure != HttpFailure::too_large;
}

Error senseless(const std::string& name, const std::string& why) {
  return Error(ErrorKind::try_again, name + ": an answer that makes no sense: " + why,
               kTryAgainHint);
}

// Of anything but a 200.
Error unusable(const std::string& name, const HttpResult& result) {
  if (result.response) {
    const std::string status = "HTTP " + std::to_string(result.response->status);
    if (says_later(result.response->status)) {
      return Error(ErrorKind::try_again, name + ": cannot answer now (" + status + ")",
                   kTryAgainHint);
    }
    return Error(ErrorKind::configuration, name + ": refused (" + status + ")",
                 "check the role that was given to this container or machine");
  }
  const std::string why = fit_width(one_line(result.error), kWidestReason);
  if (result.failure == HttpFailure::refused) {
    return Error(ErrorKind::configuration, name + ": cannot be asked: " + why);
  }
  return Error(ErrorKind::try_again, name + ": " + why, kTryAgainHint);
}

AwsCredentials credentials_in(const std::string& name, const HttpResult& result) {
  if (!result.response || result.response->status != 200) throw unusable(name, result);
  const wire::AwsCredentialsReading reading =
      wire::read_metadata_credentials(result.response->body);
  if (reading.credentials) return *reading.credentials;
  if (reading.code.empty()) throw senseless(name, reading.problem);
  throw Error(ErrorKind::configuration, name + ": there are no credentials: " + reading.code,
              "check the role that was given to this container or machine");
}

bool is_role(std::string_view text) {
  return !text.empty() && text.size() <= kLongestRole &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  std::string_view("_+=,.@-").find(c) != std::string_view::npos;
         });
}

}  // namespace

std::optional<AwsCredentials> AwsContainerKeys::load() {
  HttpRequest request;
  request.url = address();
  if (request.url.empty()) return std::nullopt;
  request.headers = {{"Accept", "application/json"}};
  request.authorization = authorization();
  request.metadata = true;
  request.timeout = kContainerTimeout;
  request.largest_answer = kLargestAnswer;
  for (int tries = 1;; ++tries) {
    const HttpResult result = outside_.http.call(request);
    if (!may_pass(result) || tries == kContainerTries) return credentials_in(name(), result);
    outside_.clock.sleep_for(kContainerPause);
  }
}

// The authorization must reach nobody but the agent.
std::string AwsContainerKeys::address() const {
  if (const auto path = outside_.environment(kRelativeUri)) {
    // "@example.com/" would make a user name of the agent's address.
    const std::string url = kContainerAddress + *path;
    if (!path->starts_with('/') || !target_of(url, true).objection.empty()) {
      throw Error(ErrorKind::configuration, std::string(kRelativeUri) + ": not a path",
                  "it begins with a slash");
    }
    return url;
  }
  const auto url = outside_.environment(kFullUri);
  if (!url) return {};
  const HttpTarget target = target_of(*url, true);
  const bool allowed = target.scheme == "https" || is_loopback(target.host) ||
                       target.host == "169.254.170.2" || target.host == "169.254.170.23" ||
                       target.host == "[fd00:ec2::23]";
  if (!target.objection.empty() || !allowed) {
    throw Error(ErrorKind::configuration,
                std::string(kFullUri) + ": " +
                    (target.objection.empty() ? "plain http may not go to " + target.host
                                              : target.objection),
                "https to anybody, http only to this machine, 169.254.170.2, 169.254.170.23 or "
                "[fd00:ec2::23]");
  }
  return *url;
}

// Read anew each time: it is replaced while it is in use.
Secret AwsContainerKeys::authorization() const {
  const auto file = outside_.environment(kTokenFile);
  std::string value;
  if (file) {
    try {
      value = outside_.files.read(*file, kLargestTokenFile);
    } catch (const Error& error) {
      throw Error(ErrorKind::configuration, std::string(kTokenFile) + ": " + error.message(),
                  error.hint());
    }
  } else {
    value = outside_.environment(kToken).value_or("");
  }
  if (value.find_first_of("\r\n") != std::string::npos) {
    throw Error(ErrorKind::configuration,
                std::string(file ? kTokenFile : kToken) + ": the token holds a line break",
                "it is one line, without a line break at its end");
  }
  return Secret(std::move(value));
}

std::optional<AwsCredentials> AwsInstanceKeys::load() {
  if (fold_case(outside_.environment("AWS_EC2_METADATA_DISABLED").value_or("")) == "true") {
    return std::nullopt;
  }
  const std::string token = session_token();
  if (token.empty()) return std::nullopt;
  const std::string role_name = role(token);
  if (role_name.empty()) return std::nullopt;
  return credentials_in(
      name(), outside_.http.call(request(kRolePath + wire::percent_encode(role_name), token)));
}

// Other clouds have something else at this address, and other machines nothing.
std::string AwsInstanceKeys::session_token() const {
  HttpRequest put = request("api/token", {});
  put.method = HttpMethod::put;
  put.headers = {{"X-aws-ec2-metadata-token-ttl-seconds", "21600"}};
  const HttpResult result = outside_.http.call(put);
  if (!result.response) {
    log(LogLevel::debug, {{"error", result.error}}, "aws: no instance metadata service");
    return {};
  }
  if (says_later(result.response->status)) throw unusable(name(), result);
  const std::string token(trim(result.response->body));
  const bool good =
      result.response->status == 200 && wire::is_aws_word(token, kLongestSessionToken);
  return good ? token : std::string{};
}

std::string AwsInstanceKeys::role(const std::string& session_token) const {
  const HttpResult result = outside_.http.call(request(kRolePath, session_token));
  if (result.response && result.response->status == 404) return {};
  if (!result.response || result.response->status != 200) throw unusable(name(), result);
  const std::string_view body = trim(result.response->body);
  const std::string_view name_of_role = trim(body.substr(0, body.find('\n')));
  if (!name_of_role.empty() && !is_role(name_of_role)) {
    throw senseless(name(), "the name of a role is none");
  }
  return std::string(name_of_role);
}

HttpRequest AwsInstanceKeys::request(const std::string& path,
                                     const std::string& session_token) const {
  HttpRequest request;
  request.url = kInstanceAddress + path;
  if (!session_token.empty()) {
    request.headers = {{"X-aws-ec2-metadata-token", session_token}};
  }
  request.metadata = true;
  request.timeout = kInstanceTimeout;
  request.largest_answer = kLargestAnswer;
  return request;
}

}  // namespace execassist::net
