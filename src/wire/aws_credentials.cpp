#include "wire/aws_credentials.hpp"

#include "wire/json.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <utility>

namespace execassist::wire {
namespace {

// Real ones have 20, 40 and about a thousand characters.
constexpr std::size_t kLongestKeyId = 128;
constexpr std::size_t kLongestKey = 1024;
constexpr std::size_t kLongestToken = std::size_t{16} * 1024;
constexpr std::size_t kLongestCode = 64;

AwsCredentialsReading problem(std::string why) {
  AwsCredentialsReading reading;
  reading.problem = std::move(why);
  return reading;
}

// Empty when it is missing, null or no text.
std::string text_at(const Json& object, std::string_view key) {
  const Json* value = object.find(key);
  const std::string* text = value == nullptr ? nullptr : value->as_string();
  return text == nullptr ? std::string{} : *text;
}

// Written, but not as text.
bool is_odd(const Json& object, std::string_view key) {
  const Json* value = object.find(key);
  return value != nullptr && !value->is_null() && value->as_string() == nullptr;
}

AwsCredentialsReading read_keys(const Json& object, std::string_view token_key) {
  for (const std::string_view key :
       {std::string_view("AccessKeyId"), std::string_view("SecretAccessKey"), token_key,
        std::string_view("Expiration")}) {
    if (is_odd(object, key)) return problem(std::string(key) + " is no text");
  }
  AwsCredentials credentials;
  credentials.access_key_id = text_at(object, "AccessKeyId");
  credentials.secret_access_key = Secret(text_at(object, "SecretAccessKey"));
  credentials.session_token = Secret(text_at(object, token_key));
  if (credentials.access_key_id.empty()) return problem("AccessKeyId is missing");
  if (credentials.secret_access_key.empty()) return problem("SecretAccessKey is missing");
  const std::string expiration = text_at(object, "Expiration");
  if (!expiration.empty()) {
    credentials.expires_at = parse_rfc3339(expiration);
    if (!credentials.expires_at) return problem("Expiration is no time as 2026-01-31T09:30:00Z");
  }
  if (std::string why = credentials_problem(credentials); !why.empty()) return problem(why);
  AwsCredentialsReading reading;
  reading.credentials = std::move(credentials);
  return reading;
}

bool in_code(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.';
}

// "Success" stands beside credentials.
std::string failure_code(const Json& object) {
  for (const std::string_view key : {"Code", "code"}) {
    const std::string code = text_at(object, key);
    if (code.empty() || code == "Success") continue;
    const bool plain =
        code.size() <= kLongestCode && std::all_of(code.begin(), code.end(), in_code);
    return plain ? code : "an error";
  }
  return {};
}

}  // namespace

AwsCredentialsReading read_process_credentials(std::string_view json) {
  const auto object = parse_json(json);
  if (!object || !object->is_object()) return problem("the output is no JSON object");
  const Json* version = object->find("Version");
  if (version == nullptr) return problem("Version is missing");
  if (version->as_int() != 1) return problem("Version is not 1");
  return read_keys(*object, "SessionToken");
}

AwsCredentialsReading read_metadata_credentials(std::string_view json) {
  const auto object = parse_json(json);
  if (!object || !object->is_object()) return problem("the answer is no JSON object");
  if (std::string code = failure_code(*object); !code.empty()) {
    AwsCredentialsReading reading = problem("no credentials, but " + code);
    reading.code = std::move(code);
    return reading;
  }
  AwsCredentialsReading reading = read_keys(*object, "Token");
  if (!reading.credentials) return reading;
  if (reading.credentials->session_token.empty()) return problem("Token is missing");
  if (!reading.credentials->expires_at) return problem("Expiration is missing");
  return reading;
}

std::string credentials_problem(const AwsCredentials& credentials) {
  const char* const odd = " holds characters that none has, or is too long";
  if (!is_aws_word(credentials.access_key_id, kLongestKeyId)) {
    return std::string("the access key id") + odd;
  }
  if (!is_aws_word(credentials.secret_access_key.reveal(), kLongestKey)) {
    return std::string("the secret access key") + odd;
  }
  if (!is_aws_word(credentials.session_token.reveal(), kLongestToken)) {
    return std::string("the session token") + odd;
  }
  return {};
}

bool is_aws_word(std::string_view text, std::size_t most) {
  return text.size() <= most &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

}  // namespace execassist::wire
