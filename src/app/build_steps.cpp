// The steps of a build. Each is one act towards the outside, then one transaction that stores what
// came of it, by compare-and-set on the lease: a process that lost it changes nothing.
#include "app/build_alert.hpp"
#include "app/context_gathering.hpp"
#include "app/materials_announcement.hpp"
#include "app/materials_build.hpp"
#include "app/materials_writing.hpp"
#include "app/prep_sessions.hpp"
#include "store/build_repository.hpp"
#include "store/meeting_repository.hpp"
#include "store/prep_log_repository.hpp"
#include "wire/url.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/identifier.hpp>
#include <execassist/base/log.hpp>
#include <execassist/base/text.hpp>

#include <exception>
#include <functional>
#include <map>
#include <utility>

namespace execassist::app {
namespace {

constexpr int kBatch = 200;
constexpr int kMostTries = 4;
constexpr Seconds kLeaseLength = minutes{5};
constexpr Seconds kUserAway = hours{1};  // before a build of an unknown user is looked at again
constexpr int kLongestProblem = 500;

// Why nobody needs these materials any more; empty when somebody does.
std::string why_needless(const MaterialsBuild& build, const std::optional<Meeting>& meeting,
                         Instant now) {
  if (!meeting) return "the meeting is not in the store any more";
  const MeetingState& state = meeting->state;
  if (state.status == MeetingStatus::cancelled) return "the meeting is cancelled";
  if (state.status == MeetingStatus::completed || meeting->facts.end <= now) {
    return "the meeting is over";
  }
  if (state.prep_outcome == PrepOutcome::skipped) return "the preparation was skipped";
  if (build.round != state.round) return "the meeting is to be prepared anew";
  return {};
}

std::string gathered_in_words(const std::vector<ContextItem>& items) {
  if (items.empty()) return "no context is required";
  std::string text = count_of(static_cast<long long>(items.size()), "source");
  for (const ContextItem& item : items) {
    if (!item.problem.empty()) text += "; " + one_line(item.label) + ": " + one_line(item.problem);
  }
  return fit_width(text, kLongestProblem);
}

class Builder {
 public:
  Builder(const Scope& scope, const std::optional<std::string>& meeting_id)
      : scope_(scope),
        builds_(scope.database),
        contents_(scope.database),
        meetings_(scope.database),
        story_(scope.database),
        gathering_(scope) {
    due_.user_id = scope.user_id;
    due_.meeting_id = meeting_id;
  }

  BuildReport run() {
    free_abandoned();
    while (lease_some()) {
      try {
        gather_context();
        for (MaterialsBuild& build : batch_) take_steps(build);
      } catch (...) {
        give_back();
        throw;
      }
    }
    return std::move(report_);
  }

  BuildReport foretell() {
    due_.states = {BuildState::pending};
    for (const MaterialsBuild& build : builds_.list(due_)) {
      const auto meeting = meetings_.load(build.meeting_id);
      const bool due = build.next_attempt_at <= scope_.now();
      if (!due || !why_needless(build, meeting, scope_.now()).empty()) continue;
      report_.built.push_back({build.meeting_id, {}});
    }
    return std::move(report_);
  }

 private:
  using Change = std::function<void(MaterialsBuild&)>;
  using Act = std::function<void(store::Transaction&, const Meeting&)>;

  // Of processes that died between two steps; or of ourselves, where a store that failed could not
  // even take the lease back: nobody else in this process is at work.
  void free_abandoned() {
    const ProcessIdentity self = scope_.edges.processes().self();
    for (const auto& [build, lease] : builds_.expired_leases(scope_.now())) {
      if (lease.holder != self && !scope_.edges.processes().gone(lease.holder)) continue;
      auto transaction = scope_.database.begin();
      builds_.free(transaction, build.build_id, lease.lease_id);
      transaction.commit();
    }
  }

  bool lease_some() {
    const Instant now = scope_.now();
    lease_ = {random_id(), now + kLeaseLength, scope_.edges.processes().self()};
    auto transaction = scope_.database.begin();
    batch_ = builds_.lease_due(transaction, now, kBatch, lease_, due_);
    transaction.commit();
    return !batch_.empty();
  }

  void give_back() noexcept {
    for (const MaterialsBuild& build : batch_) {
      try {
        auto transaction = scope_.database.begin();
        builds_.free(transaction, build.build_id, lease_.lease_id);
        transaction.commit();
      } catch (const std::exception& failure) {
        log(LogLevel::warning, {{"build_id", build.build_id}}, failure.what());
        return;  // it is free when the lease has run out
      }
    }
  }

  // Stores what a step came to. False, and nothing is changed, when the build is not ours any more.
  // What nobody needs any more ends here.
  bool keep(MaterialsBuild& build, const std::string& outcome, const Change& change,
            const Act& act) {
    const Instant now = scope_.now();
    MaterialsBuild next = build;
    auto transaction = scope_.database.begin();
    const auto meeting = meetings_.load(build.meeting_id);
    const std::string needless = why_needless(build, meeting, now);
    if (needless.empty()) {
      next.attempts = 0;
      next.problem.clear();
      change(next);
    } else {
      next.state = BuildState::superseded;
      next.problem = needless;
      next.location = place_of(build);
    }
    const bool goes_on = next.state == BuildState::pending;
    if (!goes_on) next.finished_at = now;
    if (!builds_.update(transaction, next, lease_.lease_id, goes_on)) return false;
    if (needless.empty()) {
      act(transaction, *meeting);
    } else {
      end(transaction, build, meeting);
    }
    story_.add(transaction, build.meeting_id,
               {now, std::string(name_of(build.step)), build.cause,
                needless.empty() ? outcome : "not needed: " + needless});
    transaction.commit();
    build = std::move(next);
    if (!goes_on) take_away_left(scope_, build.meeting_id);
    return true;
  }

  // Of a build that is put anywhere by a process that died before it could say so, too.
  std::string place_of(const MaterialsBuild& build) const {
    if (!build.location.empty()) return build.location;
    return scope_.edges.archive().location_of({build.user_id, build.meeting_id});
  }

  std::string page_in(const std::string& location) const {
    return wire::file_url(scope_.edges.archive().path_of(location, "materials.html"));
  }

  // What it archived goes once this is stored.
  void end(store::Transaction& transaction, const MaterialsBuild& build,
           const std::optional<Meeting>& meeting) {
    contents_.drop_all(transaction, build.build_id);
    if (!meeting || !meeting->state.materials_url) return;
    const auto in_hand = done_builds(build.meeting_id);
    MeetingState state = meeting->state;
    state.materials_url.reset();
    if (!in_hand.empty()) state.materials_url = page_in(in_hand.back().location);
    if (state == meeting->state) return;
    meetings_.advance(transaction, *meeting, state, scope_.now(), "materials: not needed");
  }

  // Asks for the context of the whole batch at once.
  void gather_context() {
    std::vector<MaterialsBuild*> builds;
    std::vector<Meeting> meetings;
    for (MaterialsBuild& build : batch_) {
      if (build.step != BuildStep::gather || scope_.settings.find_user(build.user_id) == nullptr) {
        continue;
      }
      auto meeting = meetings_.load(build.meeting_id);
      if (!why_needless(build, meeting, scope_.now()).empty()) continue;  // take_steps ends it
      builds.push_back(&build);
      meetings.push_back(std::move(*meeting));
    }
    if (builds.empty()) return;
    scope_.say("gathering context for " +
               count_of(static_cast<long long>(builds.size()), "meeting"));
    auto gathered = gathering_.gather(meetings);
    for (std::size_t i = 0; i < builds.size(); ++i) {
      context_[builds[i]->build_id] = std::move(gathered[i]);
    }
  }

  void take_steps(MaterialsBuild& build) {
    if (scope_.settings.find_user(build.user_id) == nullptr) return put_off(build);
    while (build.state == BuildState::pending) {
      std::string problem;
      try {
        if (!take_step(build)) return;
        continue;
      } catch (const Error& error) {
        problem = error.message();
      } catch (const std::exception& unexpected) {
        problem = std::string("unexpected: ") + unexpected.what();
      }
      return fail(build, fit_width(one_line(problem), kLongestProblem));
    }
    if (build.state == BuildState::done) {
      report_.built.push_back({build.meeting_id, build.location});
    }
  }

  bool take_step(MaterialsBuild& build) {
    // Before an archive that is broken is asked in vain.
    const bool needed = why_needless(build, meetings_.load(build.meeting_id), scope_.now()).empty();
    if (!needed) return end_if_needless(build);
    switch (build.step) {
      case BuildStep::gather:
        return gather(build);
      case BuildStep::write:
        return write(build);
      case BuildStep::archive:
        return archive(build);
      case BuildStep::deliver:
        return deliver(build);
    }
    return false;
  }

  bool gather(MaterialsBuild& build) {
    const auto gathered = context_.find(build.build_id);
    if (gathered == context_.end()) return end_if_needless(build);
    const std::vector<ContextItem> items = std::move(gathered->second);
    context_.erase(gathered);
    return keep(
        build, gathered_in_words(items), [](MaterialsBuild& next) { next.step = BuildStep::write; },
        [&](store::Transaction& transaction, const Meeting&) {
          contents_.put_context(transaction, build.build_id, items);
        });
  }

  bool write(MaterialsBuild& build) {
    const auto meeting = meetings_.load(build.meeting_id);
    if (!meeting) return end_if_needless(build);
    scope_.say("writing materials");
    const WrittenBuild written = write_build(scope_, build, *meeting);
    return keep(
        build, count_of(static_cast<long long>(written.materials.files.size()), "file"),
        [&](MaterialsBuild& next) {
          next.step = BuildStep::archive;
          next.snapshot = written.snapshot;
          next.changes = written.changes;
        },
        [&](store::Transaction& transaction, const Meeting&) {
          contents_.put_files(transaction, build.build_id, written.materials);
        });
  }

  // What looked needless a moment ago, but is not, is taken up anew.
  bool end_if_needless(MaterialsBuild& build) {
    if (!keep(
            build, "looked at again", [](MaterialsBuild&) {},
            [](store::Transaction&, const Meeting&) {})) {
      return false;
    }
    if (build.state != BuildState::pending) return true;
    auto transaction = scope_.database.begin();
    builds_.free(transaction, build.build_id, lease_.lease_id);
    transaction.commit();
    return false;
  }

  std::vector<MaterialsBuild> done_builds(const std::string& meeting_id) const {
    store::BuildFilter filter;
    filter.meeting_id = meeting_id;
    filter.states = {BuildState::done};
    return builds_.list(filter);
  }

  bool archive(MaterialsBuild& build) {
    Archive& shelf = scope_.edges.archive();
    const std::string location =
        shelf.put({build.user_id, build.meeting_id}, contents_.files_of(build.build_id).files);
    const std::string page = page_in(location);
    return keep(
        build, "kept in " + one_line(location),
        [&](MaterialsBuild& next) {
          next.step = BuildStep::deliver;
          next.location = location;
        },
        [&](store::Transaction& transaction, const Meeting& meeting) {
          MeetingState state = meeting.state;
          state.materials_url = page;
          meetings_.advance(transaction, meeting, state, scope_.now(), "materials: archived");
          contents_.drop_files(transaction, build.build_id);
        });
  }

  bool deliver(MaterialsBuild& build) {
    std::string outcome;
    return keep(
        build, outcome, [](MaterialsBuild& next) { next.state = BuildState::done; },
        [&](store::Transaction& transaction, const Meeting& meeting) {
          for (MaterialsBuild& each : done_builds(build.meeting_id)) {
            if (each.build_id == build.build_id) continue;
            each.state = BuildState::superseded;
            if (each.location == build.location) each.location.clear();
            builds_.update(transaction, each, std::nullopt, false);
            contents_.drop_all(transaction, each.build_id);
          }
          const bool told = announce_build(scope_, transaction, meeting, build);
          outcome = told ? "done, a message is queued" : "done, no message is needed";
          want_redraws(scope_, transaction, meeting.meeting_id);
        });
  }

  void fail(MaterialsBuild& build, const std::string& problem) {
    const Instant now = scope_.now();
    MaterialsBuild next = build;
    ++next.attempts;
    next.problem = problem;
    const bool given_up = next.attempts >= kMostTries;
    if (given_up) {
      next.state = BuildState::failed;
      next.finished_at = now;
    } else {
      next.next_attempt_at = now + minutes{1 << (next.attempts - 1)};
    }
    auto transaction = scope_.database.begin();
    if (!builds_.update(transaction, next, lease_.lease_id, false)) return;
    story_.add(transaction, build.meeting_id,
               {now, std::string(name_of(build.step)), build.cause,
                (given_up ? "failed, given up: "
                          : "failed (" + std::to_string(next.attempts) + " of " +
                                std::to_string(kMostTries) + "): ") +
                    problem});
    if (given_up) queue_build_alert(scope_, transaction, next);
    transaction.commit();
    build = std::move(next);
    report_.failed.push_back({build.meeting_id, build.step, problem, given_up});
    log(LogLevel::info,
        {{"meeting_id", build.meeting_id}, {"step", std::string(name_of(build.step))}}, problem);
  }

  void put_off(MaterialsBuild& build) {
    MaterialsBuild later = build;
    later.next_attempt_at = scope_.now() + kUserAway;
    auto transaction = scope_.database.begin();
    builds_.update(transaction, later, lease_.lease_id, false);
    transaction.commit();
  }

  const Scope& scope_;
  store::BuildRepository builds_;
  store::BuildContentRepository contents_;
  store::MeetingRepository meetings_;
  store::PrepLogRepository story_;
  ContextGathering gathering_;
  store::BuildFilter due_;
  Lease lease_;
  std::vector<MaterialsBuild> batch_;
  std::map<std::string, std::vector<ContextItem>> context_;  // gathered, not yet stored; by build
  BuildReport report_;
};

}  // namespace

BuildReport advance_builds(const Scope& scope, const std::optional<std::string>& meeting_id) {
  Builder builder(scope, meeting_id);
  return scope.dry_run ? builder.foretell() : builder.run();
}

}  // namespace execassist::app
