// What a person wrote in Slack, as they see it: Slack hands it out escaped and with its own marks.
#pragma once

#include <string>
#include <string_view>

namespace execassist::wire {

// "&amp;" is "&", "<https://x|label>" is "label (https://x)", "<@U1|ada>" is "@ada", "<!here>" is
// "@here". Marks that are broken off stay as they are. Any bytes may come in; out come safe lines
// (base/text.hpp).
std::string words_from_slack(std::string_view text);

}  // namespace execassist::wire
