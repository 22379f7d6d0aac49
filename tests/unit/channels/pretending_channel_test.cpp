#include "channels/pretending_channel.hpp"

#include "support/fake_channel.hpp"

#include <doctest/doctest.h>

namespace execassist::testing {
namespace {

TEST_CASE("the pretending channel draws nothing anew, and says what would be") {
  FakeChannel real;
  channels::PretendingChannel pretending(real);
  User ada;
  ada.id = "ada";
  const OutgoingMessage message{"n1", "n1/fake", NotificationKind::prep, "Prepare", "text"};
  CHECK_FALSE(pretending.redraws());
  CHECK(pretending.redraw("fake-1", message, ada).outcome == AttemptOutcome::refused);
  real.can_redraw = true;
  CHECK(pretending.redraws());
  const SendResult result = pretending.redraw("fake-1", message, ada);
  CHECK(result.outcome == AttemptOutcome::accepted);
  CHECK(real.redraw_calls == 0);
  CHECK(real.calls == 0);
}

}  // namespace
}  // namespace execassist::testing
