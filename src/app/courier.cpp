#include "app/courier.hpp"

#include "app/delivery.hpp"
#include "app/worker_pool.hpp"
#include "store/queue_repository.hpp"

#include <execassist/base/log.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace execassist::app {
namespace {

constexpr std::size_t kMostWaiting = 500;
constexpr std::size_t kAtOnce = 8;
constexpr Seconds kShortestRest{1};
// What is due and yet was left, by a person's channel that is out of reach, say.
constexpr Seconds kRestOfLeft{30};

}  // namespace

void Courier::answer(std::vector<SlackAnswer> answers) {
  const std::scoped_lock lock(guard_);
  for (SlackAnswer& each : answers) waiting_.push_back(std::move(each));
  while (waiting_.size() > kMostWaiting) waiting_.pop_front();
}

std::optional<Seconds> Courier::round() {
  send_answers();
  const DeliveryReport report = deliver(scope_, {});
  const std::string wrong = report.misconfigured ? report.misconfigured->message() : "";
  if (!wrong.empty() && wrong != misconfigured_) {
    log(LogLevel::error, {{"worker", "courier"}}, "serve: " + one_line(wrong));
  }
  misconfigured_ = wrong;
  return rest();
}

// The calls are made side by side; nobody waits long for a person whose network is slow.
void Courier::send_answers() {
  std::deque<SlackAnswer> answers;
  {
    const std::scoped_lock lock(guard_);
    answers.swap(waiting_);
  }
  if (answers.empty()) return;
  HttpClient& client = scope_.edges.answering_client();
  std::size_t running = 0;
  std::deque<bool> failed;  // written on the threads, each its own
  WorkerPool pool(kAtOnce);
  for (const SlackAnswer& each : answers) {
    if (!pool.has_room()) {
      pool.wait();
      --running;
    }
    failed.push_back(false);
    pool.start(0, [&client, &lost = failed.back(), calls = calls_of(scope_, each)] {
      for (const HttpRequest& call : calls) lost = !client.call(call).ok();
    });
    ++running;
  }
  for (; running > 0; --running) pool.wait();
  if (std::find(failed.begin(), failed.end(), true) == failed.end()) return;
  auto transaction = scope_.database.begin();
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (failed[i]) reply_instead(scope_, transaction, answers[i]);
  }
  transaction.commit();
}

std::optional<Seconds> Courier::rest() const {
  const auto delivery = store::QueueRepository(scope_.database).next_delivery();
  if (!delivery) return std::nullopt;
  const Instant now = scope_.now();
  return *delivery > now ? std::max(*delivery - now, kShortestRest) : kRestOfLeft;
}

}  // namespace execassist::app
