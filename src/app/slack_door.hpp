// POST /slack/webhook, in this order: signature over the raw body, parse, store durably, answer.
// What has no right signature has no effect; what comes again has none the second time. Acting on
// it is the clerk's business, afterwards; only a slash command is answered at once.
#pragma once

#include "app/clerk.hpp"
#include "app/refusal_limit.hpp"
#include "app/serve_counts.hpp"

#include <execassist/base/secret.hpp>
#include <execassist/ports/http_server.hpp>

#include <string>

namespace execassist::app {

inline constexpr std::size_t kLargestSlackRequest = std::size_t{256} * 1024;

// Used from several threads at once.
class SlackDoor {
 public:
  SlackDoor(Secret signing_secret, Clerk& clerk, ServeCounts& counts)
      : signing_secret_(std::move(signing_secret)), clerk_(clerk), counts_(counts) {}

  ServedResponse answer(const ServedRequest& request);

 private:
  bool is_from_slack(const ServedRequest& request, Instant wall) const;
  // Only what is not signed is limited: behind a tunnel everybody has one address, and nobody shall
  // be able to keep Slack out.
  ServedResponse refusal(const std::string& peer, Instant wall);
  ServedResponse take_in(Inbound inbound);
  std::string command_answer(const Inbound& inbound) const;

  const Secret signing_secret_;
  Clerk& clerk_;
  ServeCounts& counts_;
  RefusalLimit limit_;
};

}  // namespace execassist::app
