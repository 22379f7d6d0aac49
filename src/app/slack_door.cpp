#include "app/slack_door.hpp"

#include "app/interaction.hpp"
#include "app/slack_answer.hpp"
#include "store/inbox_repository.hpp"
#include "wire/slack_inbound.hpp"
#include "wire/slack_signature.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/log.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <array>

namespace execassist::app {
namespace {

constexpr int kBadRequest = 400;
constexpr int kUnauthorized = 401;
constexpr int kTooMany = 429;
constexpr int kUnavailable = 503;

constexpr std::array<std::string_view, 4> kAsksForList = {"", "list", "meetings", "week"};
constexpr std::array<std::string_view, 2> kAsksForHelp = {"help", "?"};

ServedResponse only(int status) { return {status, "text/plain; charset=utf-8", {}, {}}; }

std::string header(const ServedRequest& request, const std::string& name) {
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? std::string() : found->second;
}

template <class Words>
bool is_one_of(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

MessageContent words_for_stranger(const std::string& slack_user) {
  MessageContent content;
  content.headline = "We have not met yet";
  content.sections.push_back({{{{"Your Slack account is "},
                                {slack_user, false, true},
                                {". Ask whoever runs execassist to write "},
                                {"slack_user_id: " + slack_user, false, true},
                                {" at your name in its configuration."}}}});
  return content;
}

MessageContent help_after(const std::string& text) {
  MessageContent content = slack_help();
  const TextLine line{
      {"There is no command "}, {fit_width(one_line(text), 40), false, true}, {"."}};
  content.sections.insert(content.sections.begin(), MessageSection{{line}});
  return content;
}

}  // namespace

ServedResponse SlackDoor::answer(const ServedRequest& request) {
  const Instant wall = clerk_.scope().edges.clock().wall();
  if (!is_from_slack(request, wall)) return refusal(request.peer, wall);
  wire::SlackRequest read = wire::read_slack_request(header(request, "content-type"), request.body);
  switch (read.kind) {
    case wire::SlackRequestKind::challenge:
      counts_.count(ServeResult::ignored);
      return {200, "text/plain; charset=utf-8", read.text, {}};
    case wire::SlackRequestKind::probe:
    case wire::SlackRequestKind::ignored:
      counts_.count(ServeResult::ignored);
      log(LogLevel::debug, {}, "ignored: " + read.text);
      return only(200);
    case wire::SlackRequestKind::inbound:
      return take_in(std::move(read.inbound));
    case wire::SlackRequestKind::malformed:
      break;
  }
  counts_.count(ServeResult::malformed);
  log(LogLevel::warning, {}, "a signed request from Slack was not understood: " + read.text);
  ServedResponse never = only(kBadRequest);
  never.headers["X-Slack-No-Retry"] = "1";  // it would be no better the next time
  return never;
}

ServedResponse SlackDoor::refusal(const std::string& peer, Instant wall) {
  if (const long long wait = limit_.wait_of(peer, wall); wait > 0) {
    counts_.count(ServeResult::limited);
    ServedResponse later = only(kTooMany);
    later.headers["Retry-After"] = std::to_string(wait);
    return later;
  }
  limit_.count_refusal(peer, wall);
  counts_.count(ServeResult::refused);
  return only(kUnauthorized);
}

bool SlackDoor::is_from_slack(const ServedRequest& request, Instant wall) const {
  return wire::check_slack_signature(signing_secret_, header(request, "x-slack-request-timestamp"),
                                     header(request, "x-slack-signature"), request.body,
                                     wall) == wire::SlackSignature::right;
}

ServedResponse SlackDoor::take_in(Inbound inbound) {
  const Scope& scope = clerk_.scope();
  inbound.received_at = inbound.next_attempt_at = scope.now();
  bool is_new = false;
  ServedResponse answer = only(200);
  try {
    clerk_.commits().run([&](store::Transaction& transaction) {
      is_new = store::InboxRepository(scope.database).insert(transaction, inbound);
      if (inbound.kind == InboundKind::command) {
        answer.content_type = "application/json; charset=utf-8";
        answer.body = command_answer(inbound);
      }
      return true;
    });
  } catch (const Error& failure) {
    // Slack tries again; the clerk says once why.
    clerk_.doubt_store(one_line(failure.message()));
    counts_.count(ServeResult::busy);
    return only(kUnavailable);
  }
  counts_.count(is_new ? ServeResult::stored : ServeResult::repeated);
  return answer;
}

// Reading has no effect, so that a repeated command is answered like the first.
std::string SlackDoor::command_answer(const Inbound& inbound) const {
  const std::string asked = fold_case(trim(inbound.text));
  const Scope& scope = clerk_.scope();
  const UserSettings* user = user_in_slack(scope, inbound.slack_user);
  if (user == nullptr) return ephemeral_message(words_for_stranger(inbound.slack_user), false);
  if (is_one_of(kAsksForList, asked)) {
    return ephemeral_message(meetings_overview(scope, *user), false);
  }
  if (is_one_of(kAsksForHelp, asked)) return ephemeral_message(slack_help(), false);
  return ephemeral_message(help_after(inbound.text), false);
}

}  // namespace execassist::app
