#include "archives/local_archive.hpp"

#include "support/error_of.hpp"
#include "support/scratch_folder.hpp"

#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>
#include <sys/stat.h>

namespace execassist::archives {
namespace {

namespace fs = std::filesystem;
using testing::content_of;
using testing::error_of;

const ArchiveKey kKey{"ada", "m1"};

unsigned mode_of(const std::string& path) {
  return static_cast<unsigned>(fs::status(path).permissions());
}

TEST_CASE("folders are 0700 and files 0600, whatever the umask and whoever made them") {
  for (const mode_t mask : {0000U, 0077U, 0777U}) {
    CAPTURE(mask);
    const testing::ScratchFolder folder;
    LocalArchive archive(folder.at("root"));
    if (mask == 0) {
      fs::create_directories(folder.at("root/ada/m1"));
      fs::permissions(folder.at("root/ada/m1"), fs::perms::all);
    }
    if (mask == 0777) fs::create_directory(folder.at("root"));
    const mode_t before = ::umask(mask);
    const auto error = error_of([&] { archive.put(kKey, {{"a.md", "x"}}); });
    ::umask(before);
    REQUIRE_FALSE(error);
    CHECK(mode_of(folder.at("root/ada")) == 0700);
    CHECK(mode_of(folder.at("root/ada/m1")) == 0700);
    CHECK(mode_of(folder.at("root/ada/m1/a.md")) == 0600);
  }
}

TEST_CASE("ids and names that are no names") {
  const testing::ScratchFolder folder;
  LocalArchive archive(folder.at("root"));
  for (const std::string bad : {"", ".", "..", "a/b", "../x", "a b", "a\nb", "é", "/etc"}) {
    CAPTURE(bad);
    for (const ArchiveKey& key : {ArchiveKey{bad, "m"}, ArchiveKey{"u", bad}}) {
      const auto error = error_of([&] { archive.put(key, {}); });
      REQUIRE(error);
      CHECK(error->kind() == ErrorKind::failed);
    }
    CHECK(error_of([&] { archive.put(kKey, {{bad, "x"}}); }));
  }
  CHECK(error_of([&] { archive.put(kKey, {{".hidden", "x"}}); }));
  CHECK(error_of([&] { archive.put({std::string(200, 'x'), "m"}, {}); }));
  CHECK_FALSE(fs::exists(folder.at("root")));
}

TEST_CASE("symbolic links below the root are refused, and lead nowhere") {
  const testing::ScratchFolder folder;
  LocalArchive archive(folder.at("root"));
  const std::string location = archive.put(kKey, {{"a.md", "x"}});
  folder.write("outside/m1/a.md", "precious");
  SUBCASE("the user's folder") {
    fs::remove_all(folder.at("root/ada"));
    fs::create_directory_symlink(folder.at("outside"), folder.at("root/ada"));
  }
  SUBCASE("the meeting's folder") {
    fs::remove_all(folder.at("root/ada/m1"));
    fs::create_directory_symlink(folder.at("outside/m1"), folder.at("root/ada/m1"));
  }
  CHECK(error_of([&] {
          archive.put(kKey, {{"a.md", "y"}});
        })
            .value()
            .message()
            .find("symbolic link") != std::string::npos);
  CHECK(error_of([&] { archive.read(location, "a.md"); }));
  CHECK(error_of([&] { archive.remove(location); }));
  CHECK(content_of(folder.at("outside/m1/a.md")) == "precious");
}

TEST_CASE("a linked file is replaced, not followed; a pipe does not block") {
  const testing::ScratchFolder folder;
  LocalArchive archive(folder.at("root"));
  const std::string location = archive.put(kKey, {{"a.md", "x"}});
  const std::string precious = folder.write("precious", "p");
  fs::remove(location + "/a.md");
  fs::create_symlink(precious, location + "/a.md");
  CHECK(error_of([&] { archive.read(location, "a.md"); }));
  archive.put(kKey, {{"a.md", "y"}});
  CHECK(archive.read(location, "a.md") == "y");
  CHECK(content_of(precious) == "p");
  fs::remove(location + "/a.md");
  REQUIRE(::mkfifo((location + "/a.md").c_str(), 0600) == 0);
  CHECK(error_of([&] { archive.read(location, "a.md"); }));
  archive.remove(location);
  CHECK_FALSE(fs::exists(location));
  CHECK_FALSE(fs::exists(folder.at("root/ada")));
}

TEST_CASE("what was put under another root is read and removed there") {
  const testing::ScratchFolder folder;
  const std::string location = LocalArchive(folder.at("old")).put(kKey, {{"a.md", "x"}});
  const std::string beside = folder.write("old/ada/other/a.md", "y");
  for (const char* root : {"new", "old/below"}) {
    CAPTURE(root);
    LocalArchive archive(folder.at(root));
    CHECK(archive.location_of(kKey) == folder.at(root) + "/ada/m1");
    CHECK(archive.read(location, "a.md") == "x");
  }
  LocalArchive archive(folder.at("new"));
  archive.remove(location);
  archive.remove(location);
  CHECK_FALSE(fs::exists(location));
  CHECK(content_of(beside) == "y");
  CHECK_FALSE(fs::exists(folder.at("new")));
}

TEST_CASE("what is no meeting's folder is neither read nor removed") {
  const testing::ScratchFolder folder;
  LocalArchive archive(folder.at("root"));
  archive.put(kKey, {{"a.md", "x"}});
  folder.write("rooted/ada/m1/a.md", "precious");
  for (const std::string& location :
       {folder.at("root/../rooted/ada/m1"), folder.at("rooted/./ada/m1"),
        folder.at("rooted//ada/m1"), folder.at("rooted/ada/m1/"), folder.at("rooted/a b/m1"),
        std::string("rooted/ada/m1"), folder.at("root"), folder.at("root/ada"),
        folder.at("root/ada/m1/.."), folder.at("root/ada/.."), std::string(), std::string("/")}) {
    CAPTURE(location);
    CHECK(error_of([&] { archive.remove(location); }));
    CHECK(error_of([&] { archive.read(location, "a.md"); }).value().kind() == ErrorKind::not_found);
  }
  CHECK(error_of([&] { archive.read(folder.at("root/ada/m1"), "../m1/a.md"); }));
  CHECK(content_of(folder.at("rooted/ada/m1/a.md")) == "precious");
  CHECK(content_of(folder.at("root/ada/m1/a.md")) == "x");
}

TEST_CASE("leftovers go, foreign folders stay, too large files are not read") {
  const testing::ScratchFolder folder;
  LocalArchive archive(folder.at("root"));
  const std::string location = archive.put(kKey, {{"a.md", "x"}});
  folder.write("root/ada/m1/.new-abc", "torn");
  folder.write("root/ada/m1/sub/mine", "theirs");
  archive.put(kKey, {{"a.md", "x"}});
  CHECK_FALSE(fs::exists(location + "/.new-abc"));
  CHECK(error_of([&] { archive.remove(location); }));
  CHECK(content_of(location + "/sub/mine") == "theirs");
  folder.write("root/ada/m1/big", std::string(17 * 1024 * 1024, 'x'));
  CHECK(error_of([&] { archive.read(location, "big"); }).value().kind() == ErrorKind::failed);
}

TEST_CASE("many at once: every reader sees a whole file") {
  const testing::ScratchFolder folder;
  const std::string root = folder.at("root");
  std::vector<std::thread> threads;
  for (int number = 0; number < 4; ++number) {
    threads.emplace_back([&root, number] {
      LocalArchive mine(root);
      const std::string text(20'000, static_cast<char>('a' + number));
      for (int turn = 0; turn < 15; ++turn) {
        const std::string location = mine.put(kKey, {{"a.md", text}});
        if (number == 3) mine.remove(location);
      }
    });
  }
  LocalArchive archive(root);
  for (int turn = 0; turn < 100; ++turn) {
    try {
      const std::string text = archive.read(root + "/ada/m1", "a.md");
      CHECK(text.size() == 20'000);
      CHECK(text.find_first_not_of(text[0]) == std::string::npos);
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::not_found);
    }
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace execassist::archives
