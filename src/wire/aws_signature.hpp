// AWS Signature Version 4 (IAM User Guide, "AWS API request signing"): in headers, and in the query
// of a link that others may open. Pure: whoever sends must send the very bytes that were signed,
// and sign anew when it sends again.
#pragma once

#include "wire/url.hpp"

#include <execassist/base/instant.hpp>
#include <execassist/ports/aws_credentials.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace execassist::wire {

struct AwsService {
  std::string_view name;  // as in the scope: "bedrock", though the host is bedrock-runtime
  // S3 takes the path as it was sent and the hash of the payload in a header; all others take the
  // path without dot segments and double slashes, encoded once more.
  bool is_s3 = false;
};

inline constexpr AwsService kSes{"ses"};
inline constexpr AwsService kBedrock{"bedrock"};
inline constexpr AwsService kS3{"s3", true};

struct AwsRequest {
  std::string_view method;
  std::string_view url;  // absolute; path and query encoded as they are sent
  Fields headers;        // all that will be sent, but Host, and but those that proxies may change
  std::string_view body;
};

class AwsSigner {
 public:
  // `region`: "eu-west-1".
  AwsSigner(AwsCredentials credentials, std::string region, AwsService service)
      : credentials_(std::move(credentials)), region_(std::move(region)), service_(service) {}

  // What is to be sent besides the headers of the request: Authorization, X-Amz-Date, and where
  // needed X-Amz-Security-Token and X-Amz-Content-Sha256. `at`: the machine's clock; AWS allows
  // five minutes.
  Fields headers_for(const AwsRequest& request, Instant at) const;

  // The address with a signature in its query, a secret for as long as it is valid. REQUIRES:
  // `valid_for` within 1 s and 7 days; no header but Host is sent.
  std::string signed_url(std::string_view method, std::string_view url, Instant at,
                         Seconds valid_for) const;

 private:
  std::string scope(const std::string& time) const;
  std::string path_of(std::string_view url) const;
  std::string signature(const std::string& canonical_request, const std::string& time) const;

  AwsCredentials credentials_;
  std::string region_;
  AwsService service_;
};

}  // namespace execassist::wire
