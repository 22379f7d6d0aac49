// AWS credentials as programs (`credential_process`) and metadata services write them, as JSON, and
// what credentials look like. No problem that is named here holds any part of them. Pure.
#pragma once

#include <execassist/ports/aws_credentials.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace execassist::wire {

struct AwsCredentialsReading {
  std::optional<AwsCredentials> credentials;
  std::string problem;  // without credentials: one line
  // Instead of credentials a metadata service may say why there are none, as one word.
  std::string code;
};

// {"Version": 1, "AccessKeyId", "SecretAccessKey", "SessionToken"?, "Expiration"?}.
AwsCredentialsReading read_process_credentials(std::string_view json);

// {"AccessKeyId", "SecretAccessKey", "Token", "Expiration"} or {"Code", "Message"}.
AwsCredentialsReading read_metadata_credentials(std::string_view json);

// Which of them cannot be right, as "the session token holds ..."; empty: none. Key and token
// travel in headers.
std::string credentials_problem(const AwsCredentials& credentials);

// Visible ASCII without blanks, and not longer than `most`.
bool is_aws_word(std::string_view text, std::size_t most);

}  // namespace execassist::wire
