#include "app/slack_desk.hpp"

#include "app/interaction.hpp"
#include "app/materials_build.hpp"
#include "app/redrawing.hpp"
#include "store/queue_repository.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <cstdint>
#include <utility>

namespace execassist::app {
namespace {

// Slack waits three seconds, and repeats what got no answer.
constexpr Seconds kClerkBusy{2};
constexpr Seconds kOthersBusy{10};
constexpr Seconds kProbeBusy{1};
constexpr Seconds kShortestRest{1};
// What is due and yet was left: somebody else is at it.
constexpr Seconds kRestOfLeft{30};
constexpr std::uint64_t kLeastDisk = std::uint64_t{1} << 20;
constexpr Seconds kRestOfUndrawn{5};  // the channel had no room for them

ServedResponse words(int status, std::string text) {
  return {status, "text/plain; charset=utf-8", std::move(text), {}};
}

}  // namespace

SlackDesk::SlackDesk(const Scope& scope, Secret signing_secret, OpenStore open,
                     std::function<void(const Error&)> taken_over)
    : scope_(scope),
      open_(std::move(open)),
      taken_over_(std::move(taken_over)),
      clerk_store_(open_(kClerkBusy)),
      courier_store_(open_(kOthersBusy)),
      painter_store_(open_(kOthersBusy)),
      builder_store_(open_(kOthersBusy)),
      courier_(scope_with(courier_store_)),
      painter_thread_("painter",
                      [this] { return guarded(painter_store_, [this] { return paint(); }); }),
      courier_thread_("courier",
                      [this] { return guarded(courier_store_, [this] { return speak(); }); }),
      builder_thread_("builder",
                      [this] { return guarded(builder_store_, [this] { return build(); }); }),
      clerk_(
          scope_with(clerk_store_), act_on,
          [this](std::vector<SlackAnswer> answers) {
            courier_.answer(std::move(answers));
            courier_thread_.ring();
            painter_thread_.ring();
            builder_thread_.ring();
          },
          [this](const store::Database& database) { look_for_taking_over(database); }),
      door_(std::move(signing_secret), clerk_, counts_) {}

Scope SlackDesk::scope_with(store::Database& database) const {
  return {scope_.settings, scope_.rules, database, scope_.edges, scope_.user_id, false, {}};
}

void SlackDesk::add_routes(HttpServer& server) {
  server.route("POST", "/slack/webhook", kLargestSlackRequest,
               [this](const ServedRequest& request) { return door_.answer(request); });
  server.route("GET", "/healthz", 0, [](const ServedRequest&) { return words(200, "ok\n"); });
  server.route("GET", "/readyz", 0, [this](const ServedRequest& request) {
    return request.from_loopback ? readiness() : words(404, {});
  });
  server.route("GET", "/metrics", 0, [this](const ServedRequest& request) {
    return request.from_loopback ? metrics() : words(404, {});
  });
}

void SlackDesk::start() {
  clerk_.start();
  courier_thread_.start();
  painter_thread_.start();
  builder_thread_.start();
}

void SlackDesk::stop() {
  // A build that waits for a program for minutes is done after the next start.
  scope_.edges.cut_context();
  clerk_.stop();
  builder_thread_.stop(false);
  courier_thread_.stop(true);
  painter_thread_.stop(true);
}

// What changed while a message was on its way is to be drawn anew.
std::optional<Seconds> SlackDesk::speak() {
  const auto rest = courier_.round();
  painter_thread_.ring();
  return rest;
}

// By itself, so that no question and no answer waits for a channel that has no room for it.
std::optional<Seconds> SlackDesk::paint() {
  const Scope scope = scope_with(painter_store_);
  redraw_due(scope);
  const auto next = next_redraw(scope);
  if (!next) return std::nullopt;
  const Instant now = scope.now();
  return *next > now ? std::max(*next - now, kShortestRest) : kRestOfUndrawn;
}

std::optional<Seconds> SlackDesk::build() {
  const Scope scope = scope_with(builder_store_);
  BuildReport report;
  try {
    report = advance_builds(scope);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::terminated) throw;
    return std::nullopt;  // we are ending: the next one to start takes them up
  }
  if (!report.built.empty() || !report.failed.empty()) {
    courier_thread_.ring();
    painter_thread_.ring();
  }
  const auto next = store::QueueRepository(builder_store_).next_build();
  if (!next) return std::nullopt;
  const Instant now = scope.now();
  return *next > now ? std::max(*next - now, kShortestRest) : kRestOfLeft;
}

std::optional<Seconds> SlackDesk::guarded(const store::Database& database,
                                          const RoundThread::Round& round) {
  try {
    return round();
  } catch (...) {
    look_for_taking_over(database);
    throw;
  }
}

// A store that cannot even be asked is nobody else's, as far as we know.
void SlackDesk::look_for_taking_over(const store::Database& database) noexcept {
  try {
    const auto why = database.taken_over();
    if (why && !over_.exchange(true)) taken_over_(*why);
  } catch (const Error&) {
    return;
  }
}

// A new file in the old one's place may be in the best order, and yet nothing reaches it from here.
std::string SlackDesk::store_problem() {
  const auto lost = clerk_store_.lost_file();
  if (!lost) {
    const auto left = scope_.edges.files().bytes_left(clerk_store_.path());
    if (left && *left < kLeastDisk) return std::to_string(*left) + " bytes are left on its disk";
    return store_objection(open_);
  }
  clerk_.doubt_store(one_line(lost->message()));
  return one_line(lost->message());
}

ServedResponse SlackDesk::readiness() {
  std::string problems;
  const std::string store = store_problem();
  if (!store.empty()) problems += "store: " + store + "\n";
  for (const auto& [who, trouble] :
       {std::pair{"clerk", clerk_.trouble()}, std::pair{"courier", courier_thread_.trouble()},
        std::pair{"painter", painter_thread_.trouble()},
        std::pair{"builder", builder_thread_.trouble()}}) {
    if (!trouble.empty()) problems += std::string(who) + ": " + trouble + "\n";
  }
  return problems.empty() ? words(200, "ready\n") : words(503, "not ready\n" + problems);
}

ServedResponse SlackDesk::metrics() const {
  store::Database database = open_(kProbeBusy);
  return {200, "text/plain; version=0.0.4; charset=utf-8", metrics_text(database, counts_), {}};
}

}  // namespace execassist::app
