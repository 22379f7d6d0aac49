// What is foretold is what happens: item by item, on random worlds. One that differs is repeated
// with FORESIGHT_SEED=N alone; FORESIGHT_WORLDS=N tries more of them.
#include "app/foresight.hpp"
#include "foresight_world.hpp"

#include <algorithm>
#include <cstdlib>
#include <regex>

namespace execassist::app::testing {
namespace {

// Quick ones, in which much is said.
constexpr unsigned kFirst = 5;
constexpr unsigned kWorlds = 3;

// What is given up is named by its id, which nobody can foretell.
const std::regex kRandomId("(notify (show|retry)) [0-9a-z]+");

// "2026-03-28T10:00:00Z user0 prep first 4k2m9x: text".
std::string line_of(Instant at, const std::string& user, NotificationKind kind,
                    const std::string& channel, const std::optional<std::string>& meeting,
                    const std::string& text) {
  return format_rfc3339(at) + " " + user + " " + std::string(name_of(kind)) + " " + channel + " " +
         meeting.value_or("-") + ": " + std::regex_replace(text, kRandomId, "$1 ID");
}

std::vector<std::string> foretold(ForesightWorld& world) {
  store::Database copy = world.copy_of_store();
  const Scope& real = world.app.scope;
  const Scope scope{real.settings, real.rules, copy, real.edges, real.user_id, true, {}};
  const std::size_t sent_before = world.app.first().received.size();
  const Foresight foresight = foresee(scope, days{world.length_in_days});
  CHECK(world.app.first().received.size() == sent_before);
  std::vector<std::string> lines;
  for (const ForeseenMessage& each : foresight.messages) {
    CHECK_FALSE(each.reason.empty());
    lines.push_back(
        line_of(each.at, each.user_id, each.kind, each.channel, each.meeting_id, each.text));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::vector<std::string> lived(ForesightWorld& world) {
  const Instant from = world.app.now();
  for (; world.app.now() < from + days{world.length_in_days}; world.app.advance(minutes{5})) {
    world.app.tick();
  }
  std::vector<std::string> lines;
  for (const Notification& each : world.app.outbox()) {
    if (!each.sent_at || *each.sent_at < from) continue;
    lines.push_back(line_of(*each.sent_at, each.user_id, each.kind, each.channel.value_or(""),
                            each.meeting_id, each.text));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::size_t compare(unsigned seed) {
  CAPTURE(seed);
  ForesightWorld world(seed);
  const auto expected = foretold(world);
  const auto actual = lived(world);
  std::vector<std::string> only_foretold;
  std::vector<std::string> only_lived;
  std::set_difference(expected.begin(), expected.end(), actual.begin(), actual.end(),
                      std::back_inserter(only_foretold));
  std::set_difference(actual.begin(), actual.end(), expected.begin(), expected.end(),
                      std::back_inserter(only_lived));
  for (const std::string& each : only_foretold) FAIL_CHECK("only foretold: " << each);
  for (const std::string& each : only_lived) FAIL_CHECK("not foretold: " << each);
  return actual.size();
}

unsigned number_from(const char* variable, unsigned otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : static_cast<unsigned>(std::strtoul(text, nullptr, 10));
}

TEST_CASE("what is foretold is what happens") {
  const unsigned first = number_from("FORESIGHT_SEED", kFirst);
  const bool one = std::getenv("FORESIGHT_SEED") != nullptr;
  const unsigned worlds = number_from("FORESIGHT_WORLDS", one ? 1 : kWorlds);
  std::size_t sent = 0;
  for (unsigned seed = first; seed < first + worlds; ++seed) sent += compare(seed);
  CHECK((one || sent > 10 * worlds));  // or the worlds were too dull to prove anything
}

}  // namespace
}  // namespace execassist::app::testing
