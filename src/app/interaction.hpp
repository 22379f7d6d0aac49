// Acts on one thing that came in from Slack, as part of the caller's transaction: who is it, may
// they, what does it do. What it cannot do is said kindly. Every act is a compare-and-set on the
// stored state, so that a double, late or concurrent click does nothing but say so. Everything said
// goes out through the outbox, or by the click's own response_url.
#pragma once

#include "app/scope.hpp"
#include "store/database.hpp"

#include <execassist/model/inbound.hpp>
#include <execassist/model/meeting.hpp>
#include <execassist/model/message_content.hpp>

#include <optional>
#include <string>

namespace execassist::app {

// The user of the configuration with that Slack account: by slack_user_id, else as the channel
// looked them up.
const UserSettings* user_in_slack(const Scope& scope, const std::string& slack_user);

struct InteractionResult {
  std::string outcome;  // for the log and `inbox`, one line
  std::string said;     // to the person who clicked, one line; empty: the redrawn message says it
};

InteractionResult act_on(const Scope& scope, store::Transaction& transaction,
                         const Inbound& inbound);

// What `/meetings` shows: the next seven days of that user, with state and buttons.
MessageContent meetings_overview(const Scope& scope, const UserSettings& user);
MessageContent slack_help();

}  // namespace execassist::app
