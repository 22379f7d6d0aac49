// The files that AWS's own tools share, ~/.aws/credentials and ~/.aws/config: an INI dialect. What
// botocore reads means the same here; besides, doublets, a byte order mark and loose quoting are
// put up with. Pure.
#pragma once

#include <execassist/base/secret.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace execassist::wire {

inline constexpr std::size_t kLargestAwsFile = std::size_t{1024} * 1024;

// credentials: every section is a profile. config: [default] and [profile name] are; sections of
// other kinds stand beside them.
enum class AwsFileKind { credentials, config };

// What stands under one profile, by key in lower case. Nested settings ("s3 =" and the indented
// lines below it) are left out.
class AwsProfile {
 public:
  // Empty when it is not set.
  Secret secret(std::string_view key) const;
  std::string text(std::string_view key) const { return secret(key).reveal(); }

  // The first key, in alphabetical order, that begins with `prefix` and has a value; else empty.
  std::string first_key(std::string_view prefix) const;

  void set(const std::string& key, std::string value);

 private:
  std::map<std::string, Secret, std::less<>> values_;
};

using AwsProfiles = std::map<std::string, AwsProfile, std::less<>>;  // by name

// A profile that comes twice is one; a key that comes twice keeps its last value. Nothing when the
// text is too large or has a line that is neither a section, a setting nor a comment; `why` then
// gets one line, with the number of that line and nothing of what it holds.
std::optional<AwsProfiles> parse_aws_profiles(std::string_view text, AwsFileKind kind,
                                              std::string* why = nullptr);

}  // namespace execassist::wire
