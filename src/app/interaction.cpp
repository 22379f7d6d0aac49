#include "app/interaction.hpp"

#include "app/slack_clicks.hpp"
#include "app/slack_words.hpp"
#include "store/slack_repository.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>

namespace execassist::app {
namespace {

constexpr int kLongestShown = 60;

std::string shown(const std::string& text) { return fit_width(one_line(text), kLongestShown); }

}  // namespace

const UserSettings* user_in_slack(const Scope& scope, const std::string& slack_user) {
  if (slack_user.empty()) return nullptr;
  const auto& users = scope.settings.users;
  const auto named = std::find_if(users.begin(), users.end(), [&](const UserSettings& user) {
    return user.user.slack_user_id == slack_user;
  });
  if (named != users.end()) return &*named;
  for (const auto& found : store::SlackRepository(scope.database).found_under(slack_user)) {
    const UserSettings* user = scope.settings.find_user(found.user_id);
    // What was found for an address that is not theirs any more says nothing about them.
    if (user && user->user.slack_user_id.empty() && !user->user.email.empty() &&
        found.found_by.starts_with(user->user.email + "#")) {
      return user;
    }
  }
  return nullptr;
}

InteractionResult act_on(const Scope& scope, store::Transaction& transaction,
                         const Inbound& inbound) {
  const UserSettings* actor = user_in_slack(scope, inbound.slack_user);
  if (!actor) {
    const std::string who = one_line("unknown Slack user " + shown(inbound.slack_user));
    if (inbound.kind != InboundKind::action) return {who, {}};
    return {who, "I do not know you yet. Whoever runs execassist can add your slack_user_id " +
                     shown(inbound.slack_user) + " to its configuration."};
  }
  switch (inbound.kind) {
    case InboundKind::action:
      return act_on_click(scope, transaction, inbound, *actor);
    case InboundKind::message:
      return act_on_words(scope, transaction, inbound, *actor);
    case InboundKind::command:
      break;
  }
  return {"answered when it came: " + shown(inbound.action), {}};
}

}  // namespace execassist::app
