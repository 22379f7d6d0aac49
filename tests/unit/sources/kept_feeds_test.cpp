#include "sources/kept_feeds.hpp"

#include "support/scratch_folder.hpp"

#include <execassist/base/identifier.hpp>

#include <filesystem>
#include <set>
#include <string>

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace execassist::sources {
namespace {

using execassist::testing::content_of;
using execassist::testing::ScratchFolder;
namespace fs = std::filesystem;

unsigned mode_of(const std::string& path) {
  struct stat found {};
  return ::lstat(path.c_str(), &found) == 0 ? found.st_mode & 07777U : 0U;
}

std::set<std::string> names_in(const std::string& folder) {
  std::set<std::string> names;
  for (const auto& each : fs::directory_iterator(folder)) names.insert(each.path().filename());
  return names;
}

TEST_CASE("a kept feed is its owner's alone, and only given as it was written") {
  const ScratchFolder scratch;
  const std::string folder = scratch.at("store.db.feeds");
  const KeptFeeds kept(folder, true);
  CHECK_FALSE(kept.load("a.ics", sha256_hex("one")));
  CHECK(kept.keep("a.ics", "one").empty());
  CHECK(mode_of(folder) == 0700);
  CHECK(mode_of(folder + "/a.ics") == 0600);
  CHECK(kept.load("a.ics", sha256_hex("one")) == "one");
  CHECK(kept.keep("a.ics", "two").empty());
  CHECK_FALSE(kept.load("a.ics", sha256_hex("one")));
  CHECK(kept.load("a.ics", sha256_hex("two")) == "two");
  CHECK(names_in(folder) == std::set<std::string>{"a.ics"});  // no draft is left

  scratch.write("store.db.feeds/a.ics", "tw");
  CHECK_FALSE(kept.load("a.ics", sha256_hex("two")));
  fs::remove(folder + "/a.ics");
  fs::create_symlink(scratch.write("other", "two"), folder + "/a.ics");
  CHECK_FALSE(kept.load("a.ics", sha256_hex("two")));  // links are not followed
  fs::remove(folder + "/a.ics");
  REQUIRE(::mkfifo((folder + "/a.ics").c_str(), 0600) == 0);
  CHECK_FALSE(kept.load("a.ics", sha256_hex("")));  // and pipes do not hold us up
}

TEST_CASE("a folder that others may read is closed") {
  const ScratchFolder scratch;
  const std::string folder = scratch.at("feeds");
  fs::create_directory(folder);
  REQUIRE(::chmod(folder.c_str(), 0755) == 0);
  CHECK(KeptFeeds(folder, true).keep("a.ics", "one").empty());
  CHECK(mode_of(folder) == 0700);
}

TEST_CASE("what cannot be kept says why, and leaves nothing") {
  const ScratchFolder scratch;
  scratch.write("feeds", "a file where the folder belongs");
  const KeptFeeds kept(scratch.at("feeds"), true);
  CHECK(kept.keep("a.ics", "one") == scratch.at("feeds") + ": Not a directory");
  fs::remove(scratch.at("feeds"));
  fs::create_directories(scratch.at("feeds/a.ics/x"));
  CHECK(kept.keep("a.ics", "one") == scratch.at("feeds") + ": Is a directory");
  CHECK(names_in(scratch.at("feeds")) == std::set<std::string>{"a.ics"});
}

TEST_CASE("a dry run reads, and writes nothing") {
  const ScratchFolder scratch;
  const KeptFeeds dry(scratch.at("feeds"), false);
  CHECK(dry.keep("a.ics", "one").empty());
  CHECK_FALSE(fs::exists(scratch.at("feeds")));
  KeptFeeds(scratch.at("feeds"), true).keep("a.ics", "one");
  CHECK(dry.load("a.ics", sha256_hex("one")) == "one");
  dry.keep_only({}, *parse_rfc3339("2100-01-01T00:00:00Z"));
  CHECK(content_of(scratch.at("feeds/a.ics")) == "one");
}

TEST_CASE("feeds that nobody names go, and drafts that a killed process left") {
  const ScratchFolder scratch;
  const KeptFeeds kept(scratch.at("feeds"), true);
  kept.keep_only({}, *parse_rfc3339("2100-01-01T00:00:00Z"));  // nothing there is nothing wrong
  for (const char* name : {"a.ics", "b.ics"}) kept.keep(name, "one");
  scratch.write("feeds/.new-draft", "half");
  scratch.write("feeds/README", "by hand");
  struct stat draft {};
  REQUIRE(::stat(scratch.at("feeds/.new-draft").c_str(), &draft) == 0);
  const Instant written{Seconds{draft.st_mtim.tv_sec}};
  kept.keep_only({"a.ics"}, written + minutes{60});
  CHECK(names_in(scratch.at("feeds")) == std::set<std::string>{".new-draft", "README", "a.ics"});
  kept.keep_only({"a.ics"}, written + minutes{61});
  CHECK(names_in(scratch.at("feeds")) == std::set<std::string>{"README", "a.ics"});
}

TEST_CASE("the name of a kept feed tells nothing, and is one for each calendar") {
  const std::string name = kept_feed_name("ada", "work");
  CHECK(name.size() == 68);
  CHECK(name.find("ada") == std::string::npos);
  CHECK(name != kept_feed_name("ada", "home"));
  CHECK(name != kept_feed_name("bob", "work"));
  CHECK(kept_feed_name("a", "bc") != kept_feed_name("ab", "c"));
}

}  // namespace
}  // namespace execassist::sources
