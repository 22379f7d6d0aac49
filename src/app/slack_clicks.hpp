// What a pressed button does. Value of each: "<meeting_id>", or "<meeting_id>:<version>" where the
// session that the person saw matters.
#pragma once

#include "app/interaction.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace execassist::app {

struct ClickValue {
  std::string meeting_id;
  std::optional<int> version;
};

// Nothing: it is none of ours.
std::optional<ClickValue> parse_click_value(std::string_view value);

// REQUIRES: an action; `actor` is the one who pressed.
InteractionResult act_on_click(const Scope& scope, store::Transaction& transaction,
                               const Inbound& inbound, const UserSettings& actor);

}  // namespace execassist::app
