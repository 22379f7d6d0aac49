// Nobody reacted to a notice: after `escalate_after` of its type, and before its deadline, the next
// channel of the person gets it too. The escalation is queued in the transaction that knows the
// notice as delivered, so that it can be seen coming; any reaction suppresses it.
#pragma once

#include "app/scope.hpp"
#include "store/database.hpp"

#include <execassist/model/notification.hpp>

#include <string>
#include <vector>

namespace execassist::app {

// `notice`: a prep notification; it was delivered on `channel` by the attempt.
void queue_escalation(const Scope& scope, store::Transaction& transaction,
                      const Notification& notice, const std::string& channel, long long attempt_id);

// The channel that the notice went out on.
std::string escalated_from(const Notification& escalation);

// The channels of the list after that one; all of them when it is not in the list.
std::vector<std::string> channels_after(const std::vector<std::string>& channels,
                                        const std::string& channel);

}  // namespace execassist::app
