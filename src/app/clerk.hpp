// The one thread that writes for `serve`: what handlers hand in is durable before they answer, many
// in one transaction; in between it acts on what has been stored. It owns its store connection.
#pragma once

#include "app/group_commit.hpp"
#include "app/scope.hpp"
#include "app/slack_answer.hpp"
#include "store/inbox_repository.hpp"

#include <execassist/model/inbound.hpp>

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace execassist::app {

class Clerk {
 public:
  // Acts on one row; `act_on` in the program.
  using Act = std::function<InteractionResult(const Scope&, store::Transaction&, const Inbound&)>;
  // Told after each transaction that acted, on the clerk's thread.
  using Acted = std::function<void(std::vector<SlackAnswer>)>;
  using Failed = std::function<void(const store::Database&)>;

  // `scope` is the clerk's alone. `failed` is told each time that the store failed it.
  Clerk(const Scope& scope, Act act, Acted acted, Failed failed);
  Clerk(const Clerk&) = delete;
  Clerk& operator=(const Clerk&) = delete;
  ~Clerk() { stop(); }

  void start();

  // Acts on all that is in and due, then ends. REQUIRES: nobody hands in work any more.
  void stop();

  // For work that handlers hand in. Inside of it, and nowhere else, they may use the clerk's scope.
  GroupCommit& commits() { return commits_; }
  const Scope& scope() const { return scope_; }

  // From any thread: the store failed somebody, so the clerk tries to write now. Until that has
  // worked `why` is its trouble.
  void doubt_store(const std::string& why);

  std::string trouble() const;  // why the store failed it last; empty: it works

 private:
  enum class Pass { acted, idle, locked, failed };

  void run();
  Pass try_pass();
  Pass pass();
  bool probe();
  void act(store::Transaction& transaction, const Inbound& inbound,
           std::vector<SlackAnswer>& answers);
  void put_off(store::Transaction& transaction, Inbound inbound, const std::string& why);
  void note_trouble(const std::string& why);

  const Scope scope_;
  store::InboxRepository inbox_;
  GroupCommit commits_;
  const Act act_;
  const Acted acted_;
  const Failed failed_;
  std::atomic<bool> stopping_ = false;
  std::atomic<bool> doubted_ = false;
  bool written_ = false;         // in this pass; the thread's alone, as what follows
  int locked_passes_ = 0;        // in a row
  std::optional<Seconds> rest_;  // until a row is due that was put off
  mutable std::mutex guard_;
  std::string trouble_;
  std::thread thread_;
};

}  // namespace execassist::app
