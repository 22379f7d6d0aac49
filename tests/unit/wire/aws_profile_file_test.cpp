#include "wire/aws_profile_file.hpp"

#include <vector>

#include <doctest/doctest.h>

namespace execassist::wire {
namespace {

constexpr auto kCredentials = AwsFileKind::credentials;
constexpr auto kConfig = AwsFileKind::config;

// "name: key=value key=value; name: ...", with line breaks as "|".
std::string shown(const AwsProfiles& profiles, const std::vector<std::string>& keys) {
  std::string text;
  for (const auto& [name, profile] : profiles) {
    text += (text.empty() ? "" : "; ") + name + ":";
    for (const std::string& key : keys) {
      std::string value = profile.text(key);
      for (char& c : value) c = c == '\n' ? '|' : c;
      if (!value.empty()) text += " " + key + "=" + value;
    }
  }
  return text;
}

TEST_CASE("aws files: what the dialect allows") {
  struct Case {
    std::string name;
    AwsFileKind kind;
    std::string text;
    std::string expected;
  };
  const std::vector<Case> cases = {
      {"empty", kCredentials, "", ""},
      {"credentials", kCredentials, "[default]\na = 1\nb = 2\n\n[work]\na = 3\n",
       "default: a=1 b=2; work: a=3"},
      {"config", kConfig, "[default]\na = 1\n[profile work]\na = 3\n", "default: a=1; work: a=3"},
      {"default with the word too", kConfig, "[profile default]\na = 1\n", "default: a=1"},
      {"other sections of config", kConfig,
       "[work]\na = 1\n[sso-session work]\na = 2\n[services work]\na = 3\n[profiles]\na = 4\n"
       "[profile]\na = 5\n[profile ]\na = 6\n",
       ""},
      {"the word is part of the name in credentials", kCredentials, "[profile work]\na = 1\n",
       "profile work: a=1"},
      {"values with equal signs", kCredentials, "[d]\na = x=y==\nb==\n", "d: a=x=y== b=="},
      {"no blanks", kCredentials, "[d]\na=1\nb=2", "d: a=1 b=2"},
      {"many blanks", kCredentials, "[ d ]  \na \t=\t 1 2 \t\n", "d: a=1 2"},
      {"colons", kCredentials, "[d]\na: 1:2\nb = 3:4\n", "d: a=1:2 b=3:4"},
      {"keys in any case", kCredentials, "[d]\nA = Xy\n", "d: a=Xy"},
      {"comments", kCredentials,
       "# one\n;two\n[d] # three\n  # four\na = 1 # no comment\n;b = 2\n[e];five\nb = 3;no\n",
       "d: a=1 # no comment; e: b=3;no"},
      {"line breaks of Windows", kCredentials, "[d]\r\na = 1\r\n\r\nb = 2\r\n", "d: a=1 b=2"},
      {"byte order mark", kCredentials, "\xef\xbb\xbf[d]\na = 1\n", "d: a=1"},
      {"no value", kCredentials, "[d]\na =\nb = 2\n", "d: b=2"},
      {"no settings", kCredentials, "[d]\n", "d:"},
      {"nested settings", kConfig, "[default]\nb =\n  a = 1\n\n  c = 2\na = 3\nc =\n\ta = 4\n",
       "default: a=3"},
      {"a value goes on", kConfig, "[default]\na = x\n   y = z\nb = 2\n", "default: a=x|y = z b=2"},
      {"indented settings", kCredentials, "[d]\n  a = 1\n  b = 2\n c = 3\n", "d: a=1 b=2 c=3"},
      {"an indented section", kCredentials, "[d]\na = 1\n[e]\n  [f]\na = 2\n",
       "d: a=1; e:; f: a=2"},
      {"twice", kCredentials, "[d]\na = 1\nb = 1\n[e]\n[d]\na = 2\n", "d: a=2 b=1; e:"},
      {"quoted", kConfig, "[profile \"my work\"]\na = 1\n", "my work: a=1"},
      {"quoted otherwise", kConfig, "[profile 'my work']\na = 1\n", "my work: a=1"},
      {"quoted at once", kConfig, "[profile\"work\"]\na = 1\n", "work: a=1"},
      {"blanks without quotes", kConfig, "[profile  my work ]\na = 1\n", "my work: a=1"},
      {"quoted in credentials", kCredentials, "[\"my work\"]\na = 1\n", "my work: a=1"},
      {"half a quote", kConfig, "[profile \"work]\na = 1\n", "\"work: a=1"},
      {"a tab", kConfig, "[profile\twork]\na = 1\n", "work: a=1"},
      {"values are not unquoted", kCredentials, "[d]\na = \"1\"\n", "d: a=\"1\""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    std::string why;
    const auto profiles = parse_aws_profiles(c.text, c.kind, &why);
    CHECK(why.empty());
    REQUIRE(profiles);
    CHECK(shown(*profiles, {"a", "b", "c"}) == c.expected);
  }
}

TEST_CASE("aws files: a line that makes no sense is named, and what it holds is not") {
  struct Case {
    std::string text;
    int line;
  };
  const std::vector<Case> cases = {
      {"hidden = 1\n", 1},
      {"# fine\n\n  hidden\n", 3},
      {"[default]\naws_secret_access_key hidden\n", 2},
      {"[default]\na = 1\nhidden", 3},
      {"[default]\n= hidden\n", 2},
      {"[default\na = hidden\n", 1},
      {"[d]\na = 1\n[hidden\nb = 2\n", 3},
      {"[]\na = hidden\n", 1},
      {"[  ]\n", 1},
      {"[default] hidden\n", 1},
      {"<<<<<<< hidden\n[default]\n", 1},
      {std::string("\xff\xfe[\0d\0]\0\n\0", 10), 1},
      {std::string("\0hidden", 7), 1},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    std::string why;
    CHECK(!parse_aws_profiles(c.text, kCredentials, &why));
    CHECK(why == "line " + std::to_string(c.line) + " is neither a [section] nor a key = value");
    CHECK(!parse_aws_profiles(c.text, kConfig));
  }
}

TEST_CASE("aws files: a file is bounded") {
  std::string text = "[default]\na = 1\n";
  text += std::string(kLargestAwsFile - text.size(), '\n');
  CHECK(parse_aws_profiles(text, kConfig));
  text += '\n';
  std::string why;
  CHECK(!parse_aws_profiles(text, kConfig, &why));
  CHECK(why == "larger than 1 MiB");

  std::string long_value = "[d]\na = x\n";
  while (long_value.size() + 4 <= kLargestAwsFile) long_value += "  y\n";
  const auto profiles = parse_aws_profiles(long_value, kCredentials);
  REQUIRE(profiles);
  CHECK(profiles->at("d").text("a").size() == 1 + 2 * ((kLargestAwsFile - 10) / 4));
}

TEST_CASE("aws files: the first key of a kind") {
  const auto profiles = parse_aws_profiles(
      "[d]\nsso_session =\nsso_start_url = x\nsso_account_id = y\nregion = z\n", kCredentials);
  REQUIRE(profiles);
  const AwsProfile& profile = profiles->at("d");
  CHECK(profile.first_key("sso_") == "sso_account_id");
  CHECK(profile.first_key("sso_session").empty());
  CHECK(profile.first_key("role_arn").empty());
  CHECK(profile.first_key("region") == "region");
  CHECK(profile.secret("sso_session").empty());
  CHECK(profile.secret("absent").empty());
}

}  // namespace
}  // namespace execassist::wire
