// `serve` as a whole: the routes, and the four threads behind them. The clerk stores and acts, the
// courier speaks to people, the painter draws messages anew, the builder writes materials; each has
// a store connection of its own, and they wake one another. Works beside cron jobs on the same
// store.
#pragma once

#include "app/clerk.hpp"
#include "app/courier.hpp"
#include "app/round_thread.hpp"
#include "app/scope.hpp"
#include "app/serve_counts.hpp"
#include "app/serve_status.hpp"
#include "app/slack_door.hpp"
#include "store/database.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/secret.hpp>
#include <execassist/ports/http_server.hpp>

#include <atomic>
#include <functional>
#include <optional>
#include <string>

namespace execassist::app {

class SlackDesk {
 public:
  // `open` makes no store where there is none. `taken_over` is told, once, why nothing more can be
  // written: a newer program has migrated the store, or its file was removed or replaced.
  SlackDesk(const Scope& scope, Secret signing_secret, OpenStore open,
            std::function<void(const Error&)> taken_over);
  SlackDesk(const SlackDesk&) = delete;
  SlackDesk& operator=(const SlackDesk&) = delete;
  ~SlackDesk() { stop(); }

  void add_routes(HttpServer& server);

  // Begins with what an earlier run left. REQUIRES: before the first request.
  void start();

  // Acts on what is in, says what that brought about, and ends. REQUIRES: no more requests.
  void stop();

 private:
  Scope scope_with(store::Database& database) const;
  std::optional<Seconds> speak();
  std::optional<Seconds> paint();
  std::optional<Seconds> build();
  std::optional<Seconds> guarded(const store::Database& database, const RoundThread::Round& round);
  void look_for_taking_over(const store::Database& database) noexcept;
  ServedResponse readiness();
  std::string store_problem();
  ServedResponse metrics() const;

  const Scope scope_;
  const OpenStore open_;
  const std::function<void(const Error&)> taken_over_;
  std::atomic<bool> over_ = false;

  store::Database clerk_store_;
  store::Database courier_store_;
  store::Database painter_store_;
  store::Database builder_store_;
  ServeCounts counts_;
  Courier courier_;
  RoundThread painter_thread_;
  RoundThread courier_thread_;
  RoundThread builder_thread_;
  Clerk clerk_;
  SlackDoor door_;
};

}  // namespace execassist::app
