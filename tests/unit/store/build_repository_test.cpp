#include "store/build_repository.hpp"

#include "child_process.hpp"
#include "sample_rows.hpp"
#include "support/error_of.hpp"
#include "support/scratch_folder.hpp"

#include <execassist/base/error.hpp>

#include <doctest/doctest.h>

namespace execassist::store::testing {

namespace {

using Ids = std::vector<std::string>;

MaterialsBuild a_build(const std::string& id, const std::string& meeting_id = "0m") {
  MaterialsBuild build;
  build.build_id = id;
  build.meeting_id = meeting_id;
  build.user_id = "ada";
  build.cause = "the prep session is finished";
  build.created_at = build.next_attempt_at = kNow;
  return build;
}

bool same(const MaterialsBuild& a, const MaterialsBuild& b) {
  return a.build_id == b.build_id && a.meeting_id == b.meeting_id && a.user_id == b.user_id &&
         a.round == b.round && a.number == b.number && a.cause == b.cause &&
         a.announce == b.announce && a.state == b.state && a.step == b.step &&
         a.attempts == b.attempts && a.next_attempt_at == b.next_attempt_at &&
         a.problem == b.problem && a.snapshot == b.snapshot && a.changes == b.changes &&
         a.location == b.location && a.created_at == b.created_at && a.finished_at == b.finished_at;
}

struct Builds {
  Database database = Database::in_memory();
  BuildRepository builds{database};
  BuildContentRepository contents{database};

  Builds() {
    for (const char* id : {"0m", "1m", "2m"}) store_meeting(database, a_meeting(id));
  }
  MaterialsBuild add(MaterialsBuild build) {
    return stored(database, [&](Transaction& transaction) {
      builds.insert(transaction, build);
      return build;
    });
  }
  bool update(const MaterialsBuild& build, const std::optional<std::string>& lease_id = {},
              bool keep_lease = false) {
    return stored(database, [&](Transaction& transaction) {
      return builds.update(transaction, build, lease_id, keep_lease);
    });
  }
  bool free(const std::string& build_id, const std::string& lease_id) {
    return stored(database, [&](Transaction& transaction) {
      return builds.free(transaction, build_id, lease_id);
    });
  }
  Ids lease(const std::string& lease_id, Instant now = kNow, int limit = 100,
            const BuildFilter& filter = {}) {
    return stored(database, [&](Transaction& transaction) {
      Ids ids;
      for (const auto& each :
           builds.lease_due(transaction, now, limit, a_lease(lease_id, now + minutes{5}), filter)) {
        ids.push_back(each.build_id);
      }
      return ids;
    });
  }
  MaterialsBuild latest(const std::string& meeting_id = "0m") {
    return builds.latest_of(meeting_id).value();
  }
};

}  // namespace

TEST_CASE("a build comes back with every field") {
  Builds bench;
  CHECK_FALSE(bench.builds.latest_of("0m"));
  MaterialsBuild build = a_build("full");
  build.round = 3;
  build.cause = "it's \"moved\"; --\n%_";
  build.announce = false;
  build.attempts = 2;
  build.next_attempt_at = kNow + Seconds{7};
  build.problem = "no space\\ left \xF0\x9F\x98\x80";
  build.snapshot = MeetingSnapshot{"t\"", kNow, kNow + hours{1}, "l\n", "d", {"A <a@b>", ""}};
  build.changes = {"The start moved", "", "a\nb"};
  build.location = "/a/b c";
  build.created_at = kNow + Seconds{1};
  const MaterialsBuild kept = bench.add(build);
  CHECK(kept.number == 1);
  CHECK(same(bench.latest(), kept));

  for (const BuildState state : {BuildState::done, BuildState::failed, BuildState::superseded,
                                 BuildState::expired, BuildState::pending}) {
    for (const BuildStep step :
         {BuildStep::write, BuildStep::archive, BuildStep::deliver, BuildStep::gather}) {
      MaterialsBuild changed = kept;
      changed.state = state;
      changed.step = step;
      changed.snapshot.reset();
      changed.changes.clear();
      changed.finished_at = kNow + Seconds{9};
      changed.location = "elsewhere";
      CHECK(bench.update(changed));
      CHECK(same(bench.latest(), changed));
    }
  }
}

TEST_CASE("builds are numbered by meeting, and a new one overtakes what waits") {
  Builds bench;
  bench.add(a_build("a"));
  MaterialsBuild done = bench.latest();
  done.state = BuildState::done;
  REQUIRE(bench.update(done));
  CHECK(bench.add(a_build("b")).number == 2);
  CHECK(bench.add(a_build("x", "1m")).number == 1);
  stored(bench.database, [&](Transaction& transaction) {
    bench.contents.put_context(transaction, "b", {ContextItem{}});
    bench.contents.put_files(transaction, "b", {{{"agenda.md", "x"}}, {"line"}});
    return 0;
  });
  REQUIRE(bench.lease("held") == Ids{"b", "x"});
  MaterialsBuild later = a_build("c");
  later.created_at = kNow + minutes{2};
  CHECK(bench.add(later).number == 3);

  const auto all = bench.builds.list({.meeting_id = "0m"});
  REQUIRE(all.size() == 3);
  CHECK(all[0].state == BuildState::done);
  CHECK(all[1].state == BuildState::superseded);
  CHECK(all[1].finished_at == kNow + minutes{2});
  CHECK(all[2].state == BuildState::pending);
  // Whoever was at work on it has lost it, and what it had in hand is gone.
  CHECK_FALSE(bench.update(all[1], "held", true));
  CHECK_FALSE(bench.free("b", "held"));
  CHECK(bench.contents.context_of("b").empty());
  CHECK(bench.contents.files_of("b").preview.empty());
  CHECK(bench.builds.latest_of("1m")->state == BuildState::pending);
}

TEST_CASE("lists narrow by meeting, person and state") {
  Builds bench;
  bench.add(a_build("a", "2m"));
  MaterialsBuild grace = a_build("b", "1m");
  grace.user_id = "grace";
  bench.add(grace);
  MaterialsBuild failed = bench.add(a_build("c", "0m"));
  failed.state = BuildState::failed;
  REQUIRE(bench.update(failed));
  const auto ids = [&](const BuildFilter& filter) {
    Ids found;
    for (const auto& each : bench.builds.list(filter)) found.push_back(each.build_id);
    return found;
  };
  CHECK(ids({}) == Ids{"c", "b", "a"});
  CHECK(ids({.user_id = "ada"}) == Ids{"c", "a"});
  CHECK(ids({.meeting_id = "1m"}) == Ids{"b"});
  CHECK(ids({.states = {BuildState::failed}}) == Ids{"c"});
  CHECK(ids({.states = {BuildState::failed, BuildState::pending}}) == Ids{"c", "b", "a"});
  CHECK(ids({.user_id = "grace", .states = {BuildState::failed}}).empty());
  CHECK(ids({.meeting_id = "%"}).empty());
}

TEST_CASE("what is due is leased once, oldest first") {
  Builds bench;
  MaterialsBuild later = a_build("later", "1m");
  later.next_attempt_at = kNow + minutes{1};
  bench.add(later);
  MaterialsBuild early = a_build("early", "2m");
  early.next_attempt_at = kNow - minutes{1};
  bench.add(early);
  bench.add(a_build("now"));
  CHECK(bench.lease("a", kNow, 1) == Ids{"early"});
  CHECK(bench.lease("b") == Ids{"now"});
  CHECK(bench.lease("c").empty());
  CHECK(bench.lease("d", kNow + minutes{1}) == Ids{"later"});
  CHECK(bench.free("early", "a"));
  CHECK_FALSE(bench.free("early", "a"));
  CHECK(bench.lease("e", kNow, 9, {.user_id = "grace"}).empty());
  CHECK(bench.lease("e", kNow, 9, {.meeting_id = "0m"}).empty());
  CHECK(bench.lease("e", kNow, 9, {.user_id = "ada", .meeting_id = "2m"}) == Ids{"early"});
}

TEST_CASE("only the holder of the lease changes a build") {
  Builds bench;
  MaterialsBuild build = bench.add(a_build("a"));
  REQUIRE(bench.lease("mine") == Ids{"a"});
  build.step = BuildStep::write;
  CHECK_FALSE(bench.update(build));
  CHECK_FALSE(bench.update(build, "theirs", false));
  CHECK(bench.latest().step == BuildStep::gather);
  CHECK(bench.update(build, "mine", true));
  CHECK(bench.update(build, "mine", false));
  CHECK_FALSE(bench.update(build, "mine", false));
  CHECK(bench.update(build));
  CHECK_FALSE(bench.update(a_build("nobody")));
}

TEST_CASE("leases that ran out are found with their holder") {
  Builds bench;
  bench.add(a_build("a"));
  bench.add(a_build("b", "1m"));
  REQUIRE(bench.lease("first", kNow, 1) == Ids{"a"});
  REQUIRE(bench.lease("second", kNow + minutes{2}, 1) == Ids{"b"});
  CHECK(bench.builds.expired_leases(kNow + minutes{5} - Seconds{1}).empty());
  const auto expired = bench.builds.expired_leases(kNow + minutes{5});
  REQUIRE(expired.size() == 1);
  CHECK(expired[0].build.build_id == "a");
  CHECK(expired[0].lease.lease_id == "first");
  CHECK(expired[0].lease.until == kNow + minutes{5});
  CHECK(expired[0].lease.holder == a_lease("first").holder);
  CHECK(bench.builds.expired_leases(kNow + days{1}).size() == 2);
  CHECK_FALSE(bench.free("a", "second"));
  CHECK(bench.free("a", "first"));
  CHECK(bench.builds.expired_leases(kNow + days{1}).size() == 1);
}

TEST_CASE("context and files are replaced, dropped and kept as asked") {
  Builds bench;
  bench.add(a_build("a"));
  bench.add(a_build("other", "1m"));
  ContextItem budget;
  budget.source = "budget";
  budget.table = {{"Item"}, {{"\"Rent\"\n"}}};
  ContextItem broken;
  broken.source = "incidents";
  broken.problem = "exit status 1";
  const auto put = [&](const std::string& id, const std::vector<ContextItem>& items,
                       const WrittenMaterials& written) {
    stored(bench.database, [&](Transaction& transaction) {
      bench.contents.put_context(transaction, id, items);
      bench.contents.put_files(transaction, id, written);
      return 0;
    });
  };
  put("a", {budget, broken, budget}, {{{"old.md", "x"}}, {"old"}});
  const WrittenMaterials written{{{"materials.html", "<p>\"\n\xF0\x9F\x98\x80"}, {"agenda.md", ""}},
                                 {"10:00 \"Opening\"", "", "a\tb"}};
  put("a", {broken, budget}, written);
  put("other", {budget}, written);
  CHECK(bench.contents.context_of("a") == std::vector{broken, budget});
  WrittenMaterials read = bench.contents.files_of("a");
  REQUIRE(read.files.size() == 2);
  CHECK(read.files[0].name == "agenda.md");
  CHECK(read.files[1].content == written.files[0].content);
  CHECK(read.preview == written.preview);

  stored(bench.database, [&](Transaction& transaction) {
    bench.contents.drop_files(transaction, "a");
    return 0;
  });
  read = bench.contents.files_of("a");
  CHECK(read.files.empty());
  CHECK(read.preview == written.preview);
  CHECK(bench.contents.context_of("a").size() == 2);
  stored(bench.database, [&](Transaction& transaction) {
    bench.contents.drop_all(transaction, "a");
    return 0;
  });
  CHECK(bench.contents.context_of("a").empty());
  CHECK(bench.contents.files_of("a").preview.empty());
  CHECK(bench.contents.files_of("other").files.size() == 2);
  CHECK(bench.contents.context_of("other").size() == 1);
  CHECK(bench.contents.files_of("nobody").files.empty());
}

TEST_CASE("files for a build that is not there are refused") {
  Builds bench;
  CHECK(execassist::testing::error_of([&] {
    stored(bench.database, [&](Transaction& transaction) {
      bench.contents.put_files(transaction, "nobody", {});
      return 0;
    });
  }));
}

// Several processes at once: no number twice, no build in two hands, one pending in the end.
TEST_CASE("processes that queue and lease at once neither collide nor share") {
  const execassist::testing::ScratchFolder folder;
  const std::string path = folder.at("store.db");
  REQUIRE(in_child([&] {
            Database database = Database::open(path, OpenMode::read_write);
            store_meeting(database, a_meeting("0m"));
            return 0;
          }) == 0);
  constexpr int kEach = 20;
  std::vector<pid_t> children;
  for (int child = 0; child < 4; ++child) {
    children.push_back(start_child([&, child] {
      Database database = Database::open(path, OpenMode::read_write);
      BuildRepository builds(database);
      for (int i = 0; i < kEach; ++i) {
        const std::string id = std::to_string(child) + "-" + std::to_string(i);
        stored(database, [&](Transaction& transaction) {
          MaterialsBuild build = a_build(id);
          builds.insert(transaction, build);
          return 0;
        });
        const Lease lease = a_lease("lease " + id);
        const auto taken = stored(database, [&](Transaction& transaction) {
          return builds.lease_due(transaction, kNow, 9, lease, {});
        });
        if (taken.size() > 1) return 1;
        for (MaterialsBuild each : taken) {
          each.problem = lease.lease_id;
          stored(database, [&](Transaction& transaction) {
            return builds.update(transaction, each, lease.lease_id, true);
          });
        }
      }
      return 0;
    }));
  }
  for (const pid_t child : children) CHECK(exit_code_of(child) == 0);
  Database database = Database::open(path, OpenMode::read_write);
  const auto all = BuildRepository(database).list({});
  REQUIRE(all.size() == 4 * kEach);
  for (std::size_t i = 0; i < all.size(); ++i) {
    CHECK(all[i].number == static_cast<int>(i) + 1);
    CHECK((all[i].state == BuildState::pending) == (i + 1 == all.size()));
  }
}

}  // namespace execassist::store::testing
