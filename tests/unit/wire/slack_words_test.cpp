#include "wire/slack_words.hpp"

#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::wire {
namespace {

TEST_CASE("text from Slack becomes what the person saw") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", ""},
      {"plain", "plain"},
      {"a &amp; b &lt;c&gt; &quot;", "a & b <c> &quot;"},
      {"&amp;lt;", "&lt;"},
      {"&amp", "&amp"},
      {"see <https://example.com/a?b=1&amp;c=2>", "see https://example.com/a?b=1&c=2"},
      {"<https://example.com|example.com>", "example.com"},
      {"<https://example.com|the plan>", "the plan (https://example.com)"},
      {"<mailto:a@b.example|a@b.example>", "a@b.example"},
      {"<mailto:a@b.example>", "a@b.example"},
      {"<tel:+15550100|+15550100>", "+15550100"},
      {"ask <@U123>", "ask @U123"},
      {"ask <@U123|ada>", "ask @ada"},
      {"in <#C123|general> and <#C9>", "in #general and #C9"},
      {"<!here> <!channel|@channel>", "@here @channel"},
      {"<!subteam^S1|@team>", "@team"},
      {"<!date^1392734382^{date}|18 Feb>", "18 Feb"},
      {"1 < 2", "1 < 2"},
      {"<", "<"},
      {"<>", "<>"},
      {"<broken", "<broken"},
      {"<<@U1|ada>", "<@ada"},
      {"<|x>", "x ()"},
      {"a <b <c> d", "a <b c d"},
      {"\xF0\x9F\x98\x80 \xC3\xA9", "\xF0\x9F\x98\x80 \xC3\xA9"},
      {"two\nlines", "two\nlines"},
      {"<@U1|\x1B[31mred>", "@red"},
      {std::string("a\0b", 3), "a b"},
      {"\xE2\x80\xAE"
       "evil",
       "evil"},
  };
  for (const auto& [text, expected] : cases) {
    CAPTURE(text);
    CHECK(words_from_slack(text) == expected);
  }
  CHECK(words_from_slack("a\xFF\xC3").find("\xEF\xBF\xBD") != std::string::npos);
  CHECK(words_from_slack(std::string(200'000, '<')).size() == 200'000);
  CHECK(words_from_slack(std::string(200'000, '&')).size() == 200'000);
}

}  // namespace
}  // namespace execassist::wire
