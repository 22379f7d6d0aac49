// Text for Slack's mrkdwn (and the `text` of a message, which is read alike). Slack counts
// characters; what they are it does not say, so the larger count is taken: UTF-16 units of the
// escaped text.
//
// Nothing in mrkdwn quotes * _ ~ ` and >, and entities for them are not understood. So untrusted
// text is disarmed: such a sign becomes its look-alike where it could begin or end a format.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace execassist::render {

// & < > as &amp; &lt; &gt;, and nothing else: then no mention, link or date can be written.
std::string escape_slack(std::string_view text);

// One line in which nothing is bold, struck through, code or a quote. Escape it afterwards. An
// underscore within a word stays, where Slack does not read it either: names hold many.
std::string disarm_mrkdwn(std::string_view line);

std::size_t slack_length(std::string_view text);

// At most `most` characters, ending in "…" when something was cut; never splits a character or one
// of the three escapes.
std::string cut_slack(std::string_view escaped, std::size_t most);

}  // namespace execassist::render
