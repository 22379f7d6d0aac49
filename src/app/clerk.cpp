#include "app/clerk.hpp"

#include "store/savepoint.hpp"

#include <execassist/base/log.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace execassist::app {
namespace {

constexpr int kBatch = 20;
constexpr int kMostAttempts = 5;
constexpr Seconds kPause{2};  // after the store failed
// As long as Slack can wait for an answer.
constexpr std::chrono::milliseconds kPatience{2000};
// The clerk's own acts can wait, people at the door cannot: it tries for a moment only, and serves
// those before it tries again.
constexpr std::chrono::milliseconds kShortTry{100};
constexpr int kMostLockedPasses = 10;  // two seconds

}  // namespace

Clerk::Clerk(const Scope& scope, Act act, Acted acted, Failed failed)
    : scope_(scope),
      inbox_(scope_.database),
      commits_(scope_.database, kPatience),
      act_(std::move(act)),
      acted_(std::move(acted)),
      failed_(std::move(failed)) {}

void Clerk::start() {
  thread_ = std::thread([this] { run(); });
}

void Clerk::stop() {
  stopping_ = true;
  commits_.wake();
  if (thread_.joinable()) thread_.join();
}

void Clerk::doubt_store(const std::string& why) {
  note_trouble(why);
  doubted_ = true;
  commits_.wake();
}

std::string Clerk::trouble() const {
  const std::scoped_lock lock(guard_);
  return trouble_;
}

void Clerk::run() {
  for (;;) {
    const bool stop = stopping_;  // asked before the pass: what came in before is acted on
    const Pass done = try_pass();
    if (done == Pass::acted) {
      commits_.serve_for(std::chrono::milliseconds(0));
    } else if (stop && done != Pass::locked) {
      return;
    } else if (done == Pass::locked) {
      commits_.serve_for(kShortTry);
    } else if (done == Pass::failed) {
      commits_.serve_for(kPause);
    } else if (rest_) {
      commits_.serve_for(*rest_);
    } else {
      commits_.serve();
    }
  }
}

Clerk::Pass Clerk::try_pass() {
  try {
    written_ = false;
    const Pass done = pass();
    locked_passes_ = done == Pass::locked ? locked_passes_ + 1 : 0;
    // Fails in the words of the store, or has luck.
    if (locked_passes_ >= kMostLockedPasses) scope_.database.begin(kShortTry).commit();
    // Reading works on a full disk as well.
    if (written_) note_trouble("");
    return done;
  } catch (const std::exception& failure) {
    doubted_ = true;
    note_trouble(one_line(failure.what()));
    failed_(scope_.database);
    return Pass::failed;
  }
}

void Clerk::note_trouble(const std::string& why) {
  const std::scoped_lock lock(guard_);
  if (!why.empty() && why != trouble_) log(LogLevel::error, {{"worker", "clerk"}}, "serve: " + why);
  trouble_ = why;
}

// Writes, because a transaction without a change touches no disk.
bool Clerk::probe() {
  const auto tried = scope_.database.try_begin(kShortTry);
  if (!tried) return false;
  scope_.database.rewrite_version(*tried);
  tried->commit();
  return written_ = true;
}

Clerk::Pass Clerk::pass() {
  if (doubted_.exchange(false) && !probe()) {
    doubted_ = true;
    return Pass::locked;
  }
  const auto next = inbox_.next_due();
  const Instant now = scope_.now();
  rest_.reset();
  if (!next) return Pass::idle;
  if (*next > now) {
    rest_ = *next - now;
    return Pass::idle;
  }
  std::vector<SlackAnswer> answers;
  const auto transaction = scope_.database.try_begin(kShortTry);
  if (!transaction) return Pass::locked;
  for (const Inbound& each : inbox_.due(now, kBatch)) act(*transaction, each, answers);
  transaction->commit();
  written_ = true;
  acted_(std::move(answers));
  return Pass::acted;
}

void Clerk::act(store::Transaction& transaction, const Inbound& inbound,
                std::vector<SlackAnswer>& answers) {
  std::string why;
  try {
    store::Savepoint part(scope_.database, transaction);
    const InteractionResult result = act_(scope_, transaction, inbound);
    Inbound done = inbound;
    done.state = InboundState::done;
    done.outcome = one_line(result.outcome);
    if (!inbox_.settle(transaction, done)) return;
    part.keep();
    if (auto answer = answer_to(inbound, result)) answers.push_back(std::move(*answer));
    return;
  } catch (const std::exception& failure) {
    why = one_line(failure.what());
  }
  put_off(transaction, inbound, why);
}

void Clerk::put_off(store::Transaction& transaction, Inbound inbound, const std::string& why) {
  ++inbound.attempts;
  const bool given_up = inbound.attempts >= kMostAttempts;
  inbound.outcome = why;
  inbound.state = given_up ? InboundState::failed : InboundState::pending;
  inbound.next_attempt_at = scope_.now() + Seconds(1LL << inbound.attempts);
  inbox_.settle(transaction, inbound);
  log(given_up ? LogLevel::error : LogLevel::warning,
      {{"delivery_id", inbound.delivery_id}, {"kind", std::string(name_of(inbound.kind))}},
      (given_up ? "given up: " : "will be tried again: ") + why);
}

}  // namespace execassist::app
