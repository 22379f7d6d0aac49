#include "app/redrawing.hpp"

#include "app/redrawn_wording.hpp"
#include "app/sensitivity.hpp"
#include "app/worker_pool.hpp"
#include "notify/meeting_words.hpp"
#include "notify/timing.hpp"
#include "store/meeting_repository.hpp"
#include "store/outbox_repository.hpp"
#include "store/redraw_repository.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/log.hpp>
#include <execassist/base/random.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <deque>
#include <exception>
#include <set>
#include <utility>

namespace execassist::app {
namespace {

constexpr std::size_t kAtOnce = 8;
constexpr std::size_t kBatch = 50;
// 1, 2, 4 ... 32 min, then every hour: about a day.
constexpr int kMostAttempts = 29;
constexpr int kBelieved = 5;
constexpr Seconds kStaleWords{30};  // a process that was held up draws nothing of before
constexpr Seconds kNextTurn{5};     // until a channel that had no room may have some
// Between two that draw the same message again and again, each after the other.
constexpr Seconds kOutOfStep{3};

class Redrawing {
 public:
  explicit Redrawing(const Scope& scope)
      : scope_(scope), redraws_(scope.database), sensitivity_(scope.rules) {}

  int everything_due() {
    while (!no_turn_ && take_batch()) work_off();
    return drawn_;
  }

 private:
  struct Job {
    store::Redraw redraw;
    Channel* channel = nullptr;
    const User* user = nullptr;
    std::string message_id;
    OutgoingMessage message;
    SendResult result;
    std::exception_ptr failure;
  };

  // What was not taken before in this call; false when there is nothing. What was
  // wanted again meanwhile comes again.
  bool take_batch() {
    jobs_.clear();
    std::vector<store::Redraw> needless;
    std::vector<store::Redraw> waiting;
    const auto limit = static_cast<int>(kBatch + seen_.size());
    for (store::Redraw& each : redraws_.due(scope_.now(), limit)) {
      if (!seen_.emplace(each.notification_id, each.wanted).second) continue;
      bool wait = false;
      if (std::optional<Job> job = job_for(each, wait)) {
        jobs_.push_back(std::move(*job));
      } else {
        (wait ? waiting : needless).push_back(std::move(each));
      }
    }
    if (needless.empty() && waiting.empty()) return !jobs_.empty();
    auto transaction = scope_.database.begin();
    for (const store::Redraw& each : needless) redraws_.done(transaction, each);
    for (const store::Redraw& each : waiting) {
      redraws_.later(transaction, each, notify::next_round(scope_.now(), each.attempts + 1, 0));
    }
    transaction.commit();
    return true;
  }

  // Nothing: it stays as it is; with `wait` for now.
  std::optional<Job> job_for(const store::Redraw& redraw, bool& wait) {
    const auto sent = store::OutboxRepository(scope_.database).load(redraw.notification_id);
    if (!sent || sent->state != NotificationState::sent || !sent->channel || !sent->message_id) {
      return std::nullopt;
    }
    const UserSettings* user = scope_.settings.find_user(sent->user_id);
    if (!user) return std::nullopt;
    Channel* channel = channel_named(*sent->channel, wait);
    if (!channel || !channel->redraws()) return std::nullopt;
    auto meeting = sent->meeting_id
                       ? store::MeetingRepository(scope_.database).load(*sent->meeting_id)
                       : std::nullopt;
    Discretion discretion = Discretion::open;
    if (meeting && !channel->may_carry_sensitive_text() && sensitivity_.of(*meeting)) {
      discretion = Discretion::discreet;
      meeting = notify::without_particulars(std::move(*meeting));
    }
    auto words =
        redrawn_wording(scope_, *sent, meeting ? &*meeting : nullptr, user->user, discretion);
    if (!words) return std::nullopt;
    Job job;
    job.redraw = redraw;
    job.channel = channel;
    job.user = &user->user;
    job.message_id = *sent->message_id;
    job.message = {sent->notification_id, sent->notification_id + "/" + *sent->channel, sent->kind,
                   std::move(words->subject), std::move(words->text)};
    job.message.content = std::move(words->content);
    job.message.send_before = scope_.edges.clock().wall() + kStaleWords;
    return job;
  }

  // A secret that cannot be had: later, as with a message that is owed.
  Channel* channel_named(const std::string& name, bool& wait) {
    try {
      return scope_.edges.channel(name);
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::configuration) throw;
      log(LogLevel::warning, {{"channel", name}},
          "messages cannot be drawn anew: " + one_line(error.message()));
      wait = true;
      return nullptr;
    }
  }

  void work_off() {
    WorkerPool pool(kAtOnce);
    std::size_t started = 0;
    std::exception_ptr failure;
    for (std::size_t ended = 0;; ++ended) {
      while (!no_turn_ && started < jobs_.size() && pool.has_room()) {
        Job& job = jobs_[started];
        pool.start(started++, [&job] { draw(job); });
      }
      if (ended == started) break;
      const Job& job = jobs_[pool.wait()];
      if (job.failure) {
        if (!failure) failure = job.failure;
        continue;
      }
      settle(job);
    }
    if (started < jobs_.size()) leave_from(started);
    if (failure) std::rethrow_exception(failure);
  }

  // What nobody began: when there is room again.
  void leave_from(std::size_t first) {
    auto transaction = scope_.database.begin();
    for (; first < jobs_.size(); ++first) {
      redraws_.put_off(transaction, jobs_[first].redraw, scope_.now() + kNextTurn);
    }
    transaction.commit();
  }

  // On a thread that touches no store.
  static void draw(Job& job) {
    try {
      job.result = job.channel->redraw(job.message_id, job.message, *job.user);
    } catch (...) {
      job.failure = std::current_exception();
    }
  }

  void settle(const Job& job) {
    if (job.result.gone) {
      no_turn_ = true;
      auto transaction = scope_.database.begin();
      redraws_.put_off(transaction, job.redraw, scope_.now() + kNextTurn);
      transaction.commit();
      return;
    }
    const bool drawn = job.result.outcome == AttemptOutcome::accepted;
    const bool in_vain =
        job.result.outcome == AttemptOutcome::refused || job.redraw.attempts + 1 >= kMostAttempts;
    if (drawn) ++drawn_;
    if (!drawn) {
      log(in_vain ? LogLevel::warning : LogLevel::info,
          {{"notification_id", job.redraw.notification_id}, {"channel", job.channel->name()}},
          std::string("not drawn anew") + (in_vain ? ", given up: " : ": ") +
              one_line(job.result.error));
    }
    auto transaction = scope_.database.begin();
    const bool ours = drawn || in_vain ? redraws_.done(transaction, job.redraw)
                                       : redraws_.later(transaction, job.redraw, next_attempt(job));
    // Somebody else may have drawn newer words, and these may have come after them.
    if (!ours && job.result.outcome != AttemptOutcome::refused) want_again(transaction, job.redraw);
    transaction.commit();
  }

  void want_again(store::Transaction& transaction, const store::Redraw& redraw) {
    const bool repeatedly = !again_.insert(redraw.notification_id).second;
    redraws_.want_again(transaction, redraw.notification_id,
                        scope_.now() + (repeatedly ? kOutOfStep : Seconds{0}));
  }

  Instant next_attempt(const Job& job) const {
    const Instant now = scope_.now();
    const Instant asked_for =
        now + std::min<Seconds>(job.result.retry_after.value_or(Seconds{0}), hours{1});
    // Who says when is believed, for a while.
    if (job.result.retry_after && job.redraw.attempts < kBelieved) {
      return std::max(asked_for, now + Seconds{1});
    }
    return std::max(notify::next_round(now, job.redraw.attempts + 1, random_spread()), asked_for);
  }

  const Scope& scope_;
  store::RedrawRepository redraws_;
  const Sensitivity sensitivity_;
  std::deque<Job> jobs_;
  std::set<std::pair<std::string, int>> seen_;
  std::set<std::string> again_;  // wanted again, because somebody else draws them too
  bool no_turn_ = false;         // the channel has no room now
  int drawn_ = 0;
};

}  // namespace

int redraw_due(const Scope& scope) {
  if (!scope.settings.notify.enabled) return 0;
  return Redrawing(scope).everything_due();
}

std::optional<Instant> next_redraw(const Scope& scope) {
  // Nothing is drawn in shadow mode: there is nothing to wake up for.
  if (!scope.settings.notify.enabled) return std::nullopt;
  return store::RedrawRepository(scope.database).next_due();
}

}  // namespace execassist::app
